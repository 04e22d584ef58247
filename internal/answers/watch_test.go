package answers

import (
	"context"
	"sync"
	"testing"
	"time"

	"ticketpp/internal/config"
	"ticketpp/internal/history"
)

// until polls a condition.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for !ok() {
		if time.Now().After(deadline) {
			t.Fatalf("in vain: %s", what)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// watching starts Watch and returns its kick.
func watchHouse(t *testing.T, h *house) chan struct{} {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	kick := make(chan struct{}, 1)
	var done sync.WaitGroup
	done.Go(func() { h.Watch(ctx, kick) })
	t.Cleanup(func() { cancel(); done.Wait() })
	return kick
}

func (h *house) looked() time.Time {
	s, _ := StatusOf(h.History)
	return s.LookedAt
}

// The poll of these settings is an hour: what is seen is seen by IDLE.
func TestWatchSeesAnAnswerAsItComes(t *testing.T) {
	h := newHouse(t)
	watchHouse(t, h)
	until(t, "a first look", func() bool { return !h.looked().IsZero() })
	h.box.write("ours@comune.example", confirmation, "Abbiamo ricevuto la richiesta.")
	until(t, "the number", func() bool { r, err := h.History.Get(ticketID); return err == nil && r.Number == "12345" })
}

// A look that somebody asks for while the mailbox is watched is the watch's.
func TestALookDuringTheWatch(t *testing.T) {
	h := newHouse(t)
	watchHouse(t, h)
	until(t, "a first look", func() bool { return !h.looked().IsZero() })
	for range 3 {
		before := h.looked()
		h.look(t)
		if !h.looked().After(before) {
			t.Fatal("nobody looked")
		}
	}
}

// A look that was under way already is not the one that was asked for.
func TestALookAskedForDuringAnother(t *testing.T) {
	w := &watching{kick: make(chan struct{}, 1), done: make(chan struct{}), looked: make(chan struct{})}
	ended := make(chan error, 1)
	go func() { ended <- w.look(t.Context()) }()
	until(t, "the kick", func() bool { return len(w.kick) == 1 })
	w.saw() // of the look before
	select {
	case <-ended:
		t.Fatal("it is taken for the one that was asked for")
	case <-time.After(50 * time.Millisecond):
	}
	<-w.kick
	w.saw()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestTheServerGoesAndComes(t *testing.T) {
	h := newHouse(t)
	kick := watchHouse(t, h)
	until(t, "a first look", func() bool { return !h.looked().IsZero() })
	h.box.server.Close()
	until(t, "the failure", func() bool { s, _ := StatusOf(h.History); return s.Failed() })
	other := newBox(t)
	settings := load(t, t.TempDir(), other.addr)
	h.swap(settings)
	other.write("ours@comune.example", confirmation, "Abbiamo ricevuto la richiesta.")
	kick <- struct{}{}
	until(t, "the number from the new server", func() bool { r, err := h.History.Get(ticketID); return err == nil && r.State == history.Opened })
	until(t, "the end of the failure", func() bool { s, _ := StatusOf(h.History); return !s.Failed() })
}

// Settings that name another mailbox are taken up at the next kick, while the
// old one is watched.
func TestTheSettingsNameAnotherMailbox(t *testing.T) {
	h := newHouse(t)
	kick := watchHouse(t, h)
	until(t, "a first look", func() bool { return !h.looked().IsZero() })
	other := newBox(t)
	other.write("ours@comune.example", confirmation, "Abbiamo ricevuto la richiesta.")
	h.swap(load(t, t.TempDir(), other.addr))
	kick <- struct{}{}
	until(t, "the number from the other mailbox", func() bool { r, err := h.History.Get(ticketID); return err == nil && r.Number == "12345" })
	h.swap(load(t, t.TempDir(), "")) // and then there is none
	kick <- struct{}{}
	until(t, "the end of the watch", func() bool { return !h.Watching() })
}

// swap changes the settings in force.
func (h *house) swap(s *config.Settings) { h.settings.Store(s) }
