package mytickets

import (
	"path/filepath"

	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
)

// askFile lets the user choose files.
func (f *foot) askFile() {
	t := f.w.texts
	f.w.files.Ask(window.FileQuestion{Title: t.Get("mytickets.file"), Accept: t.Get("mytickets.file.open"), All: t.Get("files.all")}, f.addFiles)
}

// adding are files on their way into the follow-up, one after the other: how
// much there is room for is known only when the one before is in.
type adding struct {
	left    []string // paths
	refused []string // what was said of those that were not taken
	then    func()   // what was asked for meanwhile; may be nil
	busy    bool
}

// addFiles takes files into the follow-up.
func (f *foot) addFiles(paths []string) {
	if !f.writing || f.sending || len(paths) == 0 {
		return
	}
	f.adding.left = append(f.adding.left, paths...)
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
	w, t, path := f.w, copyOf(f.draft), a.left[0]
	a.left, a.busy = a.left[1:], true
	w.work <- func() {
		with, err := w.o.Callbacks.AddFile(t, path)
		w.do(func() {
			if w.closed || f.draft.FollowUp == nil || f.draft.FollowUp.Of != t.FollowUp.Of {
				f.adding = adding{} // the ticket was left
				return
			}
			if err != nil {
				a.refused = append(a.refused, addWords(w.texts, &fileError{filepath.Base(path), err}))
				w.events.Note("not-added", err.Error())
			} else {
				f.added(func(t *ticket.Ticket) {
					t.Screenshots = append(t.Screenshots, with.Screenshots...)
					t.Attachments = append(t.Attachments, with.Attachments...)
				}, nil)
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
