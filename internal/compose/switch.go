package compose

import (
	"slices"

	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
)

// Offer shows that an earlier ticket was left half-way. It is called after
// Load and before Show; the user takes it up, or writes the new one.
func (f *Form) Offer(l LeftDraft) {
	f.notice.offer(l)
	f.relayout()
}

// takeUp leaves the new ticket for the one that was offered. What was written
// into the new one is kept as a draft of its own.
func (f *Form) takeUp() {
	if f.state != writing {
		return
	}
	f.state = closing
	f.watch.stop()
	f.bar.show()
	blank := f.untouched()
	f.watch.spawn(func() {
		var err error
		if !blank {
			err = f.saver.Flush()
		}
		f.saver.Stop()
		f.finishWork()
		var t ticket.Ticket
		if err == nil {
			t, err = f.o.Callbacks.Switch(blank)
		}
		f.do(func() { f.takenUp(t, err) })
	})
}

func (f *Form) takenUp(t ticket.Ticket, err error) {
	f.saver.Start()
	f.state = writing
	if err != nil {
		f.events.Note("switch-failed", err.Error())
		f.notice.gone()
		f.changed()
		f.bar.show()
		f.relayout()
		return
	}
	f.watch.forget()
	f.Load(t, true)
	f.Kept(slices.DeleteFunc(slices.Clone(t.Screenshots), func(s ticket.Screenshot) bool { return s.Size == 0 }), window.Lost)
	f.watch.makeCoach()
	f.shots.drawStale()
	f.focusFirst()
	f.events.Note("switched", t.ID)
}
