package outbox

import (
	"errors"
	"fmt"
	"io"
	"path"
	"time"

	"ticketpp/internal/safefile"
)

// Put accepts a mail: write writes its bytes, and when Put returns nil they
// and the envelope are on the disk for good. An id is taken once: for one that
// waits, was sent or has failed the error is [ErrExists], and the item that
// has it is returned; a damaged one is set aside for the new. When Put fails otherwise, nothing was accepted. The
// fields from Size on are the queue's to set, but for Ticket.
func (q *Queue) Put(it Item, write func(io.Writer) error) (Item, error) {
	if !validID(it.ID) {
		return Item{}, fmt.Errorf("%q %w", it.ID, ErrBadID)
	}
	lock, err := q.lockItem(it.ID)
	if err != nil {
		return Item{}, err
	}
	had, err := q.taken(it.ID)
	switch {
	case err == nil:
		lock.Close()
		return had, fmt.Errorf("ticket %s %w", it.ID, ErrExists)
	case errors.Is(err, ErrDamaged):
		if err = q.setAside(it.ID, err); err == nil {
			it, err = q.put(it, write)
		}
	case errors.Is(err, ErrNotFound):
		it, err = q.put(it, write)
	}
	if err != nil {
		_ = safefile.RemoveLock(q.fs, lockName(it.ID), lock)
		return Item{}, err
	}
	lock.Close()
	q.note(it, "accepted")
	return it, nil
}

// put writes the item beside the others and renames it into its place.
func (q *Queue) put(it Item, write func(io.Writer) error) (Item, error) {
	now := q.putTime()
	it.AcceptedAt, it.Since, it.NextAttempt = now, now, now
	it.State, it.Attempts, it.LastAttempt, it.SentAt = Waiting, 0, time.Time{}, time.Time{}
	it.LastError, it.Reason, it.Perhaps, it.Urgent, it.Warnings = "", "", false, false, nil
	it.PerhapsAt = time.Time{}
	dir := path.Join(placeOutbox, it.ID)
	temp := dir + newSuffix
	err := safefile.RemoveAll(q.fs, temp) // of a Put that was cut off
	if err == nil {
		err = q.fs.Mkdir(temp)
	}
	if err != nil {
		return it, fmt.Errorf("accepting ticket %s: %w", it.ID, err)
	}
	if it.Size, err = q.fill(temp, it, write); err == nil {
		err = q.fs.Rename(temp, dir)
	}
	if err == nil {
		if err = q.fs.SyncDir(placeOutbox); err == nil {
			return it, nil
		}
	}
	// Not accepted, then not there: nobody has read it yet, for we hold its lock.
	_ = q.fs.Rename(dir, temp)
	_ = safefile.RemoveAll(q.fs, temp)
	return it, fmt.Errorf("accepting ticket %s: %w", it.ID, err)
}

// putTime returns the time of a new item, later than that of the one before
// even where the clock is coarse: it makes the order.
func (q *Queue) putTime() time.Time {
	q.putting.Lock()
	defer q.putting.Unlock()
	now := q.now()
	if behind := q.lastPut.Sub(now); behind >= 0 && behind < time.Second {
		now = q.lastPut.Add(time.Microsecond)
	}
	q.lastPut = now
	return now
}

// fill writes the files of a new item and returns the mail's size.
func (q *Queue) fill(dir string, it Item, write func(io.Writer) error) (int64, error) {
	var n counter
	err := safefile.Write(q.fs, path.Join(dir, mailFile), func(w io.Writer) error {
		return write(io.MultiWriter(w, &n))
	})
	if err != nil {
		return 0, err
	}
	it.Size = int64(n)
	data, err := it.encode()
	if err != nil {
		return 0, err
	}
	err = safefile.Write(q.fs, path.Join(dir, itemFile), func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
	if err != nil {
		return 0, err
	}
	return int64(n), q.fs.SyncDir(dir)
}

type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// note logs a change of an item's state, without any of its text, and tells
// whoever wants to know.
func (q *Queue) note(it Item, what string) {
	q.log.Info("outbox: "+what, "ticket", it.ID, "state", it.State, "attempts", it.Attempts,
		"next", it.NextAttempt, "reason", it.Reason, "perhaps", it.Perhaps, "helpdesk", it.Helpdesk, "bytes", it.Size)
	q.changed(it)
}

// fail logs what keeps the queue from working, and tells whoever wants to know.
func (q *Queue) fail(what, id string, err error) {
	q.log.Error("outbox: "+what, "ticket", id, "error", err)
	q.trouble(err)
}
