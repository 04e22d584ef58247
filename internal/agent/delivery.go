package agent

import (
	"context"
	"sync"
	"time"

	"ticketpp/internal/dispatch"
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
// process does. The right to do so may be lost with the data folder, when
// somebody deletes that.
func (a *agent) deliver(ctx context.Context) {
	for held := a.takeQueue(ctx); held != nil; held = a.takeQueue(ctx) {
		a.delivery.set(held)
		err := held.Run(ctx, a.dispatch.Sender())
		a.delivery.set(nil)
		if lost := held.Unlock(); lost != nil {
			a.log.Error("queue not given back", "err", lost)
		}
		if err == nil {
			return
		}
		a.log.Warn("the right to deliver was lost", "err", err)
	}
}

// queueEvery is how often a queue that cannot be taken is tried again.
const queueEvery = 10 * time.Second

// takeQueue waits until the queue is ours; nil when ctx ends first. What keeps
// us from it, such as a folder that cannot be written, may be put right while
// the agent runs.
func (a *agent) takeQueue(ctx context.Context) *outbox.Delivery {
	said := false
	for {
		held, err := a.queue.WaitLock(ctx)
		if err == nil {
			if said {
				a.problem.clear()
				a.touch()
			}
			return held
		}
		if ctx.Err() != nil {
			return nil
		}
		if !said {
			said = true
			a.log.Error("queue not taken", "err", err)
			a.problem.set(func() string { return a.texts.Get("agent.no-delivery") })
			a.touch()
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(queueEvery):
		}
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

// sweepEvery is how often the pictures of sent tickets that are past
// keep_sent are looked for.
const sweepEvery = 24 * time.Hour

// sweep removes the pictures and files of tickets that were sent long ago, or
// handed to the user's own mail program.
func (a *agent) sweep(ctx context.Context) {
	for {
		if err := a.queue.Sweep(a.settings.get().KeepSent); err != nil {
			a.log.Warn("sent tickets not swept", "err", err)
		}
		if err := a.dispatch.SweepMail(a.settings.get().KeepSent); err != nil {
			a.log.Warn("mail files not swept", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(sweepEvery):
		}
	}
}

// moved follows an item's change of state: the icon changes, and the user is
// told what ended or what needs a hand. It never holds up the queue.
func (a *agent) moved(it outbox.Item) {
	a.problem.clear() // the queue works
	a.dispatch.Record(it)
	a.touch()
	if key := a.told.news(it, a.watching.Load() > 0); key != "" {
		vars := map[string]any{"Subject": a.subject(it), "Reason": a.texts.Get("mail.reason." + string(it.Reason))}
		if key == "agent.paused" && a.wantsSignIn(it) {
			key = "signin.needed"
		}
		go func() {
			if key == "agent.sent" && a.numberedSoon(it) {
				return // «Ticket 12345 aperto» says more
			}
			a.say(context.Background(), key, vars)
		}()
	}
}

// subject is what an item is about; of one that could not be read the history
// knows it.
func (a *agent) subject(it outbox.Item) string {
	if it.Subject == "" {
		if r, err := a.history.Get(it.ID); err == nil {
			return r.Ticket.Subject
		}
	}
	return it.Subject
}

// numberWithin is how long the notification that a ticket was sent waits for
// the better one.
const numberWithin = 4 * time.Second

// numberedSoon reports whether the helpdesk's number comes within seconds.
func (a *agent) numberedSoon(it outbox.Item) bool {
	if !a.answers.On() {
		return false
	}
	tick := time.NewTicker(numberWithin / 8)
	defer tick.Stop()
	for end := time.Now().Add(numberWithin); ; <-tick.C {
		if a.wasHeard(it) {
			return true
		}
		if time.Now().After(end) {
			return false
		}
	}
}

// trouble is what keeps the queue itself from working, such as a full disk.
func (a *agent) trouble(err error) {
	a.log.Error("queue", "err", err)
	a.problem.set(func() string { return dispatch.Unusable(a.texts, err).Error() })
	a.touch()
}

// told remembers what the user was told of each ticket: a paused one is tried
// every hour, and once is enough.
type told struct {
	mu   sync.Mutex
	last map[string]string
}

// again forgets what was told: the user has done something about it.
func (t *told) again() {
	t.mu.Lock()
	defer t.mu.Unlock()
	clear(t.last)
}

// news is the key of what there is to say of an item now, or "". watched says
// that a window of ours is open, which tells of a first attempt by itself.
func (t *told) news(it outbox.Item, watched bool) string {
	var key string
	switch {
	case it.State == outbox.Sent && (it.Attempts > 1 || !watched):
		key = "agent.sent"
	case it.State == outbox.Paused:
		key = "agent.paused"
	case it.State == outbox.Failed && it.Reason == outbox.ReasonDamaged:
		key = "agent.damaged"
	case it.State == outbox.Failed:
		key = "agent.failed"
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if it.State == outbox.Sent || it.State == outbox.Failed {
		delete(t.last, it.ID)
		return key
	}
	if t.last == nil {
		t.last = map[string]string{}
	}
	now := key + string(it.Reason)
	if key == "" || t.last[it.ID] == now {
		return ""
	}
	t.last[it.ID] = now
	return key
}
