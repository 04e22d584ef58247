package compose

import (
	"testing"

	"ticketpp/internal/ticket"
)

// tooMuch is a rig whose screenshot alone is more than may be sent.
func tooMuch(t *testing.T, answer func(ticket.Screenshot) (ticket.Screenshot, error)) *rig {
	return newRig(t, func(o *Options) { o.MaxTotal = 1_000_000; o.Callbacks.Shrink = answer })
}

func TestSmallerScreenshotsAreOfferedTakenAndGivenBack(t *testing.T) {
	r := tooMuch(t, func(sc ticket.Screenshot) (ticket.Screenshot, error) {
		sc.File, sc.Size, sc.Width, sc.Height = "shot-1-small.png", 300_000, 1280, 720
		return sc, nil
	})
	f := r.form
	f.files.words()
	if f.files.shrink.link.Hidden {
		t.Fatal("too much, and nothing smaller is offered")
	}
	f.files.shrink.tapped()
	r.until("the smaller one is taken", func() bool { return f.ticket.Screenshots[0].File == "shot-1-small.png" })
	if sc := f.ticket.Screenshots[0]; !sc.Included || weight(f.ticket) != 300_000 {
		t.Errorf("after: %+v", sc)
	}
	if f.files.shrink.link.Hidden {
		t.Error("the original cannot be put back")
	}
	f.files.shrink.tapped()
	if sc := f.ticket.Screenshots[0]; sc.File != "shot-1.png" || sc.Size != 1_200_000 || sc.Width != 1920 {
		t.Errorf("put back: %+v", sc)
	}
}

func TestWhatCannotGetSmallerIsNotOfferedAgain(t *testing.T) {
	r := tooMuch(t, func(sc ticket.Screenshot) (ticket.Screenshot, error) { return sc, ErrNotSmaller })
	f := r.form
	f.files.words()
	f.files.shrink.tapped()
	r.until("it is tried", func() bool { return f.files.shrink.tried && f.files.shrink.link.Hidden })
	if f.ticket.Screenshots[0].File != "shot-1.png" {
		t.Error("the original is gone")
	}
}

func TestAnotherTicketKnowsNothingOfSmallerScreenshots(t *testing.T) {
	r := newRig(t, func(o *Options) {
		o.MaxTotal = 1_000_000
		o.Callbacks.Shrink = func(sc ticket.Screenshot) (ticket.Screenshot, error) {
			sc.File, sc.Size = "shot-1-small.png", 300_000
			return sc, nil
		}
		o.Callbacks.Switch = func(bool) (ticket.Ticket, error) { return earlier(), nil }
	})
	f := r.form
	f.files.shrink.tapped()
	r.until("the smaller one is taken", func() bool { return f.ticket.Screenshots[0].File == "shot-1-small.png" })
	f.takeUp()
	r.until("the other ticket is taken up", func() bool { return f.ticket.ID == "2" })
	if !f.files.shrink.link.Hidden || len(f.files.shrink.original) != 0 {
		t.Error("the other ticket offers the first one's originals")
	}
}

func TestNothingSmallerIsOfferedWhereAllFits(t *testing.T) {
	r := newRig(t, func(o *Options) {
		o.Callbacks.Shrink = func(sc ticket.Screenshot) (ticket.Screenshot, error) { return sc, nil }
	})
	r.form.files.words()
	if !r.form.files.shrink.link.Hidden {
		t.Error("it is offered")
	}
}
