package outbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"sync"
	"time"

	"ticketpp/internal/safefile"
)

const deliverLock = placeOutbox + "/deliver.lock"

// Delivery is the right to deliver, which one process has at a time. Run and
// Once take turns; the kicks may be given at any time.
type Delivery struct {
	q    *Queue
	lock io.Closer

	kick    chan struct{}
	kickNow chan struct{}
	kickFor chan []Reason

	turn  sync.Mutex // Run or Once
	index index
}

// Lock takes the right to deliver; [ErrBusy] when another process has it.
func (q *Queue) Lock() (*Delivery, error) {
	lock, err := q.fs.Lock(deliverLock, false)
	if errors.Is(err, safefile.ErrLocked) {
		return nil, fmt.Errorf("the outbox %w", ErrBusy)
	}
	if err != nil {
		return nil, fmt.Errorf("locking the outbox: %w", err)
	}
	return q.delivery(lock), nil
}

// WaitLock is [Queue.Lock] for an agent that waits until the other process
// ends, which may take hours; it costs a sleeping thread and no wake-ups. When
// ctx ends first, its error is returned.
func (q *Queue) WaitLock(ctx context.Context) (*Delivery, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	type result struct {
		lock io.Closer
		err  error
	}
	got := make(chan result)
	go func() {
		lock, err := q.fs.Lock(deliverLock, true)
		select {
		case got <- result{lock, err}:
		case <-ctx.Done():
			if err == nil {
				lock.Close()
			}
		}
	}()
	select {
	case r := <-got:
		if r.err != nil {
			return nil, fmt.Errorf("locking the outbox: %w", r.err)
		}
		return q.delivery(r.lock), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (q *Queue) delivery(lock io.Closer) *Delivery {
	return &Delivery{
		q: q, lock: lock,
		kick: make(chan struct{}, 1), kickNow: make(chan struct{}, 1), kickFor: make(chan []Reason, 1),
		index: newIndex(q.schedule),
	}
}

// hold sees to it that the right to deliver is still this process's: whoever
// deletes the data folder deletes the lock's file with it, and a new file is
// free for anybody. [ErrBusy] when another process delivers meanwhile.
func (d *Delivery) hold() error {
	if safefile.Held(d.lock) {
		return nil
	}
	again, err := d.q.Lock()
	if err != nil {
		return err
	}
	_ = d.lock.Close()
	d.lock = again.lock
	d.q.log.Warn("outbox: the right to deliver was taken again")
	return nil
}

// Unlock gives the right back, after Run and Once have returned.
func (d *Delivery) Unlock() error {
	d.turn.Lock()
	defer d.turn.Unlock()
	return d.lock.Close()
}

// Kick makes Run look into the folder again and try what is due. It does not
// block.
func (d *Delivery) Kick() { poke(d.kick) }

// KickNow makes all that waits due now, what is paused too: the settings have
// changed, or the user says so. It does not block.
func (d *Delivery) KickNow() { poke(d.kickNow) }

// KickFor makes all that waits due now, and asks again whether the account
// works where it is paused for one of the given reasons: the network has
// changed, for instance, and with it the place. What is paused for another
// reason keeps its time, for a login that was refused is not to be hammered.
// It does not block.
func (d *Delivery) KickFor(paused ...Reason) {
	select {
	case d.kickFor <- paused:
	default: // one is under way already
	}
}

func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// Run delivers until ctx ends: each item at its time, those to one helpdesk in
// their order. While there is nothing to do it sleeps until something is put
// into the folder or it is kicked. When ctx ends, the attempt under way is
// told so through its own context, and its outcome is recorded before Run
// returns nil. Before, it returns only with what has cost it the right to
// deliver, which must be taken anew then.
func (d *Delivery) Run(ctx context.Context, s Sender) error {
	d.turn.Lock()
	defer d.turn.Unlock()
	watch := d.q.watch()
	defer watch.close()
	d.scan()
	for ctx.Err() == nil {
		if err := d.hold(); err != nil {
			return err
		}
		e, wait := d.index.next(d.q.now())
		if e != nil {
			d.attempt(ctx, e, s)
			wait = 0 // only look whether somebody kicked
		}
		d.sleep(ctx, wait, watch.events)
		if watch.again() {
			d.scan() // what came while nobody watched
		}
	}
	return nil
}

// sleep waits for so long, for ever when wait is negative, or until something
// happens, and does what that asks for.
func (d *Delivery) sleep(ctx context.Context, wait time.Duration, events <-chan struct{}) {
	var fire <-chan time.Time
	if wait >= 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		fire = timer.C
	}
	select {
	case <-ctx.Done():
	case <-fire:
		if d.index.rescan {
			d.scan()
		}
	case <-d.kick:
		d.scan()
	case <-events:
		d.scan()
	case paused := <-d.kickFor:
		d.scan()
		d.index.dueFor(d.q.now(), paused)
	case <-d.kickNow:
		d.scan()
		d.resume(nil)
		d.index.allDue(d.q.now())
	}
}

// Once tries what is due, each item once, or the given items and those before
// them in their helpdesks' lines, due or not: the order holds whoever asks, and
// an item behind one that has just failed is not tried. An attempt before its
// time leaves the time that was set for the next one, and no later delay grows
// by it. The outcomes are in the items; the error says what kept the queue
// itself from working.
func (d *Delivery) Once(ctx context.Context, s Sender, ids ...string) error {
	d.turn.Lock()
	defer d.turn.Unlock()
	if err := d.hold(); err != nil {
		return err
	}
	err := d.scan()
	if len(ids) > 0 {
		return errors.Join(err, d.these(ctx, s, ids))
	}
	tried := map[*entry]bool{}
	for ctx.Err() == nil {
		e, _ := d.index.next(d.q.now())
		if e == nil || tried[e] {
			return err
		}
		tried[e] = true
		err = errors.Join(err, d.attempt(ctx, e, s))
	}
	return errors.Join(err, ctx.Err())
}

// these tries the given items, each line in order and up to the first failure
// that the line does not overtake.
func (d *Delivery) these(ctx context.Context, s Sender, ids []string) error {
	var errs []error
	for _, e := range d.index.upTo(ids, d.q.now()) {
		if ctx.Err() != nil {
			return errors.Join(append(errs, ctx.Err())...)
		}
		if d.index.byID[e.id] != e || d.index.behind(e) {
			continue // gone meanwhile, or one before it has just failed
		}
		errs = append(errs, d.attempt(ctx, e, s))
		if e.state == Paused {
			break // the account does not work: the others need not try
		}
	}
	return errors.Join(errs...)
}

// scan brings the index up to what is in the folder.
func (d *Delivery) scan() error {
	ids, err := d.q.ids(placeOutbox)
	if err != nil {
		d.q.fail("cannot list", "", err)
		d.index.rescan = true
		return err
	}
	d.index.rescan = false
	here := make(map[string]bool, len(ids))
	for _, id := range ids {
		here[id] = true
		d.look(id)
	}
	for id, e := range d.index.byID {
		if !here[id] && e.final == nil {
			d.index.remove(e)
		}
	}
	d.index.sort()
	return nil
}

// look brings one item's entry up to its file, if that has changed.
func (d *Delivery) look(id string) {
	info, err := d.q.fs.Lstat(path.Join(placeOutbox, id, itemFile))
	e := d.index.byID[id]
	if err == nil && e != nil && (e.final != nil || e.sameFile(info)) {
		return
	}
	it, err := d.q.load(placeOutbox, id)
	switch {
	case errors.Is(err, ErrDamaged):
		d.setAside(id, err)
		return
	case err != nil: // the disk, not the item: again later
		d.q.fail("cannot read", id, err)
		d.index.rescan = true
		return
	}
	e = d.index.put(it, info, d.q.now())
	if it.decided() { // before a crash, and not moved yet
		e.final, e.due = &it, d.q.now()
	}
}
