package compose

import (
	"errors"
	"path/filepath"
	"strconv"

	"fyne.io/fyne/v2"

	"ticketpp/internal/coach"
	"ticketpp/internal/l10n"
	"ticketpp/internal/rules"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
)

// files are the attachments: chosen by the button or dropped on the window.
type files struct {
	form    *Form
	box     *fyne.Container
	add     *parts.Button
	list    *fyne.Container
	sum     *parts.Text
	advice  *advice
	smaller *smaller
	dialog  *window.FileDialog
	trying  int      // files being copied now
	refused []string // what was said of those that were not taken, since none was being copied
}

func itoa(i int) string { return strconv.Itoa(i) }

func newFiles(f *Form) *files {
	s := &files{form: f, list: parts.NewStack(2), sum: parts.NewRemark("")}
	s.dialog = window.NewFileDialog(f.win, f.o.Callbacks.AskFiles, f.do)
	s.add = parts.NewButton(f, f.texts.Get("compose.files.add"), s.choose)
	fd := f.newField(idFiles, "compose.files", s.add)
	s.advice = fd.advice
	s.smaller = newSmaller(f)
	drop := parts.NewRemark(f.texts.Get("compose.files.drop"))
	s.box = parts.NewInset(12, 9, parts.NewCard(window.ColorPanel, window.ColorLine),
		parts.NewStack(5, parts.NewRow(10, 0, []float32{0, 1}, s.add, drop), s.list, s.sum, fd.advice.box, parts.NewRow(0, 0, nil, s.smaller.link)))
	return s
}

// show fills the list from the ticket.
func (s *files) show() {
	f := s.form
	s.list.Objects = nil
	for i, a := range f.ticket.Attachments {
		name := parts.NewText(a.Name)
		name.Single = true
		remove := parts.NewLink(f, f.texts.Get("compose.files.remove"), func() { s.remove(a) })
		f.events.Name("file."+itoa(i+1)+".remove", remove)
		bytes := parts.NewRemark(rules.Size(a.Size, f.texts.Lang()))
		bytes.Whole = true
		s.list.Objects = append(s.list.Objects, parts.NewRow(8, 0, []float32{1, 0, 0}, name, bytes, remove))
	}
	f.shots.plain.show()
	s.words()
}

// words says how much goes with the ticket, and how much may.
func (s *files) words() {
	f := s.form
	sum := rules.Weight(f.ticket)
	vars := l10n.Vars{"Sum": rules.Size(sum, f.texts.Lang()), "Limit": rules.Size(f.o.MaxTotal, f.texts.Lang())}
	switch {
	case s.trying > 0:
		s.sum.Paint(f.texts.Get("compose.files.copying"), window.ColorMuted)
	case !f.shots.weighed():
		s.sum.Paint(" ", window.ColorMuted) // the line keeps its place for a moment
	case f.o.MaxTotal > 0:
		s.sum.Paint(f.texts.Get("compose.files.sum", vars), window.ColorMuted)
	default:
		s.sum.Paint(f.texts.Get("compose.files.sum_free", vars), window.ColorMuted)
	}
	s.smaller.words()
	s.sum.Hidden = sum == 0 && s.trying == 0 && f.shots.weighed()
	s.list.Hidden = len(s.list.Objects) == 0
}

// choose asks for files to attach.
func (s *files) choose() {
	t := s.form.texts
	s.dialog.Ask(window.FileQuestion{
		Title: t.Get("compose.files.title"), Accept: t.Get("compose.files.open"), All: t.Get("files.all"),
	}, func(paths []string) {
		for _, path := range paths {
			if s.form.takesChosen() {
				s.take(path, "")
			}
		}
	})
}

// changeable reports whether the ticket is still being written.
func (f *Form) changeable() bool { return f.state == writing || f.state == asking }

// takesChosen reports whether files that the user has chosen still go with the
// ticket. A question whether the draft is to be thrown away is answered by them.
func (f *Form) takesChosen() bool {
	if f.state == discarding {
		f.back()
	}
	return f.changeable()
}

// dropped takes files that were dropped on the window.
func (f *Form) dropped(_ fyne.Position, uris []fyne.URI) {
	if !f.changeable() || f.covering != nil {
		return
	}
	for _, u := range uris {
		if path := u.Path(); f.shots.takes(path) {
			f.shots.openOrAttach(path)
		} else {
			f.files.take(path, "")
		}
	}
}

// take copies a file into the draft, off the UI loop. Where it was meant as a
// picture, plain is the key of why it is none.
func (s *files) take(path, plain string) {
	f := s.form
	s.copy(filepath.Base(path), func() (ticket.Attachment, error) { return f.o.Callbacks.AddFile(path) }, func(a *ticket.Attachment) {
		if a != nil && plain != "" {
			f.shots.plain.why[a.File] = plain
			f.events.Note("picture-as-file", a.Name)
		}
	}, func() {
		f.arrived(plain == "") // that it is no picture must be seen
	})
}

// copy makes a file of the ticket by add, off the UI loop. Then came is called
// with it, or with nil when nothing came of it; and shown once it stands in the
// list.
func (s *files) copy(name string, add func() (ticket.Attachment, error), came func(*ticket.Attachment), shown func()) {
	f := s.form
	if s.trying == 0 {
		s.refused = nil
		s.advice.hide()
	}
	s.trying++
	s.words()
	f.relayout()
	f.work <- func() {
		a, err := add()
		f.do(func() {
			s.trying--
			if err != nil {
				came(nil)
				s.words()
				s.fail(name, err)
				f.arrived(false)
				return
			}
			f.ticket.Attachments = append(f.ticket.Attachments, a)
			came(&a)
			s.show()
			f.relayout()
			f.picked()
			shown()
		})
	}
}

// fail says why a file was not taken, beside what was said of others.
func (s *files) fail(name string, err error) {
	words := fileWords(s.form.texts, name, err)
	s.form.events.Note("file-refused", words)
	s.refused = append(s.refused, words)
	s.say(window.Refused(s.form.texts, s.refused), "error")
}

// say says something below the list.
func (s *files) say(words string, color fyne.ThemeColorName) {
	s.advice.finding = coach.Finding{}
	s.advice.message.Paint(words, color)
	s.advice.message.Show()
	s.advice.links.Hide()
	s.advice.box.Show()
	s.form.relayout()
}

// fileWords puts an error about a file into words.
func fileWords(t *l10n.Texts, name string, err error) string {
	reason := FileReason("")
	if fe, ok := errors.AsType[*FileError](err); ok {
		reason = fe.Reason
		if fe.Name != "" {
			name = fe.Name
		}
	}
	switch reason {
	case Elsewhere:
		return t.Get("files.elsewhere", l10n.Vars{"Name": name})
	case Vanished, IsFolder, Unreadable, TooBig, DiskFull, ReadOnly:
		return t.Get("compose.file."+string(reason), l10n.Vars{"Name": name})
	}
	return t.Get("compose.file.failed", l10n.Vars{"Name": name})
}

// remove takes an attachment out, copy and all.
func (s *files) remove(a ticket.Attachment) {
	f := s.form
	kept := f.ticket.Attachments[:0:0]
	for _, b := range f.ticket.Attachments {
		if b.File != a.File {
			kept = append(kept, b)
		}
	}
	f.ticket.Attachments = kept
	delete(f.shots.plain.why, a.File) // the next file may get its name
	s.advice.hide()
	s.show()
	f.relayout()
	f.picked()
	if f.o.Callbacks.Remove != nil {
		f.work <- func() { _ = f.o.Callbacks.Remove(a.File) } // a copy that stays behind goes with the draft
	}
}
