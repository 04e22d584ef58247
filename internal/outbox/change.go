package outbox

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"time"

	"ticketpp/internal/safefile"
)

// change applies do to an item in the outbox, under its lock.
func (q *Queue) change(id string, do func(*Item)) error {
	lock, err := q.lockItem(id)
	if err != nil {
		return err
	}
	defer lock.Close()
	it, err := q.load(placeOutbox, id)
	if err != nil {
		return err
	}
	if it.decided() {
		return nil // and only to be moved
	}
	do(&it)
	if err := q.save(placeOutbox, it); err != nil {
		return err
	}
	q.note(it, string(it.State))
	return nil
}

// Retry makes the given items due now, before their turn, and brings failed
// ones back to the outbox with new days of trying; without ids it makes all
// that wait or are paused due. An item that is being sent is left alone. Who
// delivers in this session must be kicked.
func (q *Queue) Retry(ids ...string) error {
	defer q.pokeWatcher()
	now := q.now()
	if len(ids) == 0 {
		all, err := q.ids(placeOutbox)
		errs := []error{err}
		for _, id := range all {
			err := q.change(id, func(it *Item) { it.State, it.NextAttempt = Waiting, now })
			if errors.Is(err, fs.ErrNotExist) && !errors.Is(err, ErrDamaged) {
				continue // it has just moved on
			}
			errs = append(errs, ignore(err, ErrBusy))
		}
		return errors.Join(errs...)
	}
	var errs []error
	for _, id := range ids {
		errs = append(errs, ignore(q.retry(id, now), ErrBusy))
	}
	return errors.Join(errs...)
}

func ignore(err, what error) error {
	if errors.Is(err, what) {
		return nil
	}
	return err
}

func (q *Queue) retry(id string, now time.Time) error {
	place, err := q.find(id)
	switch {
	case err != nil:
		return err
	case place == placeSent:
		return fmt.Errorf("ticket %s %w", id, ErrSent)
	case place == placeOutbox:
		return q.change(id, func(it *Item) { it.State, it.NextAttempt, it.Urgent = Waiting, now, true })
	}
	return q.take(id, func(it Item) error {
		it.State, it.Since, it.Attempts, it.Early, it.NextAttempt, it.Urgent = Waiting, now, 0, 0, now, true
		if err := q.save(placeFailed, it); err != nil {
			return err
		}
		if err := q.fs.Rename(path.Join(placeFailed, id), path.Join(placeOutbox, id)); err != nil {
			return fmt.Errorf("retrying ticket %s: %w", id, err)
		}
		q.note(it, "retried")
		return errors.Join(q.fs.SyncDir(placeOutbox), q.fs.SyncDir(placeFailed))
	})
}

// take runs do with a failed item, under its lock.
func (q *Queue) take(id string, do func(Item) error) error {
	lock, err := q.lockItem(id)
	if err != nil {
		return err
	}
	defer lock.Close()
	it, err := q.load(placeFailed, id)
	if err != nil {
		return err
	}
	return do(it)
}

// Confirmed moves an item to the sent ones although no attempt said so: the
// helpdesk's answer to it has come. An item that is sent already is no error.
func (q *Queue) Confirmed(id string) error {
	lock, err := q.lockItem(id)
	if err != nil {
		return err
	}
	place, err := q.find(id)
	if err != nil || place == placeSent {
		_ = safefile.RemoveLock(q.fs, lockName(id), lock)
		return err
	}
	it, err := q.load(place, id)
	if err == nil {
		at := it.LastAttempt
		if at.IsZero() {
			at = q.now()
		}
		it = it.delivered(at)
		err = q.move(it, place, placeSent)
	}
	if err != nil {
		lock.Close()
		return err
	}
	q.note(it, "confirmed")
	return safefile.RemoveLock(q.fs, lockName(id), lock)
}

// Discard removes an item that waits, is paused or has failed, with all that
// it holds. It fails with [ErrSent], [ErrNotFound], or [ErrBusy] for one that
// is being sent.
func (q *Queue) Discard(id string) error {
	if place, err := q.find(id); err != nil {
		return err
	} else if place == placeSent {
		return fmt.Errorf("ticket %s %w", id, ErrSent)
	}
	lock, err := q.lockItem(id)
	if err != nil {
		return err
	}
	if err := q.discard(id); err != nil {
		lock.Close()
		return err
	}
	return safefile.RemoveLock(q.fs, lockName(id), lock)
}

func (q *Queue) discard(id string) error {
	place, err := q.find(id) // again: it may have been sent before we had the lock
	if err != nil {
		return err
	}
	it, err := q.load(place, id)
	if place == placeSent || err == nil && it.State == Sent {
		return fmt.Errorf("ticket %s %w", id, ErrSent)
	}
	gone := path.Join(place, id+goneSuffix)
	if err := q.fs.Rename(path.Join(place, id), gone); err != nil {
		return fmt.Errorf("discarding ticket %s: %w", id, err)
	}
	err = q.fs.SyncDir(place)
	_ = safefile.RemoveAll(q.fs, gone) // what is left is swept up by the next Open
	q.log.Info("outbox: discarded", "ticket", id)
	if err != nil {
		return fmt.Errorf("discarding ticket %s: %w", id, err)
	}
	return nil
}

// Mail opens the bytes of an item's mail, wherever it is; [ErrSwept] when it
// was sent so long ago that they are gone.
func (q *Queue) Mail(id string) (io.ReadCloser, error) {
	for range 3 { // it may move while we look
		place, err := q.find(id)
		if err != nil {
			return nil, err
		}
		f, err := q.fs.Open(path.Join(place, id, mailFile))
		switch {
		case err == nil:
			return f, nil
		case !errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("reading the mail of ticket %s: %w", id, err)
		case place == placeSent:
			return nil, fmt.Errorf("ticket %s %w", id, ErrSwept)
		}
	}
	return nil, &DamagedError{ID: id, Err: errors.New("its mail is missing")}
}

// Export writes the exact bytes of an item's mail to w; see [Queue.Mail].
func (q *Queue) Export(id string, w io.Writer) error {
	f, err := q.Mail(id)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := io.Copy(w, f); err != nil {
		return fmt.Errorf("exporting ticket %s: %w", id, err)
	}
	return nil
}

// Sweep removes the mails, with their pictures and files, of the items that
// were sent longer than keep ago. The items stay, with their ticket's text.
func (q *Queue) Sweep(keep time.Duration) error {
	ids, err := q.ids(placeSent)
	errs := []error{err}
	for _, id := range ids {
		if err := q.sweep(id, keep); err != nil {
			errs = append(errs, fmt.Errorf("sweeping ticket %s: %w", id, err))
		}
	}
	return errors.Join(errs...)
}

func (q *Queue) sweep(id string, keep time.Duration) error {
	dir := path.Join(placeSent, id)
	info, err := q.fs.Lstat(path.Join(dir, mailFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil // swept before
	}
	if err != nil {
		return err
	}
	sent := info.ModTime()
	if it, err := q.load(placeSent, id); err == nil && !it.SentAt.IsZero() {
		sent = it.SentAt
	}
	if q.now().Sub(sent) < keep {
		return nil
	}
	if err := q.fs.Remove(path.Join(dir, mailFile)); err != nil {
		return err
	}
	return q.fs.SyncDir(dir)
}
