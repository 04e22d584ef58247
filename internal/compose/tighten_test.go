package compose

import (
	"testing"

	"ticketpp/internal/ticket"
)

func TestACapturedScreenIsMadeSmallBehindTheUsersBack(t *testing.T) {
	asked := make(chan string, 10)
	r := newRig(t, func(o *Options) {
		o.Ticket.Screenshots = append(o.Ticket.Screenshots, ticket.Screenshot{File: "shot-2.png", Width: 10, Height: 10, Size: 5000})
		o.Callbacks.Pictures.Tighten = func(s ticket.Screenshot) (int64, error) {
			asked <- s.File
			return 700_000, nil
		}
	})
	size := func(i int) int64 { return r.form.ticket.Screenshots[i].Size }
	if !r.form.onScreen {
		r.form.painted()
	}
	r.until("the file is small", func() bool { return size(0) == 700_000 })
	if size(1) != 5000 {
		t.Error("a screen that does not go with the ticket was made small too")
	}
	r.form.ticket.Screenshots[1].Included = true
	r.form.shots.changed()
	r.until("the other is small too", func() bool { return size(1) == 700_000 })
	r.form.shots.changed()
	r.drain()
	if len(asked) != 2 {
		t.Errorf("asked %d times, want once a file", len(asked))
	}
}
