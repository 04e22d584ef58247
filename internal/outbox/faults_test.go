package outbox

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"ticketpp/internal/safefile"
	"ticketpp/internal/safefile/faulty"
)

// eachFault runs scene once without a fault to count its operations, then once
// for each operation and each way to fail. setup is run without faults.
func eachFault(t *testing.T, setup func(t *testing.T, q *Queue), scene func(t *testing.T, q *Queue, f *faulty.FS)) {
	clock := time.Now()
	run := func(t *testing.T, mode faulty.Mode, at int) int {
		dir := &faulty.FS{Of: safefile.Folder(faulty.Dir(t)), NoSync: true}
		if err := safefile.CheckFormat(dir); err != nil {
			t.Fatal(err)
		}
		now := func() time.Time { return clock }
		setup(t, open(t, "", WithFS(dir), WithClock(now)))
		f := &faulty.FS{Of: dir, Mode: mode}
		q := open(t, "", WithFS(f), WithClock(now))
		f.At = at
		if at > 0 {
			f.At += f.Ops()
		}
		before := f.Ops()
		scene(t, q, f)
		return f.Ops() - before
	}
	ops := run(t, faulty.Before, 0)
	t.Logf("%d operations", ops)
	for _, mode := range faulty.Modes() {
		for at := 1; at <= ops; at++ {
			if !t.Run(fmt.Sprintf("%v/%d", mode, at), func(t *testing.T) { run(t, mode, at) }) {
				return
			}
		}
	}
}

// afterwards is the queue as another process finds it when all works again,
// a day later if asked.
func afterwards(t *testing.T, f *faulty.FS, later time.Duration) *Queue {
	return open(t, "", WithFS(f.Of), WithClock(func() time.Time { return time.Now().Add(later) }))
}

// places counts where an item lies: exactly one place, whatever failed.
func places(q *Queue, id string) (found []string) {
	for _, place := range []string{placeOutbox, placeSent, placeFailed} {
		if _, err := q.load(place, id); err == nil {
			found = append(found, place)
		}
	}
	return found
}

func TestFaultsOfPut(t *testing.T) {
	it := newItem(1, "a")
	eachFault(t, func(*testing.T, *Queue) {}, func(t *testing.T, q *Queue, f *faulty.FS) {
		_, err := q.Put(it, write(it.ID))
		what := f.Failed()
		later := afterwards(t, f, 0)
		if err == nil && !later.Has(it.ID) {
			t.Fatalf("%s: accepted, and not there", what)
		}
		if err != nil && f.Mode == faulty.Before && later.Has(it.ID) {
			t.Errorf("%s: not accepted (%v), and there", what, err)
		}
		f.Heal()
		if _, err := q.Put(it, write(it.ID)); err != nil && !errors.Is(err, ErrExists) {
			t.Errorf("%s: once more: %v", what, err)
		}
		s := &server{}
		d := deliverer(t, later)
		if err := d.Once(context.Background(), s); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		if len(s.arrived) != 1 || s.wrong != nil {
			t.Errorf("%s: arrived %d times, %v", what, len(s.arrived), s.wrong)
		}
	})
}

// At every fault of a delivery the ticket arrives exactly once; after a crash
// a second time only if it says so itself beforehand.
func TestFaultsOfADelivery(t *testing.T) {
	it, doubled := newItem(1, "a"), 0
	eachFault(t, func(t *testing.T, q *Queue) { mustPut(t, q, it) }, func(t *testing.T, q *Queue, f *faulty.FS) {
		s := &server{}
		d, err := q.Lock()
		if err == nil {
			d.Once(context.Background(), s)
		}
		what := f.Failed()
		if f.Mode == faulty.Crash || err != nil {
			if err == nil {
				d.lock.Close()
			}
			q = afterwards(t, f, 24*time.Hour)
			d = deliverer(t, q)
		} else {
			f.Heal() // the same process goes on, a day later
			q.now = func() time.Time { return time.Now().Add(24 * time.Hour) }
			t.Cleanup(func() { d.Unlock() })
		}
		for range 3 {
			if err := d.Once(context.Background(), s); err != nil {
				t.Errorf("%s: %v", what, err)
			}
		}
		if n := len(s.arrived); n == 2 && f.Mode == faulty.Crash && s.arrived[1].perhaps {
			doubled++
		} else if n != 1 {
			t.Errorf("%s: arrived %d times: %+v", what, n, s.arrived)
		}
		if got := places(q, it.ID); len(got) != 1 || got[0] != placeSent || s.wrong != nil {
			t.Errorf("%s: lies in %v, %v", what, got, s.wrong)
		}
		if got, err := q.Get(it.ID); err != nil || got.State != Sent || got.SentAt.IsZero() || got.Perhaps {
			t.Errorf("%s: recorded as %+v, %v", what, got, err)
		}
	})
	// Behind the server's word the mail's file is closed and the item's folder
	// is moved: whoever dies at another operation sends nothing twice.
	if doubled > 2 {
		t.Errorf("a crash at %d operations behind the server's word doubles the ticket", doubled)
	}
}

// Whatever the server answers and whatever fails, no ticket leaves the queue
// but as the server said.
func TestFaultsOfOtherOutcomes(t *testing.T) {
	for class, want := range map[Class]string{Retry: placeOutbox, Perhaps: placeOutbox, Pause: placeOutbox, Refused: placeFailed} {
		it := newItem(1, "a")
		t.Run(string(class), func(t *testing.T) {
			eachFault(t, func(t *testing.T, q *Queue) { mustPut(t, q, it) }, func(t *testing.T, q *Queue, f *faulty.FS) {
				s := &server{answer: always(class)}
				if d, err := q.Lock(); err == nil {
					d.Once(context.Background(), s)
					d.lock.Close()
				}
				what := f.Failed()
				later := afterwards(t, f, 24*time.Hour)
				d := deliverer(t, later)
				if err := d.Once(context.Background(), s); err != nil {
					t.Errorf("%s: %v", what, err)
				}
				if got := places(later, it.ID); len(got) != 1 || got[0] != want {
					t.Errorf("%s: lies in %v, want %s", what, got, want)
				}
				if err := later.Retry(it.ID); err != nil {
					t.Errorf("%s: Retry: %v", what, err)
				}
				s.answer = nil
				if err := d.Once(context.Background(), s); err != nil || state(t, later, it.ID) != Sent {
					t.Errorf("%s: in the end %s, %v", what, state(t, later, it.ID), err)
				}
			})
		})
	}
}

func TestFaultsOfChanges(t *testing.T) {
	it := newItem(1, "a")
	failed := func(t *testing.T, q *Queue) {
		mustPut(t, q, it)
		d := deliverer(t, q)
		d.Once(context.Background(), &server{answer: always(Refused)})
		d.Unlock()
	}
	sent := func(t *testing.T, q *Queue) {
		mustPut(t, q, it)
		d := deliverer(t, q)
		d.Once(context.Background(), &server{})
		d.Unlock()
	}
	for name, c := range map[string]struct {
		setup  func(*testing.T, *Queue)
		change func(*Queue) error
		places []string // where it may lie afterwards
	}{
		"retry of a failed":  {failed, func(q *Queue) error { return q.Retry(it.ID) }, []string{placeFailed, placeOutbox}},
		"confirm a failed":   {failed, func(q *Queue) error { return q.Confirmed(it.ID) }, []string{placeFailed, placeSent}},
		"sweep":              {sent, func(q *Queue) error { return q.Sweep(-time.Hour) }, []string{placeSent}},
		"retry of a waiting": {func(t *testing.T, q *Queue) { mustPut(t, q, it) }, func(q *Queue) error { return q.Retry() }, []string{placeOutbox}},
		"discard":            {failed, func(q *Queue) error { return q.Discard(it.ID) }, []string{placeFailed, ""}},
	} {
		t.Run(name, func(t *testing.T) {
			eachFault(t, c.setup, func(t *testing.T, q *Queue, f *faulty.FS) {
				err := c.change(q)
				what := f.Failed()
				later := afterwards(t, f, 0)
				got := append(places(later, it.ID), "")[0]
				if n := len(places(later, it.ID)); n > 1 {
					t.Errorf("%s: lies in %d places", what, n)
				}
				last := c.places[len(c.places)-1]
				if got != last && (err == nil || got != c.places[0]) {
					t.Errorf("%s: lies in %q after %v", what, got, err)
				}
				if err := c.change(later); err != nil && !(got == "" && errors.Is(err, ErrNotFound)) {
					t.Errorf("%s: once more: %v", what, err)
				}
				if got := append(places(later, it.ID), "")[0]; got != last {
					t.Errorf("%s: in the end in %q", what, got)
				}
			})
		})
	}
}

func TestCausesReachTheCaller(t *testing.T) {
	for _, cause := range []error{safefile.ErrNoSpace, safefile.ErrReadOnly, safefile.ErrNotOurs} {
		it := newItem(1, "a")
		eachFault(t, func(*testing.T, *Queue) {}, func(t *testing.T, q *Queue, f *faulty.FS) {
			f.Cause = cause
			_, err := q.Put(it, write(it.ID))
			if err != nil && !errors.Is(err, cause) {
				t.Errorf("%s: %v does not say %v", f.Failed(), err, cause)
			}
		})
	}
}
