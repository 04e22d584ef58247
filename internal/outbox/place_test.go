package outbox

import (
	"testing"
	"testing/synctest"
	"time"

	"ticketpp/internal/safefile/faulty"
)

// A change of the network tries at once what waits, and a place that would not
// relay; a login that was refused is left alone.
func TestKickForTriesWhatTheNetworkMayHaveMended(t *testing.T) {
	for _, c := range []struct {
		class  Class
		reason Reason
		goes   bool
	}{
		{Retry, "network", true},
		{Pause, "relay", true},
		{Pause, "auth", false},
	} {
		dir := faulty.Dir(t)
		synctest.Test(t, func(t *testing.T) {
			s := &server{answer: func(Item) Outcome { return Outcome{Class: c.class, Reason: c.reason} }}
			q, d, stop := running(t, dir, s)
			for n := range 5 {
				mustPut(t, q, newItem(n+1, []string{"a", "b"}[n%2]))
			}
			d.Kick()
			time.Sleep(5*time.Hour + time.Minute) // the delays are at their longest
			synctest.Wait()
			s.mu.Lock()
			s.answer = nil
			before := len(s.attempts)
			s.mu.Unlock()
			d.KickFor("relay")
			synctest.Wait()
			if n := len(s.got()); c.goes && n != 5 || !c.goes && (n != 0 || s.tries() != before) {
				t.Errorf("%s/%s: %d of 5 arrived, %d attempts", c.class, c.reason, n, s.tries()-before)
			}
			stop()
		})
	}
}

// A network that comes and goes with a server that is not there: a kick tries
// the first of a line, and at most those that may overtake it.
func TestKickForDoesNotHammer(t *testing.T) {
	dir := faulty.Dir(t)
	synctest.Test(t, func(t *testing.T) {
		s := &server{answer: func(Item) Outcome { return Outcome{Class: Retry, Reason: "network"} }}
		q, d, stop := running(t, dir, s)
		for n := range 20 {
			mustPut(t, q, newItem(n+1, "a"))
		}
		for range 3 {
			d.KickFor()
			synctest.Wait()
		}
		if n := s.tries(); n > 3*(1+mostStuck) {
			t.Errorf("%d attempts for three kicks", n)
		}
		stop()
	})
}
