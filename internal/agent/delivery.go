package agent

import (
	"context"
	"sync"

	"ticketpp/internal/outbox"
)

// delivery is the agent's hold on the queue, once it has it.
type delivery struct {
	mu   sync.Mutex
	held *outbox.Delivery // nil while another session of this user delivers
}

func (d *delivery) set(held *outbox.Delivery) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.held = held
}

// do calls what with the queue if it is ours; whoever has it sees changes in
// the folder by itself.
func (d *delivery) do(what func(*outbox.Delivery)) {
	d.mu.Lock()
	held := d.held
	d.mu.Unlock()
	if held != nil {
		what(held)
	}
}

// kick makes the queue look for what is due.
func (d *delivery) kick() { d.do((*outbox.Delivery).Kick) }

// deliver sends what is in the queue until ctx ends, as soon as no other
// process does.
func (a *agent) deliver(ctx context.Context) {
	held, err := a.queue.WaitLock(ctx)
	if err != nil {
		if ctx.Err() == nil {
			a.log.Error("queue not taken", "err", err)
			a.problem.set(a.texts.Get("agent.no-delivery"))
			a.touch()
		}
		return
	}
	a.delivery.set(held)
	if err := held.Run(ctx, a.dispatch.Sender()); err != nil {
		a.log.Error("delivery stopped", "err", err)
	}
	a.delivery.set(nil)
	if err := held.Unlock(); err != nil {
		a.log.Error("queue not given back", "err", err)
	}
}

// retry tries all that waits now: the user said so. Where another session
// delivers, the items' own mark tells it.
func (a *agent) retry() {
	if err := a.queue.Retry(); err != nil {
		a.log.Error("retry", "err", err)
	}
	a.delivery.do((*outbox.Delivery).KickNow)
	a.touch()
}

// moved follows an item's change of state: the icon changes, and the user is
// told what ended or what needs a hand. It never holds up the queue.
func (a *agent) moved(it outbox.Item) {
	a.touch()
	var key string
	switch {
	case it.State == outbox.Sent && it.Attempts > 1: // the window has told of a first attempt
		key = "agent.sent"
	case it.State == outbox.Paused:
		key = "agent.paused"
	case it.State == outbox.Failed:
		key = "agent.failed"
	default:
		return
	}
	vars := map[string]any{"Subject": it.Subject, "Reason": a.texts.Get("mail.reason." + string(it.Reason))}
	go a.say(context.Background(), key, vars)
}
