package compose

import (
	"slices"
	"testing"

	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
)

// The form appears with what was captured before it is written.
func TestAPictureThatIsStillBeingWritten(t *testing.T) {
	r := newRig(t, func(o *Options) { o.Ticket.Screenshots[0].Size = 0 })
	f := r.form
	if !f.files.sum.Visible() || f.files.sum.Words() != " " {
		t.Errorf("the sum is %q, visible: %v; it must keep its place", f.files.sum.Words(), f.files.sum.Visible())
	}
	kept := slices.Clone(f.ticket.Screenshots)
	kept[0].Size = 700_000
	f.Kept(kept, "")
	if f.ticket.Screenshots[0].Size != 700_000 || f.files.sum.Words() == " " {
		t.Errorf("size %d, sum %q", f.ticket.Screenshots[0].Size, f.files.sum.Words())
	}
	f.ticket.Screenshots[0].Size = 5 // made small meanwhile
	f.Kept(kept, "")
	if f.ticket.Screenshots[0].Size != 5 {
		t.Error("the size that is known is overwritten")
	}
}

func TestAPictureThatCouldNotBeWritten(t *testing.T) {
	r := newRig(t, func(o *Options) {
		o.Ticket.Screenshots[0].Size = 0
		o.Ticket.Screenshots = append(o.Ticket.Screenshots, ticket.Screenshot{File: "shot-2.png", Width: 10, Height: 10})
	})
	f := r.form
	notKept, lost := f.texts.Get("compose.shots.not-kept"), f.texts.Get("compose.shots.lost")
	f.Kept([]ticket.Screenshot{{File: "shot-2.png", Size: 100}}, "not-kept")
	if len(f.ticket.Screenshots) != 1 || f.ticket.Screenshots[0].Size != 100 || f.shots.remark.Words() != notKept {
		t.Errorf("left are %+v, and it says %q", f.ticket.Screenshots, f.shots.remark.Words())
	}
	f.ticket.Screenshots[0].Size = 0
	f.Kept(nil, window.Lost)
	if len(f.ticket.Screenshots) != 0 || !f.shots.noneBox.Visible() || f.shots.none.Words() != lost {
		t.Errorf("left are %+v, and it says %q", f.ticket.Screenshots, f.shots.none.Words())
	}
	if err := f.saver.Flush(); err != nil {
		t.Fatal(err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.saved) == 0 || len(r.saved[len(r.saved)-1].Screenshots) != 0 {
		t.Error("the draft still names it")
	}
}

// A draft that was left by a crash in the middle of its making names a picture
// that is not there.
func TestALostPictureIsNotInTheTicketThatIsTakenUp(t *testing.T) {
	left := ticket.Ticket{ID: "2", Helpdesk: "h", Subject: "Mandato 1532 fermo", Screenshots: []ticket.Screenshot{
		{File: "shot-1.png", Preview: "preview-1.png", Width: 10, Height: 10, Included: true},
	}}
	r := newRig(t, func(o *Options) {
		o.Callbacks.Switch = func(bool) (ticket.Ticket, error) { return left, nil }
	})
	f := r.form
	f.takeUp()
	r.until("it is taken up", func() bool { return f.ticket.Subject == left.Subject })
	if len(f.ticket.Screenshots) != 0 || f.shots.none.Words() != f.texts.Get("compose.shots.lost") {
		t.Errorf("the ticket has %+v, and it says %q", f.ticket.Screenshots, f.shots.none.Words())
	}
}
