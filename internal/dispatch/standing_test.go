package dispatch

import (
	"context"
	"io"
	"testing"
	"time"

	"ticketpp/internal/outbox"
)

// answers is a server that says the same to every mail.
type answers outbox.Outcome

func (a answers) Send(context.Context, outbox.Item, func() (io.ReadCloser, error), func(int64, int64)) outbox.Outcome {
	return outbox.Outcome(a)
}

// A ticket behind one that does not go says what keeps that one, if it was
// tried for this ticket.
func TestWhatKeepsATicketThatWasNotTried(t *testing.T) {
	for _, class := range []outbox.Class{outbox.Retry, outbox.Pause} {
		d := house(t, nobody(t))
		s := answers{Class: class, Reason: "busy", Answer: "421 4.3.2 later"}
		once := func(id string) {
			held, err := d.Queue.Lock()
			if err != nil {
				t.Fatal(err)
			}
			defer held.Unlock()
			if err := held.Once(t.Context(), s, id); err != nil {
				t.Fatal(err)
			}
		}
		submit := func() outbox.Item {
			it, err := d.Submit(written(t, d))
			if err != nil {
				t.Fatal(err)
			}
			return it
		}
		first := submit()
		once(first.ID)
		if it, before, err := d.Standing(first.ID); before != nil || it.LastError != s.Answer || err != nil {
			t.Errorf("%s: the first: %s behind %v, %v", class, it.State, before, err)
		}
		second := submit()
		if _, before, err := d.Standing(second.ID); before != nil || err != nil {
			t.Errorf("%s: an old failure is given as the reason: %v, %v", class, before, err)
		}
		once(second.ID)
		it, before, err := d.Standing(second.ID)
		if err != nil || it.Attempts != 0 || before == nil || before.ID != first.ID || before.LastError != s.Answer {
			t.Errorf("%s: the second: %+v behind %v, %v", class, it, before, err)
		}
	}
}

// A process that holds the queue for long and delivers the ticket at once, without
// being told, keeps nobody waiting.
func TestATicketThatAnotherProcessDelivers(t *testing.T) {
	d := house(t, nobody(t))
	held, err := d.Queue.Lock()
	if err != nil {
		t.Fatal(err)
	}
	defer held.Unlock()
	it, err := d.Submit(written(t, d))
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- d.DeliverOnce(t.Context(), it.ID) }()
	select {
	case err := <-done:
		t.Fatalf("it did not wait: %v", err)
	case <-time.After(100 * time.Millisecond):
	}
	if err := held.Once(t.Context(), answers{Class: outbox.Delivered}, it.ID); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(lockPatience / 2):
		t.Error("it waits for the lock")
	}
}
