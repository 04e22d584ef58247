// Package drafts keeps a ticket while it is being written: a folder of its own
// with the text, the pictures and the files, saved at every pause and locked
// for as long as somebody has it open. A draft that is not open and was not
// handed over was left by a crash, and is offered again.
//
// It knows nothing of mail, of the queue, or of windows.
//
// On disk, below the data folder:
//
//	drafts/ID/draft.json      the ticket, as last saved
//	drafts/ID/draft.json.bak  the version before
//	drafts/ID/shot-1.png …    what was put in; names chosen by us
//	drafts/ID.lock            locked while the draft is open
//	drafts/ID.gone            a draft on its way out
package drafts

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"sort"
	"strings"
	"time"

	"ticketpp/internal/safefile"
	"ticketpp/internal/ticket"
)

const (
	folder     = "drafts"
	lockSuffix = ".lock"
	goneSuffix = ".gone"
)

// Store is the folder of all drafts of one user.
type Store struct {
	fs  safefile.FS
	now func() time.Time
}

// Option changes how a [Store] works.
type Option func(*Store)

// WithFS lets the store work in fsys, the data folder, instead of the disk's.
func WithFS(fsys safefile.FS) Option { return func(s *Store) { s.fs = fsys } }

// WithClock gives the store another clock.
func WithClock(now func() time.Time) Option { return func(s *Store) { s.now = now } }

// Open opens the drafts below dataDir and makes the folders that are missing.
// It fails with safefile.ErrNewerFormat, ErrNotOurs, ErrReadOnly or ErrNoSpace
// where that is the cause.
func Open(dataDir string, opts ...Option) (*Store, error) {
	s := &Store{now: time.Now}
	for _, o := range opts {
		o(s)
	}
	var err error
	if s.fs, err = safefile.OpenFolders(s.fs, dataDir, folder); err != nil {
		return nil, err
	}
	s.tidy()
	return s, nil
}

// Summary describes a draft that nobody has open.
type Summary struct {
	ID        string
	Subject   string
	Helpdesk  string
	UpdatedAt time.Time
	Damaged   bool             // it cannot be resumed: see Salvage
	Text      string           // of a damaged one: what could still be read of the description
	FollowUp  *ticket.FollowUp // set on a further mail about a ticket that exists
	Written   bool             // it holds words, a picture or a file
}

// Left returns the drafts of new tickets that nobody has open and that were
// not sealed: left by a crash or put aside, to be offered again. Newest first.
// The drafts that could be read are returned even when there is an error.
func (s *Store) Left() ([]Summary, error) { return s.LeftBeside("") }

// LeftBeside is Left without the draft of that id, and without a wait for
// whoever has that one open.
func (s *Store) LeftBeside(id string) ([]Summary, error) {
	return s.list(func(sum Summary, sealed bool) bool { return !sealed && sum.FollowUp == nil }, id)
}

// FollowUps returns those among the drafts that were left which are no new
// tickets: they belong beside the ticket of which they speak. Newest first.
func (s *Store) FollowUps() ([]Summary, error) {
	return s.list(func(sum Summary, sealed bool) bool { return !sealed && sum.FollowUp != nil })
}

// Sealed returns the drafts that nobody has open and that were sealed: handed
// over just before a crash, or to be handed over again. Newest first.
func (s *Store) Sealed() ([]Summary, error) {
	return s.list(func(_ Summary, sealed bool) bool { return sealed })
}

// list returns the drafts that nobody has open and that are wanted. Those in
// but are not looked at.
func (s *Store) list(wanted func(sum Summary, sealed bool) bool, but ...string) ([]Summary, error) {
	ids, err := s.ids()
	if err != nil {
		return nil, err
	}
	var found []Summary
	var errs []error
	for _, id := range ids {
		if slices.Contains(but, id) {
			continue
		}
		sum, isSealed, err := s.summary(id)
		switch {
		case errors.Is(err, ErrOpen), errors.Is(err, ErrNotFound):
		case err != nil:
			errs = append(errs, err)
		case wanted(sum, isSealed):
			found = append(found, sum)
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].UpdatedAt.After(found[j].UpdatedAt) })
	return found, errors.Join(errs...)
}

// summary looks into a draft under its lock.
func (s *Store) summary(id string) (Summary, bool, error) {
	lock, err := s.lockExisting(id, glance) // it may have been sent since it was listed
	if err != nil {
		return Summary{}, false, err
	}
	defer lock.Close()
	state, err := readState(s.fs, s.dir(id))
	if err != nil {
		return Summary{}, false, err
	}
	if state.empty() {
		return Summary{}, false, ErrNotFound
	}
	if state.ok {
		t := state.ticket
		return Summary{
			ID: id, Subject: t.Subject, Helpdesk: t.Helpdesk, UpdatedAt: state.record.SavedAt, FollowUp: t.FollowUp, Written: written(t),
		}, state.record.Sealed, nil
	}
	t := state.salvaged
	return Summary{
		ID: id, Subject: t.Subject, Helpdesk: t.Helpdesk, UpdatedAt: state.touched,
		Damaged: true, Text: plainText(t.Description), FollowUp: t.FollowUp, Written: written(t),
	}, false, nil
}

// written reports whether losing the draft would lose something.
func written(t ticket.Ticket) bool {
	return strings.TrimSpace(plainText(t.Description)) != "" || len(t.Screenshots)+len(t.Attachments) > 0
}

// Discard removes a draft that nobody has open, damaged or not. It fails with
// [ErrOpen] or [ErrNotFound].
func (s *Store) Discard(id string) error {
	lock, err := s.lockExisting(id, patience)
	if err != nil {
		return err
	}
	if err := s.remove(id, lock); err != nil {
		lock.Close()
		return err
	}
	return nil
}

// remove takes the draft away and ends its lock; when it fails, both are as
// they were. The rename decides: what is left after it is swept up by the next
// Open, and a draft that a power cut brings back is discarded once more.
func (s *Store) remove(id string, lock io.Closer) error {
	gone := s.dir(id) + goneSuffix
	if err := s.fs.Rename(s.dir(id), gone); err != nil && !s.isGone(id) {
		return fmt.Errorf("discarding the draft: %w", err)
	}
	_ = s.fs.SyncDir(folder)
	_ = safefile.RemoveAll(s.fs, gone)
	_ = safefile.RemoveLock(s.fs, s.dir(id)+lockSuffix, lock)
	return nil
}

// patience is how long to wait for a draft that another process only looks
// at, as Left does.
const (
	patience = 500 * time.Millisecond
	glance   = 50 * time.Millisecond // when only looking
)

// lock takes the lock of a draft; ErrOpen when another has it.
func (s *Store) lock(id string, wait time.Duration) (io.Closer, error) {
	lock, err := safefile.LockSoon(s.fs, s.dir(id)+lockSuffix, wait)
	if errors.Is(err, safefile.ErrLocked) {
		return nil, fmt.Errorf("draft %s: %w", id, ErrOpen)
	}
	if err != nil {
		return nil, fmt.Errorf("locking the draft: %w", err)
	}
	return lock, nil
}

// lockExisting is lock for a draft that must be there.
func (s *Store) lockExisting(id string, wait time.Duration) (io.Closer, error) {
	if !validID(id) || !s.isFolder(id) {
		return nil, fmt.Errorf("draft %q: %w", id, ErrNotFound)
	}
	lock, err := s.lock(id, wait)
	if err != nil {
		return nil, err
	}
	if !s.isFolder(id) { // discarded while we waited
		_ = safefile.RemoveLock(s.fs, s.dir(id)+lockSuffix, lock)
		return nil, fmt.Errorf("draft %q: %w", id, ErrNotFound)
	}
	return lock, nil
}

func (s *Store) isFolder(id string) bool {
	info, err := s.fs.Lstat(s.dir(id))
	return err == nil && info.IsDir()
}

// isGone reports whether a draft's folder is surely not there.
func (s *Store) isGone(id string) bool {
	_, err := s.fs.Lstat(s.dir(id))
	return errors.Is(err, fs.ErrNotExist)
}

func (s *Store) dir(id string) string { return path.Join(folder, id) }

// validID reports whether id is one that [Store.Create] makes; it comes from
// command lines too.
func validID(id string) bool {
	return len(id) == 2*idBytes && strings.Trim(id, "0123456789abcdef") == ""
}

// ids lists the folders that are drafts; a symbolic link is none.
func (s *Store) ids() ([]string, error) {
	entries, err := s.fs.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("listing the drafts: %w", err)
	}
	var ids []string
	for _, e := range entries {
		if e.IsDir() && validID(e.Name()) {
			ids = append(ids, e.Name())
		}
	}
	return ids, nil
}

// staleLock is the age from which a lock file without a draft is a leftover
// and not a draft in the making.
const staleLock = time.Hour

// tidy sweeps up what crashes left: drafts on their way out, drafts that were
// never written, locks without a draft. What cannot be removed now is left to
// the next time; it harms nobody.
func (s *Store) tidy() {
	entries, err := s.fs.ReadDir(folder)
	if err != nil {
		return
	}
	for _, e := range entries {
		name := e.Name()
		id, isLock := strings.CutSuffix(name, lockSuffix)
		switch {
		case strings.HasSuffix(name, goneSuffix):
			_ = safefile.RemoveAll(s.fs, path.Join(folder, name))
		case isLock && !s.isFolder(id):
			if info, err := e.Info(); err == nil && s.now().Sub(info.ModTime()) > staleLock {
				s.tidyLock(name)
			}
		case e.IsDir() && validID(name):
			s.tidyEmpty(name)
		}
	}
}

func (s *Store) tidyLock(name string) {
	if lock, err := s.fs.Lock(path.Join(folder, name), false); err == nil {
		_ = safefile.RemoveLock(s.fs, path.Join(folder, name), lock)
	}
}

// tidyEmpty removes a draft whose making was cut off before its first save.
func (s *Store) tidyEmpty(id string) {
	entries, err := s.fs.ReadDir(s.dir(id))
	if err != nil || len(entries) > 1 || len(entries) == 1 && entries[0].Name() != recordFile+newSuffix {
		return
	}
	lock, err := s.lock(id, 0)
	if err != nil {
		return
	}
	if state, err := readState(s.fs, s.dir(id)); err == nil && state.empty() {
		_ = s.remove(id, lock)
		return
	}
	lock.Close()
}
