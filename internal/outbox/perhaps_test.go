package outbox

import (
	"context"
	"slices"
	"testing"
	"time"

	"ticketpp/internal/safefile/faulty"
)

// Three commands, one after the other, each with a ticket of its own and each
// stopped behind the final dot: every ticket reaches the server once, and none
// of them keeps the next from going.
func TestStoppedBehindTheDotIsNotSentAgainAtOnce(t *testing.T) {
	now := time.Now().Round(0)
	q := open(t, faulty.Dir(t), WithClock(func() time.Time { return now }), WithJitter(func() float64 { return 0 }))
	d := deliverer(t, q)
	var stop context.CancelFunc
	s := &server{answer: func(it Item) Outcome { stop(); return always(Perhaps)(it) }}
	var ids []string
	for n := range 3 {
		it := mustPut(t, q, newItem(n+1, "a"))
		ids = append(ids, it.ID)
		var ctx context.Context
		ctx, stop = context.WithCancel(context.Background())
		_ = d.Once(ctx, s, it.ID)
		got, err := q.Get(it.ID)
		if err != nil || got.State != Waiting || !got.Perhaps || got.NextAttempt.Sub(now) != 45*time.Second {
			t.Fatalf("%+v, %v", got, err)
		}
		now = now.Add(time.Second)
	}
	if !slices.Equal(s.got(), ids) {
		t.Errorf("arrived %q of %q", s.got(), ids)
	}
	// Nor do a new start and a change of the network send any of them again.
	d.scan()
	d.index.dueFor(now, nil)
	if e, wait := d.index.next(now); e != nil || wait <= 0 {
		t.Errorf("%+v is due, the next in %v", e, wait)
	}
	// Whoever asks for one of them gets it, and only that one.
	stop = func() {}
	if err := d.Once(context.Background(), s, ids[1]); err != nil {
		t.Fatal(err)
	}
	if want := append(slices.Clone(ids), ids[1]); !slices.Equal(s.got(), want) {
		t.Errorf("arrived %q, want %q", s.got(), want)
	}
}
