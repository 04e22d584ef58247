//go:build mta

package imap

import (
	"context"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"ticketpp/internal/mailbox"
)

// listenSilently returns a port on which somebody takes calls and says nothing.
func listenSilently(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l.Addr().(*net.TCPAddr).Port // the system takes the call for us
}

// until polls for what must become true.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !is(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

// The server tells of a mail the moment that it comes (IDLE); a lost
// connection ends the watch, and the next goes on from where it was.
func TestIdle(t *testing.T) {
	s := start(t)
	if err := s.Deliver(Letter(Helpdesk, "uno", "x"), time.Now()); err != nil {
		t.Fatal(err)
	}
	p, err := NewProxy(s.StartTLSPort())
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	before, err := s.Files()
	if err != nil {
		t.Fatal(err)
	}
	r, got := reader(s, p.Port())
	places := make(chan mailbox.Place, 100)
	kick := make(chan struct{})
	watch := func(from mailbox.Place) (context.CancelFunc, chan error) {
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() {
			ended <- r.Watch(ctx, from, time.Hour, kick, func(p mailbox.Place) error { places <- p; return nil })
		}()
		return cancel, ended
	}
	cancel, ended := watch(mailbox.Place{})
	place := <-places
	if !slices.Equal(got.subjects(), []string{"uno"}) {
		t.Fatalf("%q", got.subjects())
	}
	sent := time.Now()
	if err := s.Deliver(Letter(Helpdesk, "due", "x"), time.Now()); err != nil {
		t.Fatal(err)
	}
	until(t, "the second mail", func() bool { return len(got.subjects()) == 2 })
	t.Logf("a new mail after %v", time.Since(sent))
	for next := range places {
		if place = next; place.NextUID == 3 {
			break
		}
	}
	kick <- struct{}{}
	place = <-places
	p.Lose()
	if err := <-ended; reason(err) != mailbox.ReasonNetwork {
		t.Errorf("lost: %v", err)
	}
	cancel()
	if err := s.Deliver(Letter(Helpdesk, "tre", "x"), time.Now()); err != nil {
		t.Fatal(err)
	}
	cancel, ended = watch(place)
	until(t, "the third mail", func() bool { return len(got.subjects()) == 3 })
	cancel()
	if err := <-ended; reason(err) != mailbox.ReasonCancelled {
		t.Errorf("ended: %v", err)
	}
	after, err := s.Files()
	if err != nil || len(after) != len(before)+2 || slices.ContainsFunc(after, func(f string) bool { return !strings.HasPrefix(f, "new/") }) {
		t.Errorf("the mailbox has changed: %v\n%q\n%q", err, before, after)
	}
	_, commands := tell(t, s, p, "the watch")
	if n := count(commands, "IDLE"); n < 2 || count(commands, "UID FETCH 1:*") != 1 {
		t.Errorf("%q", commands)
	}
}

func count(commands []string, prefix string) int {
	n := 0
	for _, c := range commands {
		if strings.HasPrefix(c, prefix) {
			n++
		}
	}
	return n
}
