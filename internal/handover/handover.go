// Package handover is the counter at which a form gives up its ticket: it puts
// the draft into the queue, sees to it that somebody delivers it, and tells
// what becomes of it until that is known. It must not know windows or pages.
package handover

import (
	"context"
	"errors"
	"sync"
	"time"

	"ticketpp/internal/dispatch"
	"ticketpp/internal/drafts"
	"ticketpp/internal/instance"
	"ticketpp/internal/outbox"
)

// patience is how long a ticket is followed that was handed over and that does
// not get on. The ticket is safe by then; the icon tells the rest.
const patience = 30 * time.Second

// stepsKept is how many steps of a ticket wait for the form at most.
const stepsKept = 4

// Counter takes the tickets of one form, one after another. P is the form's
// own word for a step. It is not safe for concurrent Send and HandOff. Both
// fields are needed, and of the Dispatcher's Data too.
type Counter[P any] struct {
	Dispatch *dispatch.Dispatcher
	As       func(Progress) P

	last      string // id of the ticket that was sent last
	following sync.WaitGroup
}

// Last is the id of the ticket that was sent last; "" before the first.
func (c *Counter[P]) Last() string { return c.last }

// Wait returns when what this process delivers has an outcome: a form that is
// closed early must not cut its own delivery short.
func (c *Counter[P]) Wait() { c.following.Wait() }

// Send puts the draft into the queue and follows what becomes of it. Without
// an error the draft is not the form's any more; the last step before the
// channel is closed is the outcome. Nobody need take the steps.
func (c *Counter[P]) Send(ctx context.Context, draft *drafts.Draft) (<-chan P, error) {
	it, err := c.Dispatch.Submit(draft)
	if err != nil {
		return nil, err
	}
	c.last = it.ID
	steps := make(chan P, stepsKept)
	steps <- c.As(Progress{Stage: Sending})
	c.following.Go(func() {
		defer close(steps)
		steps <- c.As(c.follow(ctx, it.ID, func(p Progress) { offer(steps, c.As(p)) }))
	})
	return steps, nil
}

// offer adds a step on the way, unless only the outcome's place is left: the
// form may be closed, and nobody take the steps any more.
func offer[P any](steps chan<- P, p P) bool {
	if len(steps) >= stepsKept-1 {
		return false
	}
	steps <- p
	return true
}

// follow sees to it that somebody delivers the item, and waits for the outcome
// of the first attempt as long as it gets on. A delivery of this process's own
// goes on to its end, whoever looks: on a slow line it may take minutes.
func (c *Counter[P]) follow(ctx context.Context, id string, tell func(Progress)) Progress {
	d := c.Dispatch
	if n, _ := instance.Broadcast(d.Data, instance.Kick); n == 0 {
		delivering := context.WithoutCancel(ctx)
		c.following.Go(func() {
			if err := d.DeliverOnce(delivering, id); err != nil && !errors.Is(err, outbox.ErrBusy) {
				d.Log.Error("not delivered by the form", "ticket", id, "err", err)
			}
		})
	}
	if it, err := d.Queue.Get(id); err == nil && d.CanHandOff(it) {
		return c.progress(it) // without a server there is no answer to wait for
	}
	looking, cancel := context.WithCancel(ctx)
	defer cancel()
	late := time.AfterFunc(patience, cancel)
	defer late.Stop()
	it, err := d.Follow(looking, id, 0, func(sent, total int64) {
		late.Reset(patience)
		tell(Progress{Stage: Sending, Sent: sent, Total: total})
	})
	if err != nil {
		d.Log.Error("ticket not followed", "ticket", id, "err", err)
	}
	return c.progress(it)
}
