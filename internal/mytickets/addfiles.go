package mytickets

import (
	"path/filepath"

	"fyne.io/fyne/v2"

	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
)

// askFile lets the user choose files.
func (f *foot) askFile() {
	t := f.w.texts
	f.w.files.Ask(window.FileQuestion{Title: t.Get("mytickets.file"), Accept: t.Get("mytickets.file.open"), All: t.Get("files.all")}, f.addFiles)
}

// incoming is a file, or a text that becomes one, on its way into the follow-up.
type incoming struct {
	name string
	add  func(ticket.Ticket) (ticket.Ticket, error)
	said string // key of what is said once it is there; "": nothing
}

// adding are files on their way into the follow-up, one after the other: how
// much there is room for is known only when the one before is in.
type adding struct {
	left    []incoming
	refused []string // what was said of those that were not taken
	then    func()   // what was asked for meanwhile; may be nil
	busy    bool
}

// addFiles takes files into the follow-up.
func (f *foot) addFiles(paths []string) {
	var files []incoming
	for _, path := range paths {
		files = append(files, incoming{name: filepath.Base(path), add: func(t ticket.Ticket) (ticket.Ticket, error) {
			return f.w.o.Callbacks.AddFile(t, path)
		}})
	}
	f.take(files...)
}

// pasteBulk makes a file of a pasted text that the field would not take, and
// reports whether it does so.
func (f *foot) pasteBulk(s fyne.Shortcut) bool {
	text, ok := f.reply.entry.BulkPasted(s)
	if !ok || f.w.o.Callbacks.AddText == nil {
		return false
	}
	name := f.w.texts.Get("compose.files.text_name")
	f.take(incoming{name: name, said: "compose.files.pasted", add: func(t ticket.Ticket) (ticket.Ticket, error) {
		return f.w.o.Callbacks.AddText(t, name, text)
	}})
	return true
}

// take begins with what is to come into the follow-up, or lets it wait its turn.
func (f *foot) take(files ...incoming) {
	if !f.writing || f.sending || len(files) == 0 {
		return
	}
	f.adding.left = append(f.adding.left, files...)
	if !f.adding.busy {
		f.adding.refused = nil
		f.addNext()
	}
}

// addNext takes the next file, and ends when there is none.
func (f *foot) addNext() {
	a := &f.adding
	if len(a.left) == 0 {
		f.allAdded()
		return
	}
	w, t, file := f.w, copyOf(f.draft), a.left[0]
	a.left, a.busy = a.left[1:], true
	w.work <- func() {
		with, err := file.add(t)
		w.do(func() {
			if w.closed || f.draft.FollowUp == nil || f.draft.FollowUp.Of != t.FollowUp.Of {
				f.adding = adding{} // the ticket was left
				return
			}
			if err != nil {
				a.refused = append(a.refused, addWords(w.texts, &fileError{file.name, err}))
				w.events.Note("not-added", err.Error())
			} else {
				f.added(func(t *ticket.Ticket) {
					t.Screenshots = append(t.Screenshots, with.Screenshots...)
					t.Attachments = append(t.Attachments, with.Attachments...)
				}, nil)
				if file.said != "" {
					f.say(w.texts.Get(file.said, l10n.Vars{"Name": file.name}), window.ColorAdvice)
					w.relayout()
				}
			}
			f.addNext()
		})
	}
}

// allAdded ends a round of files: it says which were not taken, and does what was
// asked for meanwhile.
func (f *foot) allAdded() {
	refused, then := f.adding.refused, f.adding.then
	f.adding = adding{}
	if len(refused) > 0 {
		f.say(window.Refused(f.w.texts, refused), window.ColorAdvice)
		f.w.relayout()
		return // what was asked for was asked for with all of them
	}
	if then != nil {
		then()
	}
}
