package dispatch

import (
	"context"
	"errors"
	"time"

	"ticketpp/internal/outbox"
)

// look is how often Await looks at its item. Another process may change it,
// and a file's change is cheap to see.
const look = 50 * time.Millisecond

// lockPatience is how long DeliverOnce waits for a process that delivers just
// now, such as another command that tries its own ticket once.
const lockPatience = 20 * time.Second

// DeliverOnce takes the queue's lock and tries the items once, for where no
// agent runs; it need not where the process that has the lock has tried them
// meanwhile. ErrBusy means that this one keeps delivering and will try them.
func (d *Dispatcher) DeliverOnce(ctx context.Context, ids ...string) error {
	patience, cancel := context.WithTimeout(ctx, lockPatience)
	defer cancel()
	waiting, stop := context.WithCancel(patience)
	defer stop()
	tried := make(chan struct{})
	go func() {
		if d.triedElsewhere(waiting, ids) {
			close(tried)
			stop()
		}
	}()
	held, err := d.Queue.WaitLock(waiting)
	stop()
	if errors.Is(err, context.DeadlineExceeded) {
		return outbox.ErrBusy
	}
	if err != nil {
		select {
		case <-tried:
			return nil
		default:
			return err
		}
	}
	return errors.Join(held.Once(ctx, d.Sender(), ids...), held.Unlock())
}

// triedElsewhere waits until another process has tried all the items, and reports
// whether it has when ctx ends.
func (d *Dispatcher) triedElsewhere(ctx context.Context, ids []string) bool {
	attempts := make(map[string]int)
	for _, id := range ids {
		it, err := d.Queue.Get(id)
		switch {
		case err == nil && it.State == outbox.Waiting:
			attempts[id] = it.Attempts
		case err == nil && it.State == outbox.Sending: // which is counted already
			attempts[id] = it.Attempts - 1
		default:
			return false
		}
	}
	for id, n := range attempts {
		if it, err := d.Await(ctx, id, n); err != nil || !settled(it, n) {
			return false
		}
	}
	return len(ids) > 0
}

// Await waits until the item's next attempt has an outcome: sent, paused,
// failed, or waiting again after more than the attempts that it had. It
// returns the item as it is then, or as it is when ctx ends.
func (d *Dispatcher) Await(ctx context.Context, id string, attempts int) (outbox.Item, error) {
	return d.Follow(ctx, id, attempts, func(int64, int64) {})
}

// Follow is [Dispatcher.Await] that tells how far the mail is while it is
// sent, whichever process sends it.
func (d *Dispatcher) Follow(ctx context.Context, id string, attempts int, progress func(sent, total int64)) (outbox.Item, error) {
	tick := time.NewTicker(look)
	defer tick.Stop()
	var last int64
	for {
		it, err := d.Queue.Get(id)
		if err != nil || settled(it, attempts) {
			return it, err
		}
		if sent, total, ok := d.Progress(id); ok && sent != last {
			last = sent
			progress(sent, total)
		}
		select {
		case <-ctx.Done():
			return it, nil
		case <-tick.C:
		}
	}
}

// Standing returns the item as it stands once nobody tries it any more, and
// what keeps it waiting when it was not tried itself: the item before it that
// was tried since this one was accepted and did not go, or nil.
func (d *Dispatcher) Standing(id string) (outbox.Item, *outbox.Item, error) {
	it, err := d.Queue.Get(id)
	if err != nil || it.State != outbox.Waiting || it.Reason != "" {
		return it, nil, err
	}
	all, err := d.Queue.List()
	var before *outbox.Item
	for i := range all {
		a := &all[i]
		if a.ID == id {
			break
		}
		// An account that is paused keeps the mails to every helpdesk.
		concerns := a.State == outbox.Paused || a.State == outbox.Waiting && a.Helpdesk == it.Helpdesk
		if concerns && a.LastError != "" && !a.LastAttempt.Before(it.AcceptedAt) {
			before = a
		}
	}
	if before != nil {
		err = nil // of another item
	}
	return it, before, err
}

// settled reports whether an item's last attempt, one beyond the given
// number, has an outcome.
func settled(it outbox.Item, attempts int) bool {
	switch it.State {
	case outbox.Sent, outbox.Failed, outbox.Paused:
		return true
	case outbox.Waiting:
		return it.Attempts > attempts && it.NextAttempt.After(it.LastAttempt)
	default:
		return false
	}
}
