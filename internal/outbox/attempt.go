package outbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"time"

	"ticketpp/internal/safefile"
)

// attempt tries one item once and records what became of it. The error says
// what kept the queue from doing so; the server's answers are no errors.
func (d *Delivery) attempt(ctx context.Context, e *entry, s Sender) error {
	lock, err := d.q.lockItem(e.id)
	if err != nil { // somebody is changing it
		d.postpone(e, err)
		return err
	}
	defer func() {
		if d.index.byID[e.id] == e {
			lock.Close()
		} else {
			_ = safefile.RemoveLock(d.q.fs, lockName(e.id), lock)
		}
	}()
	if e.final != nil {
		return d.settle(e, *e.final)
	}
	before := *e
	it, ready, err := d.begin(e)
	if err != nil || !ready {
		return err
	}
	h := &handover{q: d.q, item: it}
	out := s.Send(ctx, it, h.open, func(sent, total int64) { d.q.progress(it, sent, total) })
	return d.end(ctx, e, before, it, out)
}

// begin reads the item afresh and records the attempt and the time of the next
// one: before dialling, so that no crash makes a loop of attempts. An attempt
// that came before the item was due, for a command that asked (see Once),
// leaves the time that was set, unless the delay is shorter. It reports
// whether there is anything to send.
func (d *Delivery) begin(e *entry) (it Item, ready bool, err error) {
	it, err = d.q.load(placeOutbox, e.id)
	if err == nil && it.decided() {
		return it, false, d.settle(e, it)
	}
	if err == nil {
		err = d.q.whole(it)
	}
	switch {
	case errors.Is(err, ErrDamaged):
		d.setAside(e.id, err)
		return it, false, nil
	case errors.Is(err, fs.ErrNotExist): // discarded
		d.index.remove(e)
		return it, false, nil
	case err != nil:
		d.postpone(e, err)
		return it, false, err
	}
	now := d.q.now()
	next := it
	next.State, next.Urgent = Sending, false
	next.Attempts++
	next.LastAttempt = now
	if e.due.After(now) {
		next.Early++
	}
	next.NextAttempt = d.next(e, next, e.due, now)
	if err := d.q.save(placeOutbox, next); err != nil {
		d.postpone(e, err)
		return it, false, err
	}
	d.index.update(e, next)
	e.file = nil
	d.q.note(next, "sending")
	return next, true, nil
}

// next is when an item that was due at a time is tried again, after an attempt
// that began or ended now. A time that was set and is still to come stays:
// asking early is not to be paid for by whoever waits.
func (d *Delivery) next(e *entry, it Item, due, now time.Time) time.Time {
	next := now.Add(d.q.schedule.delay(d.index.tries(e, it.scheduled()), d.q.jitter()))
	if due.After(now) && due.Before(next) {
		return due
	}
	return next
}

// whole reports whether the mail's bytes are all there.
func (q *Queue) whole(it Item) error {
	info, err := q.fs.Lstat(path.Join(placeOutbox, it.ID, mailFile))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &DamagedError{ID: it.ID, Err: errors.New("its mail is missing")}
	case err != nil:
		return fmt.Errorf("reading ticket %s: %w", it.ID, err)
	case !info.Mode().IsRegular():
		return &DamagedError{ID: it.ID, Err: safefile.ErrNotRegular}
	case info.Size() != it.Size:
		return &DamagedError{ID: it.ID, Err: fmt.Errorf("its mail has %d bytes instead of %d", info.Size(), it.Size)}
	}
	return nil
}

// postpone waits with an item that the queue itself cannot work on now.
func (d *Delivery) postpone(e *entry, err error) {
	d.q.fail("postponed", e.id, err)
	e.urgent = false
	e.due = d.q.now().Add(d.q.schedule.delay(1, d.q.jitter())).Round(0)
	e.file = nil // its file is read again at the next scan
}

// end records what became of an attempt on an item that was as before says.
func (d *Delivery) end(ctx context.Context, e *entry, before entry, it Item, out Outcome) error {
	now := d.q.now()
	it.Reason, it.LastError = out.Reason, shorten(out.Answer)
	if out.Warnings != nil {
		it.Warnings = out.Warnings
	}
	switch out.Class {
	case Delivered:
		it = it.delivered(now)
		d.resume(e)
	case Refused:
		it.State, it.NextAttempt = Failed, time.Time{}
	case Pause:
		it.State, it.NextAttempt = Paused, now.Add(d.q.schedule.Probe)
		if before.state == Paused && before.due.After(now) && before.due.Before(it.NextAttempt) {
			it.NextAttempt = before.due // asked early: the probe keeps its time
		}
	default:
		it.State = Waiting
		if out.Class == Perhaps {
			it.Perhaps, it.PerhapsAt = true, now
		}
		switch {
		case ctx.Err() != nil && out.Class != Perhaps:
			it.NextAttempt = now // we were told to stop: that was nobody's fault
		case d.q.schedule.over(it, now):
			it.State, it.Reason, it.NextAttempt = Failed, ReasonExpired, time.Time{}
		default:
			// What begin has recorded counts from the attempt's start: after one
			// that took minutes it would be over already.
			it.NextAttempt = d.next(e, it, before.due, now)
		}
	}
	if it.decided() {
		return d.settle(e, it)
	}
	err := d.q.save(placeOutbox, it)
	if err != nil {
		d.q.fail("outcome not recorded", it.ID, err)
	}
	d.index.update(e, it)
	e.file = nil
	d.q.note(it, string(it.State))
	return err
}

// settle moves an item that is decided out of the outbox. While the disk does
// not take it, the decision is kept in memory, and the item is not sent again.
func (d *Delivery) settle(e *entry, it Item) error {
	place := placeSent
	if it.State == Failed {
		place = placeFailed
	}
	if err := d.q.move(it, placeOutbox, place); err != nil {
		d.postpone(e, err)
		e.final = &it
		return err
	}
	d.index.remove(e)
	d.q.note(it, string(it.State))
	return nil
}

// move records an item's state and moves its folder. The rename decides; that
// it may work where the writing does not (a full disk has room for a name) is
// why the writing may fail.
//
// What was sent is moved before anything is written: who is killed behind the
// server's word and before the rename sends it twice, and a rename does not wait
// for the disk, as a file does that is written and synced. The item's own file,
// which still says that it is being sent, is overruled by its place (see load).
func (q *Queue) move(it Item, from, to string) error {
	written := it.State != Sent
	var saved error
	if written {
		saved = q.save(from, it)
	}
	err := q.fs.Rename(path.Join(from, it.ID), path.Join(to, it.ID))
	if errors.Is(err, fs.ErrNotExist) {
		// A rename that reported a failure has been done all the same; or
		// somebody removed the item while it was sent, and the history shall know.
		if err = q.fs.Mkdir(path.Join(to, it.ID)); errors.Is(err, fs.ErrExist) {
			err = nil
		}
	}
	if err != nil {
		if !written { // it is not sent again, though it stays where it is
			saved = q.save(from, it)
		}
		return fmt.Errorf("moving ticket %s to %s: %w", it.ID, to, errors.Join(err, saved))
	}
	if !written || saved != nil {
		saved = q.save(to, it)
	}
	if err := errors.Join(saved, q.fs.SyncDir(to), q.fs.SyncDir(from)); err != nil {
		q.log.Warn("outbox: not recorded for good", "ticket", it.ID, "state", it.State, "error", err)
	}
	return nil
}

// resume makes all paused items wait again, due now: the account works, or
// somebody says that it is worth a try. The one that has just been tried is
// left alone.
func (d *Delivery) resume(tried *entry) {
	for _, e := range d.index.byID {
		if e.state != Paused || e == tried {
			continue
		}
		e.state, e.due, e.file = Waiting, d.q.now(), nil
		if err := d.q.change(e.id, func(it *Item) { it.State, it.NextAttempt = Waiting, d.q.now() }); err != nil {
			d.q.log.Warn("outbox: resumed in memory only", "ticket", e.id, "error", err)
		}
	}
}

// setAside moves an item that cannot be read out of the way of the others.
func (d *Delivery) setAside(id string, why error) {
	if e := d.index.byID[id]; e != nil {
		d.index.remove(e)
	}
	if err := d.q.setAside(id, why); err != nil {
		d.q.fail("damaged, and cannot be set aside", id, err)
	}
}

// maxAnswer bounds what is kept of a server's answer.
const maxAnswer = 4 << 10

func shorten(answer string) string {
	if len(answer) <= maxAnswer {
		return answer
	}
	return strings.ToValidUTF8(answer[:maxAnswer], "") + "…"
}

// handover gives the mail's bytes to the sender. Before it hands out the last
// of them it records that the server may have the mail from now on: a crash
// behind this point is the only one after which a mail may arrive twice. What
// cannot be recorded is not handed over, for neither could be that it was sent.
type handover struct {
	q    *Queue
	item Item
	done bool
}

func (h *handover) open() (io.ReadCloser, error) {
	f, err := h.q.fs.Open(path.Join(placeOutbox, h.item.ID, mailFile))
	if err != nil {
		return nil, fmt.Errorf("reading the mail of ticket %s: %w", h.item.ID, err)
	}
	return &handoverReader{h: h, f: f}, nil
}

type handoverReader struct {
	h *handover
	f safefile.File
	n int64
}

func (r *handoverReader) Read(p []byte) (int, error) {
	n, err := r.f.Read(p)
	r.n += int64(n)
	if err == io.EOF && r.n != r.h.item.Size {
		return n, fmt.Errorf("the mail of ticket %s breaks off: %w", r.h.item.ID, io.ErrUnexpectedEOF)
	}
	if r.n >= r.h.item.Size && !r.h.done {
		mark := r.h.item
		mark.Perhaps, mark.PerhapsAt = true, r.h.q.now()
		if serr := r.h.q.save(placeOutbox, mark); serr != nil {
			return n, fmt.Errorf("recording the hand-over of ticket %s: %w", mark.ID, serr)
		}
		r.h.done = true
	}
	return n, err
}

func (r *handoverReader) Close() error { return r.f.Close() }
