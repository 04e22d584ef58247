package mytickets

import (
	"context"
	"errors"
	"reflect"
	"time"

	"fyne.io/fyne/v2/theme"

	"ticketpp/internal/history"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
)

// choose shows another ticket. What was begun about the one before is kept.
func (w *Window) choose(id string) {
	if id == w.id {
		return
	}
	if err := w.foot.flush(); err != nil { // it would be lost
		w.foot.saved(err)
		return
	}
	w.foot.leave()
	w.id, w.ready = id, false
	w.latest.Add(1)
	w.list.mark(id)
	w.read(id)
}

// seenAfter is how long a ticket must be shown to count as read: who only
// steps through the list has not read it.
const seenAfter = 1200 * time.Millisecond

// read reads the ticket that is to be shown.
func (w *Window) read(id string) {
	order, fresh := w.latest.Load(), !w.ready
	w.work <- func() {
		if order != w.latest.Load() {
			return
		}
		rec, err := w.o.Callbacks.Get(id)
		begun, ok := ticket.Ticket{}, false
		if err == nil && fresh {
			var failed error
			begun, ok, failed = w.o.Callbacks.Resume(id)
			if failed != nil && !errors.Is(failed, ErrOpen) {
				w.do(func() { w.events.Note("resume-failed", failed.Error()) })
			}
		}
		w.do(func() {
			if id == w.id && !w.closed {
				w.show(rec, err, fresh, begun, ok)
			}
		})
	}
}

// show shows a ticket that was read; fresh when it was not shown before.
func (w *Window) show(rec history.Record, err error, fresh bool, begun ticket.Ticket, resumed bool) {
	if err != nil {
		w.events.Note("unreadable", err.Error())
		w.hideTicket()
		w.head.unreadable()
		w.relayout()
		return
	}
	if !fresh && reflect.DeepEqual(rec, w.record) {
		return
	}
	grown := len(rec.Conversation) > len(w.record.Conversation)
	w.record, w.ready = rec, true
	w.head.show()
	w.talk.show(fresh || grown)
	if fresh {
		w.foot.begin(begun, resumed)
	} else if n := len(rec.Conversation); grown && !rec.Conversation[n-1].Ours {
		w.foot.say("", window.ColorMuted) // what was said of the user's mail is old news
	}
	w.foot.offer()
	w.reveal()
	w.relayout()
	w.events.Note("shown", rec.ID)
	if fresh && w.foot.writing && rec.ID == w.o.Write {
		w.o.Write = ""
		w.win.Canvas().Focus(w.foot.reply.entry)
	}
	if rec.Summary().Unread {
		w.seen(rec.ID)
	}
}

// seen remembers after a while that the user has read the ticket.
func (w *Window) seen(id string) {
	time.AfterFunc(seenAfter, func() {
		w.do(func() {
			if id == w.id && !w.closed {
				w.work <- func() {
					if err := w.o.Callbacks.Read(id); err != nil {
						w.do(func() { w.events.Note("read-failed", err.Error()) })
					}
				}
			}
		})
	})
}

// reveal shows what there is to be seen: the list and a ticket, or the editor
// over them, which keeps clicks and keys from what lies below.
func (w *Window) reveal() {
	over := w.editing != nil
	w.left.Hidden, w.line.Hidden = over, over
	w.head.box.Hidden = over || !w.ready
	if over || !w.ready {
		w.talk.scroll.Hide()
	} else {
		w.talk.scroll.Show()
	}
	w.foot.box.Hidden = over || !w.ready || w.foot.empty()
	w.empty.Hidden = over || w.ready
}

// hideTicket shows that no ticket is chosen.
func (w *Window) hideTicket() {
	w.ready = false
	w.reveal()
	w.closeUp.box.Hide()
}

// putAway shows no ticket, because a search has found none. What is being
// written stays in sight.
func (w *Window) putAway() {
	if w.id == "" || w.foot.writing || w.foot.sending {
		return
	}
	w.before = w.id
	w.foot.leave()
	w.id, w.record = "", history.Record{}
	w.latest.Add(1)
	w.list.mark("")
	w.hideTicket()
	w.events.Note("put-away", w.before)
}

// lookPatience is how long a mailbox may take to be read.
const lookPatience = time.Minute

// look looks for the helpdesk's answers now.
func (w *Window) look() {
	if w.head.looking || w.o.Callbacks.Look == nil {
		return
	}
	w.head.looks(true)
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), lookPatience)
		defer cancel()
		err := w.o.Callbacks.Look(ctx)
		w.do(func() {
			if w.closed {
				return
			}
			w.head.looks(false)
			switch {
			case err != nil:
				w.events.Note("look-failed", err.Error())
				w.head.say(err.Error(), theme.ColorNameError)
			default:
				w.events.Note("looked", "")
				w.head.say(w.texts.Get("mytickets.looked"), window.ColorMuted)
			}
			w.refresh()
		})
	}()
}

// Leave closes the window once what was written is kept. If that fails it says
// so, and closes the next time.
func (w *Window) Leave() {
	if w.closed {
		return
	}
	if w.foot.sending { // a moment, and then
		w.foot.leaveThen = true
		return
	}
	err := w.foot.flush()
	if err != nil && !w.leaving {
		w.leaving = true
		w.foot.say(saveWords(w.texts, err)+" "+w.texts.Get("mytickets.close.anyway"), theme.ColorNameError)
		w.relayout()
		return
	}
	w.foot.leave()
	w.closed = true
	close(w.finished)
	w.events.Note("closed", "")
	w.win.Close()
}

// Choose shows a ticket. It may be called from any goroutine.
func (w *Window) Choose(id string) {
	w.do(func() {
		if w.closed {
			return
		}
		w.wanted = id
		if id == w.id && !w.foot.touched { // what was begun about it elsewhere is taken up
			w.foot.leave()
			w.ready = false
			w.latest.Add(1)
			w.read(id)
		}
		w.search.SetText("")
		w.find()
	})
}

// End does what is left to do once the toolkit has ended, whichever way: what
// was typed is kept.
func (w *Window) End() {
	if !w.closed { // ended by a signal, at the end of the session
		_ = w.foot.flush()
		w.closed = true
		close(w.finished)
	}
	done := make(chan struct{})
	w.work <- func() { close(done) }
	<-done
}
