package outbox

import (
	"context"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"ticketpp/internal/safefile/faulty"
)

// A server that takes the mail and then is silent holds an attempt for ten
// minutes: the delay counts from then on, or a mail that has perhaps arrived
// would be sent again at once.
func TestTheDelayCountsFromTheEndOfAnAttempt(t *testing.T) {
	for _, c := range []struct {
		name  string
		class Class
		early time.Duration // how long before the time that was set somebody asks
		takes time.Duration // the attempt
		next  time.Duration // from its end
	}{
		{"perhaps", Perhaps, 0, 10 * time.Minute, 90 * time.Second},
		{"retry", Retry, 0, 10 * time.Minute, 90 * time.Second},
		{"early, the time is still to come", Retry, 30 * time.Second, 10 * time.Second, 20 * time.Second},
		{"early, the time has gone meanwhile", Perhaps, 30 * time.Second, 10 * time.Minute, 45 * time.Second},
	} {
		now := time.Now().Round(0)
		takes := time.Duration(0)
		s := &server{answer: func(it Item) Outcome { now = now.Add(takes); return always(c.class)(it) }}
		q := open(t, faulty.Dir(t), WithClock(func() time.Time { return now }), WithJitter(func() float64 { return 0 }))
		d := deliverer(t, q)
		it := mustPut(t, q, newItem(1, "a"))
		if err := d.Once(context.Background(), s); err != nil { // and in 45 seconds again
			t.Fatal(err)
		}
		now = now.Add(45*time.Second - c.early)
		takes = c.takes
		if err := d.Once(context.Background(), s, it.ID); err != nil {
			t.Fatal(err)
		}
		got, err := q.Get(it.ID)
		if err != nil || got.Attempts != 2 || got.NextAttempt.Sub(now) != c.next {
			t.Errorf("%s: %d attempts, the next %v after the end of the last, %v", c.name, got.Attempts, got.NextAttempt.Sub(now), err)
		}
	}
}

// silent is a server that takes the mail and says nothing to it.
type silent struct {
	server
	ends []time.Time
}

func (s *silent) Send(ctx context.Context, it Item, mail func() (io.ReadCloser, error), progress func(sent, total int64)) Outcome {
	out := s.server.Send(ctx, it, mail, progress)
	time.Sleep(10 * time.Minute)
	s.ends = append(s.ends, time.Now())
	return out
}

func TestASilentServerDoesNotGetAMailTwiceAtOnce(t *testing.T) {
	dir := faulty.Dir(t)
	synctest.Test(t, func(t *testing.T) {
		s := &silent{server: server{answer: always(Perhaps)}}
		q, d, stop := running(t, dir, s)
		mustPut(t, q, newItem(1, "a"))
		d.Kick()
		time.Sleep(2 * time.Hour)
		synctest.Wait()
		stop()
		if len(s.ends) < 5 {
			t.Fatalf("%d attempts in two hours", len(s.ends))
		}
		for i := 1; i < len(s.ends); i++ {
			if gap := s.attempts[i].at.Sub(s.ends[i-1]); gap < 30*time.Second || gap > 31*time.Minute {
				t.Errorf("attempt %d came %v after the one before", i+1, gap)
			}
		}
	})
}
