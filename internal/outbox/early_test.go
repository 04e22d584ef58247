package outbox

import (
	"context"
	"testing"
	"time"

	"ticketpp/internal/safefile/faulty"
)

// Six commands that send to a server which is away try the oldest mail again
// and again; it must not wait the longer for that.
func TestWhoAsksEarlyDoesNotMakeTheOthersWait(t *testing.T) {
	for _, c := range []struct {
		class Class
		state State
		delay time.Duration // of the attempt that was due
		later time.Duration // of the next one that is due
	}{
		{Retry, Waiting, 45 * time.Second, 90 * time.Second},
		{Pause, Paused, time.Hour, time.Hour},
	} {
		now := time.Now().Round(0)
		clock := func() time.Time { return now }
		q := open(t, faulty.Dir(t), WithClock(clock), WithJitter(func() float64 { return 0 }))
		s := &server{answer: always(c.class)}
		d := deliverer(t, q)
		old := mustPut(t, q, newItem(1, "a"))
		if err := d.Once(context.Background(), s, old.ID); err != nil {
			t.Fatal(err)
		}
		due := now.Add(c.delay)
		for n := range 6 {
			now = now.Add(time.Second)
			young := mustPut(t, q, newItem(n+2, "a"))
			if err := d.Once(context.Background(), s, young.ID); err != nil {
				t.Fatal(err)
			}
			if it, _ := q.Get(young.ID); it.Attempts != 0 {
				t.Fatalf("%s: tried out of turn", c.class)
			}
		}
		got, err := q.Get(old.ID)
		if err != nil || got.Attempts != 7 || got.State != c.state || !got.NextAttempt.Equal(due) {
			t.Errorf("%s: %d attempts, %s, next %v after it was due, %v", c.class, got.Attempts, got.State, got.NextAttempt.Sub(due), err)
		}
		now = due
		if err := d.Once(context.Background(), s); err != nil {
			t.Fatal(err)
		}
		got, err = q.Get(old.ID)
		if err != nil || got.Attempts != 8 || !got.NextAttempt.Equal(now.Add(c.later)) {
			t.Errorf("%s: %d attempts, the next after %v, %v", c.class, got.Attempts, got.NextAttempt.Sub(now), err)
		}
	}
}
