package outbox

import (
	"context"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"ticketpp/internal/safefile"
	"ticketpp/internal/safefile/faulty"
)

// running starts Run in a bubble, in which hours take no time, and returns how
// to end it. The queue there has no watcher: it is kicked.
func running(t *testing.T, dir string, s Sender, opts ...Option) (*Queue, *Delivery, func()) {
	t.Helper()
	disk := &faulty.FS{Of: safefile.Folder(dir), NoSync: true}
	q := open(t, dir, append([]Option{WithFS(disk)}, opts...)...)
	d, err := q.Lock()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { d.Run(ctx, s); close(done) }()
	return q, d, func() { cancel(); <-done; d.Unlock() }
}

func TestScheduleOfAMailThatNobodyTakes(t *testing.T) {
	for _, chance := range []func() float64{func() float64 { return 0 }, func() float64 { return 0.999999 }, rand.Float64} {
		dir := faulty.Dir(t)
		synctest.Test(t, func(t *testing.T) {
			s := &server{answer: always(Retry)}
			q, d, stop := running(t, dir, s, WithJitter(chance))
			it := mustPut(t, q, newItem(1, "a"))
			d.Kick()
			for range 6 * 24 {
				time.Sleep(time.Hour)
				synctest.Wait()
			}
			stop()
			got, err := q.Get(it.ID)
			if err != nil || got.State != Failed || got.Reason != ReasonExpired || got.LastError == "" {
				t.Errorf("after six days: %+v, %v", got, err)
			}
			first, last := s.attempts[0].at, s.attempts[len(s.attempts)-1].at
			if d := s.attempts[1].at.Sub(first); d > time.Minute || d < 10*time.Second {
				t.Errorf("first retry after %v", d)
			}
			for i := 1; i < len(s.attempts); i++ {
				if gap := s.attempts[i].at.Sub(s.attempts[i-1].at); gap > 30*time.Minute {
					t.Errorf("%v between attempts %d and %d", gap, i, i+1)
				}
			}
			if d := last.Sub(first); d < 5*24*time.Hour || d > 5*24*time.Hour+time.Hour {
				t.Errorf("given up after %v", d)
			}
			if len(s.attempts) > 400 {
				t.Errorf("%d attempts in five days", len(s.attempts))
			}
		})
	}
}

func TestIdleQueueDoesNotWake(t *testing.T) {
	dir := faulty.Dir(t)
	synctest.Test(t, func(t *testing.T) {
		var looks atomic.Int64
		s := &server{}
		q, d, stop := running(t, dir, s, WithClock(func() time.Time { looks.Add(1); return time.Now() }))
		synctest.Wait()
		before := looks.Load()
		time.Sleep(365 * 24 * time.Hour)
		synctest.Wait()
		if n := looks.Load() - before; n != 0 {
			t.Errorf("an idle queue looked at the clock %d times in a year", n)
		}
		it := mustPut(t, q, newItem(1, "a"))
		d.Kick()
		time.Sleep(time.Second)
		synctest.Wait()
		if state(t, q, it.ID) != Sent {
			t.Error("not sent after a kick")
		}
		stop()
	})
}

func TestClockJumpsNeitherStallNorBurst(t *testing.T) {
	for name, jump := range map[string]time.Duration{"forth": 24 * time.Hour, "back": -24 * time.Hour} {
		dir := faulty.Dir(t)
		synctest.Test(t, func(t *testing.T) {
			var offset atomic.Int64
			s := &server{answer: always(Retry)}
			q, d, stop := running(t, dir, s, WithClock(func() time.Time { return time.Now().Add(time.Duration(offset.Load())).Round(0) }))
			for n := range 20 {
				mustPut(t, q, newItem(n+1, "a"))
			}
			d.Kick()
			time.Sleep(7 * time.Hour)
			for range 4 { // forth and back, again and again
				for _, at := range []time.Duration{jump, 0} {
					offset.Store(int64(at))
					from := s.tries()
					time.Sleep(2 * time.Hour)
					synctest.Wait()
					// Up to three mails of the line are tried each half hour or so, and once more after a jump.
					if n := s.tries() - from; n < 3 || n > 3*8 {
						t.Errorf("%s: %d attempts in two hours", name, n)
					}
				}
			}
			d.Kick()
			synctest.Wait()
			s.mu.Lock()
			for i := 1; i < len(s.attempts); i++ {
				if gap := s.attempts[i].at.Sub(s.attempts[i-1].at); gap > 31*time.Minute {
					t.Errorf("%s: %v without an attempt", name, gap)
				}
			}
			s.answer = nil
			s.mu.Unlock()
			d.KickNow()
			time.Sleep(time.Second)
			synctest.Wait()
			if len(s.arrived) != 20 {
				t.Errorf("%s: %d of 20 arrived", name, len(s.arrived))
			}
			stop()
		})
	}
}

// A process that starts after the clock was set back finds times in the future.
func TestTimesFromTheFuture(t *testing.T) {
	dir := faulty.Dir(t)
	future := time.Now().Add(365 * 24 * time.Hour)
	q := open(t, dir, WithClock(func() time.Time { return future }))
	it := mustPut(t, q, newItem(1, "a"))
	q = open(t, dir)
	s := &server{}
	if err := deliverer(t, q).Once(context.Background(), s); err != nil {
		t.Fatal(err)
	}
	if state(t, q, it.ID) != Sent {
		t.Error("a mail accepted in the future waits for it")
	}
}

func TestOrderPerHelpdesk(t *testing.T) {
	dir := faulty.Dir(t)
	synctest.Test(t, func(t *testing.T) {
		fails := 2
		s := &server{}
		first := newItem(50, "a")
		s.answer = func(it Item) Outcome {
			if it.ID == first.ID && fails > 0 {
				fails--
				return Outcome{Class: Retry}
			}
			return Outcome{Class: Delivered}
		}
		q, d, stop := running(t, dir, s)
		want := map[string][]string{}
		for _, it := range []Item{first, newItem(40, "b"), newItem(30, "a"), newItem(20, "b"), newItem(10, "a")} {
			mustPut(t, q, it)
			want[it.Helpdesk] = append(want[it.Helpdesk], it.ID)
		}
		d.Kick()
		time.Sleep(time.Second)
		synctest.Wait()
		if got := s.got(); len(got) != 2 {
			t.Errorf("%d arrived at once; want those to the other helpdesk", len(got))
		}
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		stop()
		got := map[string][]string{}
		for _, id := range s.got() {
			it, _ := q.Get(id)
			got[it.Helpdesk] = append(got[it.Helpdesk], id)
		}
		for h := range want {
			if len(got[h]) != len(want[h]) {
				t.Fatalf("helpdesk %s got %v, want %v", h, got[h], want[h])
			}
			for i := range want[h] {
				if got[h][i] != want[h][i] {
					t.Errorf("helpdesk %s got %v, want %v", h, got[h], want[h])
					break
				}
			}
		}
	})
}

func TestOneMailDoesNotHoldUpTheOthersForDays(t *testing.T) {
	dir := faulty.Dir(t)
	synctest.Test(t, func(t *testing.T) {
		bad := newItem(1, "a")
		s := &server{answer: func(it Item) Outcome {
			if it.ID == bad.ID {
				return Outcome{Class: Retry, Answer: "451 4.7.1 not this one"}
			}
			return Outcome{Class: Delivered}
		}}
		q, d, stop := running(t, dir, s)
		mustPut(t, q, bad)
		for n := 2; n < 30; n++ {
			mustPut(t, q, newItem(n, "a"))
		}
		d.Kick()
		time.Sleep(2 * time.Hour)
		synctest.Wait()
		stop()
		if n := len(s.arrived); n != 28 {
			t.Errorf("%d of 28 arrived behind a mail that the server will not take now", n)
		}
	})
}

func TestServerAwayIsNotHammered(t *testing.T) {
	dir := faulty.Dir(t)
	synctest.Test(t, func(t *testing.T) {
		s := &server{answer: always(Retry)}
		q, d, stop := running(t, dir, s)
		for n := range 100 {
			mustPut(t, q, newItem(n+1, "a"))
		}
		d.Kick()
		time.Sleep(24 * time.Hour)
		synctest.Wait()
		if n := s.tries(); n > 3*24*3+20 {
			t.Errorf("%d attempts in a day for 100 mails to a server that is away", n)
		}
		s.mu.Lock()
		s.answer = nil
		s.mu.Unlock()
		time.Sleep(31 * time.Minute)
		synctest.Wait()
		if n := len(s.arrived); n != 100 {
			t.Errorf("%d of 100 arrived within half an hour of its return", n)
		}
		stop()
	})
}
