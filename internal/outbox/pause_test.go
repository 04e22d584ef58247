package outbox

import (
	"context"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"ticketpp/internal/safefile/faulty"
)

func TestPausedAccountIsAskedByOneProbe(t *testing.T) {
	dir := faulty.Dir(t)
	synctest.Test(t, func(t *testing.T) {
		s := &server{answer: always(Pause)}
		q, d, stop := running(t, dir, s)
		for n := range 50 {
			mustPut(t, q, newItem(n+1, []string{"a", "b", "c"}[n%3]))
		}
		d.Kick()
		time.Sleep(59 * time.Minute)
		synctest.Wait()
		if s.tries() != 1 {
			t.Errorf("%d attempts in an hour with a paused account", s.tries())
		}
		list, err := q.List()
		for _, it := range list {
			if it.State != Paused || it.Reason != "pause" {
				t.Errorf("%s is %s for %q", it.ID, it.State, it.Reason)
			}
		}
		if len(list) != 50 || err != nil {
			t.Errorf("%d listed, %v", len(list), err)
		}
		mustPut(t, q, newItem(99, "a"))
		d.Kick()
		time.Sleep(7 * 24 * time.Hour)
		synctest.Wait()
		if n := s.tries(); n < 24 || n > 7*24+2 {
			t.Errorf("%d probes in a week", n)
		}
		if list, _ := q.List(); len(list) != 51 || list[0].State != Paused {
			t.Errorf("%d listed after a week, the first %s; a paused one does not expire", len(list), list[0].State)
		}
		s.mu.Lock()
		s.answer = nil
		s.mu.Unlock()
		d.KickNow()
		synctest.Wait()
		if n := len(s.arrived); n != 51 {
			t.Errorf("%d of 51 arrived once the account works", n)
		}
		stop()
	})
}

func TestKickNowWithAnAccountStillPaused(t *testing.T) {
	dir := faulty.Dir(t)
	synctest.Test(t, func(t *testing.T) {
		s := &server{answer: always(Pause)}
		q, d, stop := running(t, dir, s)
		for n := range 20 {
			mustPut(t, q, newItem(n+1, "a"))
		}
		for range 3 {
			d.KickNow()
			synctest.Wait()
		}
		if n := s.tries(); n > 4 {
			t.Errorf("%d attempts for three kicks", n)
		}
		stop()
	})
}

func TestRetryPassesAPausedAccount(t *testing.T) {
	q := open(t, faulty.Dir(t))
	d := deliverer(t, q)
	s := &server{answer: always(Pause)}
	a, b := mustPut(t, q, newItem(1, "a")), mustPut(t, q, newItem(2, "b"))
	d.Once(context.Background(), s)
	if got, _ := q.Get(a.ID); got.State != Paused || s.tries() != 1 {
		t.Fatalf("first: %+v after %d attempts", got, s.tries())
	}
	s.answer = nil
	if err := q.Retry(b.ID); err != nil {
		t.Fatal(err)
	}
	if err := d.Once(context.Background(), s); err != nil {
		t.Fatal(err)
	}
	if state(t, q, b.ID) != Sent || state(t, q, a.ID) != Sent {
		t.Errorf("a is %s, b is %s: the retried one opens the account", state(t, q, a.ID), state(t, q, b.ID))
	}
}

func TestOnceTakesThoseBeforeInTheLine(t *testing.T) {
	q := open(t, faulty.Dir(t))
	d := deliverer(t, q)
	s := &server{answer: always(Retry)}
	a, b := mustPut(t, q, newItem(2, "a")), mustPut(t, q, newItem(1, "a"))
	other := mustPut(t, q, newItem(3, "b"))
	d.Once(context.Background(), s, b.ID)
	if n := s.tries(); n != 1 || s.attempts[0].id != a.ID {
		t.Errorf("%d attempts; want the first of the line, and none behind it", n)
	}
	s.answer = nil
	if err := d.Once(context.Background(), s, b.ID); err != nil {
		t.Fatal(err)
	}
	if got := s.got(); len(got) != 2 || got[0] != a.ID || got[1] != b.ID {
		t.Errorf("arrived: %v", got)
	}
	if state(t, q, other.ID) != Waiting {
		t.Error("another helpdesk's mail was tried too")
	}
}

// sending blocks in Send until its context ends.
type sending struct {
	started chan struct{}
	readAll bool
}

func (s sending) Send(ctx context.Context, _ Item, mail func() (io.ReadCloser, error), _ func(int64, int64)) Outcome {
	if s.readAll {
		f, err := mail()
		if err == nil {
			io.Copy(io.Discard, f)
			f.Close()
		}
	}
	close(s.started)
	<-ctx.Done()
	return Outcome{Class: Retry, Answer: ctx.Err().Error()}
}

func TestRunDrains(t *testing.T) {
	q := open(t, faulty.Dir(t))
	it := mustPut(t, q, newItem(1, "a"))
	d := deliverer(t, q)
	ctx, cancel := context.WithCancel(context.Background())
	s := sending{started: make(chan struct{})}
	done := make(chan error)
	go func() { done <- d.Run(ctx, s) }()
	<-s.started
	if got, _ := q.Get(it.ID); got.State != Sending || got.Attempts != 1 || !got.NextAttempt.After(got.LastAttempt) {
		t.Errorf("while sending: %+v; the attempt and the next one are recorded before dialling", got)
	}
	if err := q.Discard(it.ID); err == nil {
		t.Error("an item was discarded while it was sent")
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("Run: %v", err)
	}
	if got, _ := q.Get(it.ID); got.State != Waiting || got.NextAttempt.After(time.Now()) || got.Perhaps {
		t.Errorf("after a stop: %+v; it is due at the next start", got)
	}
}

// What has read the mail to its end may have handed it over: only then does a
// crash leave a "perhaps".
func TestPerhapsIsRecordedBeforeTheLastByte(t *testing.T) {
	for _, readAll := range []bool{false, true} {
		dir := faulty.Dir(t)
		q := open(t, dir)
		it := mustPut(t, q, newItem(1, "a"))
		d := deliverer(t, q)
		ctx, cancel := context.WithCancel(context.Background())
		s := sending{started: make(chan struct{}), readAll: readAll}
		done := make(chan error)
		go func() { done <- d.Run(ctx, s) }()
		<-s.started
		if crashed, err := q.load(placeOutbox, it.ID); err != nil || crashed.Perhaps != readAll {
			t.Errorf("read to the end: %v; on disk perhaps: %v, %v", readAll, crashed.Perhaps, err)
		}
		cancel()
		<-done
		if got, _ := q.Get(it.ID); got.Perhaps {
			t.Error("the sender's answer does not overrule the mark")
		}
	}
}
