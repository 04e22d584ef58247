// Package history keeps the tickets known: what was sent, the number that the
// helpdesk gave it, what was said since and by whom, and from that the state
// in which each one stands. It also says what a further mail about a ticket
// carries.
//
// It knows no network, no queue and no windows: the mails of both sides are
// told to it as plain text. The agent, the windows and the command line use it
// at once, each in its own process.
//
// On disk, below the data folder:
//
//	history/tickets/ID.json  one ticket with its conversation: what counts
//	history/index            a line for each ticket, for lists and searches
//	history/changed/ID       the index's line of this ticket is out of date
//	history/mailbox          how far the mailbox was read
//	history/lock             held while something is changed
//
// The index can be lost: it is made anew from the tickets.
package history

import (
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"sync"
	"time"

	"ticketpp/internal/safefile"
)

// The folders and files.
const (
	folder        = "history"
	ticketsFolder = folder + "/tickets"
	changedFolder = folder + "/changed"
	indexFile     = folder + "/index"
	placeFile     = folder + "/mailbox"
	lockFile      = folder + "/lock"
)

// What may be wrong with a ticket of the history.
var (
	ErrNotFound = errors.New("there is no such ticket")
	ErrDamaged  = errors.New("is damaged")
	ErrSeveral  = errors.New("more than one ticket is meant")
)

// Store is the history in one data folder. Several processes may use it at
// once. Its methods may be called from several goroutines.
type Store struct {
	fs  safefile.FS
	dir string // the data folder on the disk, "" in tests with another FS
	now func() time.Time

	mu   sync.Mutex
	view *view // what the last list was made of; nil before
}

// Option changes how a [Store] works.
type Option func(*Store)

// WithFS lets the store work in fsys, the data folder, instead of the disk's.
func WithFS(fsys safefile.FS) Option { return func(s *Store) { s.fs = fsys } }

// WithClock gives the store another clock.
func WithClock(now func() time.Time) Option { return func(s *Store) { s.now = now } }

// Open opens the history below dataDir and makes the folders that are missing.
// It fails with safefile.ErrNewerFormat, ErrNotOurs, ErrReadOnly or ErrNoSpace
// where that is the cause.
func Open(dataDir string, opts ...Option) (*Store, error) {
	s := &Store{now: time.Now}
	for _, o := range opts {
		o(s)
	}
	if s.fs == nil {
		s.dir = dataDir
	}
	var err error
	if s.fs, err = safefile.OpenFolders(s.fs, dataDir, folder, ticketsFolder, changedFolder); err != nil {
		return nil, err
	}
	return s, nil
}

// patience is how long a change waits for another process's.
const patience = 15 * time.Second

// change runs do while nobody else changes anything.
func (s *Store) change(do func() error) error {
	lock, err := safefile.LockSoon(s.fs, lockFile, patience)
	if err != nil {
		return fmt.Errorf("changing the history: %w", err)
	}
	defer closeLock(lock)
	return do()
}

func closeLock(lock io.Closer) { _ = lock.Close() }

// validID reports whether id may be a ticket's; it comes from command lines
// too.
func validID(id string) bool {
	return len(id) >= 8 && len(id) <= 64 && strings.Trim(id, "0123456789abcdef") == ""
}

func recordName(id string) string { return path.Join(ticketsFolder, id+".json") }

func markerName(id string) string { return path.Join(changedFolder, id) }
