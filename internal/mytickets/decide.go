package mytickets

import (
	"errors"

	"ticketpp/internal/history"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
)

// decide looks whether what is being written can still go as what it was begun
// as: the ticket may have been resolved since, or opened again, or closed for
// longer than it can be reopened (Project++: seven days). The text stays; it is
// said what becomes of it, and the next press of Send sends it so. It reports
// whether all is as it was.
func (f *foot) decide() bool {
	w := f.w
	if f.draft.FollowUp == nil {
		return true
	}
	desk := w.desk(w.record.Ticket.Helpdesk)
	err := w.record.Allows(f.draft.FollowUp.Kind, desk, w.now())
	if errors.Is(err, history.ErrResolved) {
		if err = w.record.Allows(ticket.Reopen, desk, w.now()); err == nil {
			f.turn(ticket.Reopen)
			return false
		}
	}
	switch {
	case errors.Is(err, history.ErrNotOver):
		f.turn(ticket.Information)
		return false
	case errors.Is(err, history.ErrTooLate):
		f.close()
		f.say(w.texts.Get("mytickets.turned.late"), window.ColorAdvice)
		w.events.Note("turned", "late")
		w.relayout()
		return false
	}
	return true
}

// turn makes what is being written a follow-up of another kind, and says so.
func (f *foot) turn(k ticket.FollowUpKind) {
	f.write(k)
	f.say(f.w.texts.Get("mytickets.turned."+string(k)), window.ColorAdvice)
	f.w.events.Note("turned", string(k))
	f.w.relayout()
}
