package mytickets

import (
	"errors"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
)

// captureLater is how long "in five seconds" is: time to bring what is to be
// seen to the front.
const captureLater = 5 * time.Second

// capture takes the screen into the follow-up, without the window in it.
func (f *foot) capture(after time.Duration) {
	w := f.w
	if !f.writing || f.sending {
		return
	}
	w.files.Dismiss() // it would stand in the picture
	w.win.Hide()
	t := copyOf(f.draft)
	w.work <- func() {
		shots, err := w.o.Callbacks.Capture(t, after)
		w.do(func() {
			w.win.Show()
			w.win.RequestFocus()
			f.added(func(t *ticket.Ticket) { t.Screenshots = append(t.Screenshots, shots...) }, err)
			w.win.Canvas().Focus(f.reply.entry)
		})
	}
}

// pastePicture takes a picture from the clipboard, and reports whether there
// is one to take: words are the field's own business.
func (f *foot) pastePicture() bool {
	w := f.w
	if w.o.Callbacks.Paste == nil || w.app.Clipboard().Content() != "" {
		return false
	}
	t := copyOf(f.draft)
	w.work <- func() {
		shot, ok, err := w.o.Callbacks.Paste(t)
		if !ok && err == nil {
			return
		}
		w.do(func() { f.added(func(t *ticket.Ticket) { t.Screenshots = append(t.Screenshots, shot) }, err) })
	}
	return true
}

// fileError names the file that could not be taken.
type fileError struct {
	name string
	err  error
}

func (e *fileError) Error() string { return e.name + ": " + e.err.Error() }
func (e *fileError) Unwrap() error { return e.err }

// added puts what was taken into the follow-up.
func (f *foot) added(put func(*ticket.Ticket), err error) {
	w := f.w
	if w.closed || f.draft.FollowUp == nil {
		return
	}
	if err != nil {
		w.events.Note("not-added", err.Error())
		f.say(addWords(w.texts, err), window.ColorAdvice)
		w.relayout()
		return
	}
	put(&f.draft)
	f.touched = true
	f.changed()
	f.say("", window.ColorMuted)
	f.reply.pictures()
	w.events.Note("added", "")
	w.relayout()
}

// addWords says why something could not be added.
func addWords(t *l10n.Texts, err error) string {
	name := ""
	if fe := (*fileError)(nil); errors.As(err, &fe) {
		name = fe.name
	}
	vars := l10n.Vars{"Name": name}
	switch {
	case errors.Is(err, ErrNoPicture):
		return t.Get("mytickets.capture.failed")
	case errors.Is(err, ErrNotOpened):
		return t.Get("mytickets.paste.failed")
	case errors.Is(err, ErrTooBig):
		return t.Get("mytickets.file.too-big", vars)
	case errors.Is(err, ErrElsewhere):
		return t.Get("files.elsewhere", vars)
	case errors.Is(err, ErrDiskFull):
		return t.Get("mytickets.save.disk-full")
	}
	return t.Get("mytickets.file.failed", vars)
}

// saveWords says that what is typed cannot be kept.
func saveWords(t *l10n.Texts, err error) string {
	switch {
	case errors.Is(err, ErrDiskFull):
		return t.Get("mytickets.save.disk-full")
	case errors.Is(err, ErrOpen):
		return t.Get("mytickets.save.open")
	}
	return t.Get("mytickets.save.failed")
}

// mostLines is how many lines of files are shown as they are; more scroll, for
// what can be done with them stands below.
const (
	mostLines  = 4
	listHeight = 104
)

// pictures shows what goes with the follow-up, each with "remove".
func (e *reply) pictures() {
	f, t := e.f, e.f.w.texts
	e.goes.Objects = nil
	row := parts.NewTopRow(10, 0, []float32{1, 1, 1, 1, 1})
	shown := 0
	for i, shot := range f.draft.Screenshots {
		if !shot.Included {
			continue
		}
		shown++
		cell := parts.NewStack(2)
		remove := parts.NewLink(f.w, t.Get("mytickets.remove"), func() {
			f.draft.Screenshots[i].Included = false
			f.touched = true
			f.changed()
			e.pictures()
			f.w.relayout()
		})
		f.w.events.Name("reply.shot."+strconv.Itoa(shown), remove)
		value := float32(9) / 16
		if shot.Width > 0 {
			value = float32(shot.Height) / float32(shot.Width)
		}
		e.preview(cell, shot, value)
		mark := parts.NewLink(f.w, t.Get("mytickets.mark"), func() { f.mark(shot.Taken()) })
		f.w.events.Name("reply.shot."+strconv.Itoa(shown)+".mark", mark)
		cell.Add(parts.NewRow(10, 0, nil, mark, remove))
		row.Add(cell)
	}
	f.w.events.Forget("reply.shot."+strconv.Itoa(shown+1), "reply.shot."+strconv.Itoa(shown+1)+".mark")
	if shown > 0 {
		for len(row.Objects) < 5 {
			row.Add(canvas.NewRectangle(nil))
		}
		e.goes.Add(row)
	}
	files := parts.NewStack(5)
	for i, a := range f.draft.Attachments {
		name := parts.NewRemark(t.Get("mytickets.attached", l10n.Vars{"Name": a.Name}))
		name.Single = true
		remove := parts.NewLink(f.w, t.Get("mytickets.remove"), func() {
			f.draft.Attachments = append(f.draft.Attachments[:i:i], f.draft.Attachments[i+1:]...)
			f.touched = true
			f.changed()
			e.pictures()
			f.w.relayout()
		})
		files.Add(parts.NewRow(8, 0, []float32{0, 0, 1}, whole(name), remove, parts.NewText("")))
		if ticket.NamesPicture(a.Name) { // one that can be opened has become a screenshot, of which only the pixels go
			plain := parts.NewRemark(t.Get("mytickets.file.plain"))
			plain.Color = window.ColorAdvice
			files.Add(plain)
		}
	}
	switch n := len(files.Objects); {
	case n > mostLines:
		list := container.NewVScroll(files)
		list.SetMinSize(fyne.NewSize(0, listHeight))
		e.goes.Add(list)
	case n > 0:
		e.goes.Add(files)
	}
	e.goes.Hidden = len(e.goes.Objects) == 0
	e.goes.Refresh()
}

func whole(t *parts.Text) *parts.Text {
	t.Single, t.Whole = false, true
	return t
}

// preview reads a screenshot's small picture and shows it.
func (e *reply) preview(cell *fyne.Container, shot ticket.Screenshot, value float32) {
	w := e.f.w
	frame := parts.NewCard(window.ColorPanel, window.ColorLine)
	frame.Radius = 4
	box := parts.NewRatio(value, 110, frame)
	cell.Add(box)
	w.work <- func() {
		img, err := w.o.Callbacks.Preview(shot)
		if err != nil {
			return // the frame stays empty; the picture goes all the same
		}
		w.do(func() {
			if w.closed {
				return
			}
			box.Objects = []fyne.CanvasObject{newPicture(w, img, func() { e.f.mark(shot.Taken()) })}
			w.relayout()
		})
	}
}
