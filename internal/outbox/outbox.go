// Package outbox is the durable queue: what it has accepted is on the disk,
// and is delivered, or is seen to have failed. It holds the exact bytes of a
// mail, its envelope and what became of each attempt.
//
// It knows nothing of how mail is sent or of what a ticket is: it asks for a
// [Sender], and keeps the ticket as an opaque text for the history.
//
// On disk, below the data folder:
//
//	outbox/ID/item.json   the item: envelope, state, attempts
//	outbox/ID/mail.eml    the bytes
//	outbox/ID.lock        locked while somebody changes or sends the item
//	outbox/deliver.lock   locked by the one process that delivers
//	sent/ID/…             the same, delivered; after a time without mail.eml
//	failed/ID/…           the same, given up
//	damaged/ID/…          what could not be read, with a reason.txt
//
// The folder in which an item lies says what became of it; its item.json says
// the rest. A queue has one account, that of its Sender.
package outbox

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"log/slog"
	"math/rand/v2"
	"path"
	"sort"
	"strings"
	"sync"
	"time"

	"ticketpp/internal/safefile"
)

// The folders.
const (
	placeOutbox  = "outbox"
	placeSent    = "sent"
	placeFailed  = "failed"
	placeDamaged = "damaged"
)

const (
	lockSuffix = ".lock"
	newSuffix  = ".new"  // being put
	goneSuffix = ".gone" // being discarded
)

// Queue is the queue in one data folder. Several processes may use it at
// once; one of them delivers ([Queue.Lock]).
type Queue struct {
	fs       safefile.FS
	dir      string // the data folder on the disk, "" in tests with another FS
	now      func() time.Time
	jitter   func() float64
	schedule Schedule
	log      *slog.Logger
	changed  func(Item)
	progress func(it Item, sent, total int64)
	trouble  func(error)

	putting sync.Mutex
	lastPut time.Time
}

// Option changes how a [Queue] works.
type Option func(*Queue)

// WithFS lets the queue work in fsys, the data folder, instead of the disk's.
func WithFS(fsys safefile.FS) Option { return func(q *Queue) { q.fs = fsys } }

// WithClock gives the queue another wall clock.
func WithClock(now func() time.Time) Option { return func(q *Queue) { q.now = now } }

// WithJitter gives the queue another source of chance, in [0,1).
func WithJitter(f func() float64) Option { return func(q *Queue) { q.jitter = f } }

// WithSchedule gives the queue other delays.
func WithSchedule(s Schedule) Option { return func(q *Queue) { q.schedule = s } }

// WithLog lets the queue write one line for each change of an item's state,
// with its id and without any of its text.
func WithLog(l *slog.Logger) Option { return func(q *Queue) { q.log = l } }

// OnChange calls f after each change of an item's state that this process
// makes, from the goroutine that makes it.
func OnChange(f func(Item)) Option { return func(q *Queue) { q.changed = f } }

// OnProgress calls f while an item is sent, with the bytes of it.
func OnProgress(f func(it Item, sent, total int64)) Option {
	return func(q *Queue) { q.progress = f }
}

// OnTrouble calls f with what keeps the queue itself from working: a full
// disk, for instance, which it waits out.
func OnTrouble(f func(error)) Option { return func(q *Queue) { q.trouble = f } }

// Open opens the queue below dataDir and makes the folders that are missing.
// It fails with safefile.ErrNewerFormat, ErrNotOurs, ErrReadOnly or ErrNoSpace
// where that is the cause.
func Open(dataDir string, opts ...Option) (*Queue, error) {
	q := &Queue{
		now: time.Now, jitter: rand.Float64, schedule: DefaultSchedule(),
		log: slog.New(slog.DiscardHandler), changed: func(Item) {}, progress: func(Item, int64, int64) {},
		trouble: func(error) {},
	}
	for _, o := range opts {
		o(q)
	}
	if q.fs == nil {
		q.dir = dataDir
	}
	var err error
	if q.fs, err = safefile.OpenFolders(q.fs, dataDir, placeOutbox, placeSent, placeFailed, placeDamaged); err != nil {
		return nil, err
	}
	q.tidy()
	return q, nil
}

// Has reports whether id was accepted once and not discarded: it waits, was
// sent, or has failed. One that is damaged before it was sent is not had: who
// still has its ticket should put it again.
func (q *Queue) Has(id string) bool {
	_, err := q.taken(id)
	return err == nil
}

// taken returns the item that has the id: [ErrNotFound] when it is free,
// [ErrDamaged] when one has it that will never be sent.
func (q *Queue) taken(id string) (Item, error) {
	place, err := q.find(id)
	if err != nil {
		return Item{}, err
	}
	it, err := q.Get(id)
	if errors.Is(err, ErrDamaged) && place != placeOutbox {
		return Item{ID: id}, nil
	}
	return it, err
}

// find returns the place in which the item lies. The outbox is looked at
// twice, for a failed item may be moved back to it meanwhile.
func (q *Queue) find(id string) (string, error) {
	if !validID(id) {
		return "", fmt.Errorf("ticket %q: %w", id, ErrNotFound)
	}
	for _, place := range []string{placeOutbox, placeSent, placeFailed, placeOutbox} {
		info, err := q.fs.Lstat(path.Join(place, id))
		if err == nil && info.IsDir() {
			return place, nil
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("looking for ticket %s: %w", id, err)
		}
	}
	return "", fmt.Errorf("ticket %q: %w", id, ErrNotFound)
}

// Get returns an item, wherever it is; [ErrNotFound] when it is nowhere, a
// [*DamagedError] when it cannot be read.
func (q *Queue) Get(id string) (Item, error) {
	for range 3 { // it may move while we look
		place, err := q.find(id)
		if err != nil {
			return Item{}, err
		}
		it, err := q.load(place, id)
		if errors.Is(err, fs.ErrNotExist) && !errors.Is(err, ErrDamaged) {
			continue
		}
		return q.settled(it), err
	}
	return Item{}, fmt.Errorf("ticket %q: %w", id, ErrNotFound)
}

// List returns the items that wait, are paused, are being sent or have failed,
// the oldest first. While one item is paused the others wait for the same
// account and are paused with it. Those that could be read are returned even
// when there is an error.
func (q *Queue) List() ([]Item, error) {
	items, err := q.read(placeOutbox)
	failed, ferr := q.read(placeFailed)
	var pausedBy *Item
	for i := range items {
		items[i] = q.settled(items[i])
		if items[i].State == Paused && pausedBy == nil {
			pausedBy = &items[i]
		}
	}
	for i := range items {
		if pausedBy != nil && items[i].State == Waiting {
			items[i].State, items[i].Reason = Paused, pausedBy.Reason
		}
	}
	items = append(items, failed...)
	sort.SliceStable(items, func(i, j int) bool { return items[i].before(items[j]) })
	return items, errors.Join(err, ferr)
}

// settled corrects what a crash left in an item: one that says "sending"
// while nobody has its lock is waiting.
func (q *Queue) settled(it Item) Item {
	if it.State != Sending {
		return it
	}
	if lock, err := q.fs.Lock(lockName(it.ID), false); err == nil {
		lock.Close()
		it.State = Waiting
	}
	return it
}

// Sent goes through the items that were sent, in no order; there may be many,
// and they are read one by one.
func (q *Queue) Sent() iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		ids, err := q.ids(placeSent)
		if err != nil {
			yield(Item{}, err)
			return
		}
		for _, id := range ids {
			if it, err := q.load(placeSent, id); !yield(it, err) {
				return
			}
		}
	}
}

// SentIDs lists the items that were sent, without reading them.
func (q *Queue) SentIDs() ([]string, error) { return q.ids(placeSent) }

// read loads all items of a place.
func (q *Queue) read(place string) ([]Item, error) {
	ids, err := q.ids(place)
	if err != nil {
		return nil, err
	}
	var items []Item
	var errs []error
	for _, id := range ids {
		it, err := q.load(place, id)
		switch {
		case err == nil:
			items = append(items, it)
		case errors.Is(err, fs.ErrNotExist) && !errors.Is(err, ErrDamaged): // it has just moved on
		default:
			errs = append(errs, err)
		}
	}
	return items, errors.Join(errs...)
}

// ids lists the items of a place; a symbolic link is none.
func (q *Queue) ids(place string) ([]string, error) {
	entries, err := q.fs.ReadDir(place)
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", place, err)
	}
	ids := make([]string, 0, len(entries))
	for _, e := range entries {
		if e.IsDir() && validID(e.Name()) {
			ids = append(ids, e.Name())
		}
	}
	return ids, nil
}

// lockPatience is how long to wait for an item that another process only
// looks at or changes.
const lockPatience = 500 * time.Millisecond

// lockItem takes the lock of an item, under which it is changed; [ErrBusy]
// when it is being sent.
func (q *Queue) lockItem(id string) (io.Closer, error) {
	lock, err := safefile.LockSoon(q.fs, lockName(id), lockPatience)
	if errors.Is(err, safefile.ErrLocked) {
		return nil, fmt.Errorf("ticket %s: %w", id, ErrBusy)
	}
	if err != nil {
		return nil, fmt.Errorf("locking ticket %s: %w", id, err)
	}
	return lock, nil
}

func lockName(id string) string { return path.Join(placeOutbox, id+lockSuffix) }

// staleLock is the age from which a lock file without an item is a leftover.
const staleLock = time.Hour

// tidy sweeps up what crashes left: items half put, items half discarded,
// locks without an item. What cannot be removed now harms nobody.
func (q *Queue) tidy() {
	for _, place := range []string{placeOutbox, placeFailed} {
		entries, err := q.fs.ReadDir(place)
		if err != nil {
			continue
		}
		here := make(map[string]bool, len(entries))
		for _, e := range entries {
			here[e.Name()] = true
		}
		for _, e := range entries {
			name := e.Name()
			id, isLock := strings.CutSuffix(name, lockSuffix)
			half, isNew := strings.CutSuffix(name, newSuffix)
			switch {
			case strings.HasSuffix(name, goneSuffix):
				_ = safefile.RemoveAll(q.fs, path.Join(place, name))
			case isNew && validID(half):
				q.tidyUnder(half, func() { _ = safefile.RemoveAll(q.fs, path.Join(place, name)) })
			case isLock && validID(id) && !here[id]:
				if info, err := e.Info(); err == nil && q.now().Sub(info.ModTime()) > staleLock {
					q.tidyUnder(id, func() {})
				}
			}
		}
	}
}

// tidyUnder does what is to do for an id that nobody uses now, and removes its
// lock.
func (q *Queue) tidyUnder(id string, do func()) {
	lock, err := q.fs.Lock(lockName(id), false)
	if err != nil {
		return
	}
	do()
	if _, err := q.fs.Lstat(path.Join(placeOutbox, id)); err == nil {
		lock.Close()
		return
	}
	_ = safefile.RemoveLock(q.fs, lockName(id), lock)
}
