package drafts

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"sync"
	"time"

	"ticketpp/internal/safefile"
	"ticketpp/internal/ticket"
)

// Draft is a draft that this process has open: it holds the lock until Close
// or Discard, or until the process ends. Its methods may be called from
// several goroutines. The zero value is a draft that is closed.
type Draft struct {
	store *Store
	id    string

	mu      sync.Mutex
	lock    io.Closer // nil once closed
	record  record    // as last saved
	nextAtt int       // number of the next attachment's file
}

// Create makes a new draft of t, open and saved. The ticket gets a new random
// id, which is the draft's, and no Message-ID: t may be one that was refused
// and is written anew.
func (s *Store) Create(t ticket.Ticket) (*Draft, error) {
	id := newID()
	t.ID, t.MessageID, t.Date = id, "", time.Time{}
	lock, err := s.lock(id, 0) // first, so that nobody finds the draft unlocked
	if err != nil {
		return nil, err
	}
	d := &Draft{store: s, id: id, lock: lock, nextAtt: 1}
	err = s.fs.Mkdir(s.dir(id))
	if err == nil {
		err = d.Save(t)
	}
	if err == nil {
		err = s.fs.SyncDir(folder)
	}
	if err != nil {
		_ = safefile.RemoveAll(s.fs, s.dir(id))
		_ = safefile.RemoveLock(s.fs, s.dir(id)+lockSuffix, lock)
		return nil, fmt.Errorf("making a draft: %w", err)
	}
	return d, nil
}

// idBytes: 128 random bits, so that no other user can guess a draft's folder.
const idBytes = 16

func newID() string {
	b := make([]byte, idBytes)
	_, _ = rand.Read(b) // never fails, by its documentation
	return hex.EncodeToString(b)
}

// Resume opens a draft that was left. It fails with [ErrOpen] when it is open
// elsewhere, [ErrNotFound] when there is none, and [ErrDamaged] when no whole
// version of it can be read: then nothing is touched, see [Store.Salvage].
// When only the newest version is damaged, the one before is given back, which
// says so (ticket.Older), and the damaged one is kept beside it.
func (s *Store) Resume(id string) (*Draft, error) {
	d, state, err := s.open(id)
	if err != nil {
		return nil, err
	}
	if !state.ok {
		d.Close()
		return nil, fmt.Errorf("draft %s %w", id, ErrDamaged)
	}
	d.record = state.record
	if err := d.older(state.damaged); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

// older sets damaged records aside that were newer than the whole one, and
// says in that what it is.
func (d *Draft) older(damaged []string) error {
	if err := d.setAside(damaged); err != nil || d.record.Sealed || !slices.Contains(damaged, recordFile) {
		return err
	}
	t := d.Ticket()
	t.Past = &ticket.Past{Kind: ticket.Older}
	return d.Save(t)
}

// Salvage opens a damaged draft with what can still be read of its text,
// which may be nothing; the ticket says so (ticket.Damaged). The damaged files
// stay in the folder under another name; the pictures and files stay too, but
// the new text does not name them.
func (s *Store) Salvage(id string) (*Draft, error) {
	d, state, err := s.open(id)
	if err != nil {
		return nil, err
	}
	if state.ok {
		d.record = state.record
		return d, nil
	}
	t := state.salvaged
	t.ID, t.MessageID, t.Date, t.Past = id, "", time.Time{}, &ticket.Past{Kind: ticket.Damaged}
	t.Screenshots = append(t.Screenshots, d.strays(t)...)
	if err = d.setAside(state.damaged); err == nil {
		err = d.Save(t)
	}
	if err != nil {
		d.Close()
		return nil, fmt.Errorf("salvaging the draft: %w", err)
	}
	return d, nil
}

// open takes a draft's lock and reads what is there.
func (s *Store) open(id string) (*Draft, state, error) {
	lock, err := s.lockExisting(id, patience)
	if err != nil {
		return nil, state{}, err
	}
	d := &Draft{store: s, id: id, lock: lock}
	found, err := readState(s.fs, s.dir(id))
	if err == nil {
		d.nextAtt, err = d.countFiles()
	}
	if err == nil && found.empty() {
		err = fmt.Errorf("draft %q: %w", id, ErrNotFound)
	}
	if err != nil {
		lock.Close()
		return nil, state{}, err
	}
	return d, found, nil
}

// setAside renames damaged records, so that the next save does not replace
// what somebody may still want to look at.
func (d *Draft) setAside(names []string) error {
	for _, name := range names {
		from := path.Join(d.store.dir(d.id), name)
		if err := d.store.fs.Rename(from, d.freeName(from+damagedSuffix)); err != nil {
			return fmt.Errorf("setting a damaged draft aside: %w", err)
		}
	}
	return nil
}

// freeName is name, or with a number behind it when one was set aside earlier:
// that one may hold more.
func (d *Draft) freeName(name string) string {
	free := name
	for n := 2; n < 100; n++ {
		if _, err := d.store.fs.Lstat(free); errors.Is(err, fs.ErrNotExist) {
			return free
		}
		free = name + "-" + strconv.Itoa(n)
	}
	return name
}

// ID returns the draft's id, which is its ticket's.
func (d *Draft) ID() string { return d.id }

// Dir returns the draft's folder relative to the data folder, with slashes.
func (d *Draft) Dir() string { return d.store.dir(d.id) }

// Ticket returns the ticket as last saved; the caller may change its copy.
func (d *Draft) Ticket() ticket.Ticket {
	d.mu.Lock()
	defer d.mu.Unlock()
	var t ticket.Ticket
	_ = json.Unmarshal(d.record.Ticket, &t) // we wrote it, or have read it whole
	return t
}

// IsSealed reports whether Send was pressed.
func (d *Draft) IsSealed() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.record.Sealed
}

// Save keeps t: when it returns nil, t is on the disk. What is on the disk
// already is not written again, so that it may be called every second; a folder
// that was deleted meanwhile is made again. It fails with [ErrSealed] after Seal; the id and the Message-ID are not t's to
// change.
func (d *Draft) Save(t ticket.Ticket) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.record.Sealed {
		return fmt.Errorf("draft %s %w", d.id, ErrSealed)
	}
	t.ID, t.MessageID, t.Date = d.id, "", time.Time{}
	return d.save(t, false)
}

// Seal fixes the Message-ID (without angle brackets) and the date: Send was
// pressed, and from now on the draft is the ticket that is handed over, also
// after a crash. It happens once; a second call is [ErrSealed].
func (d *Draft) Seal(messageID string, date time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.record.Sealed {
		return fmt.Errorf("draft %s %w", d.id, ErrSealed)
	}
	var t ticket.Ticket
	if err := json.Unmarshal(d.record.Ticket, &t); err != nil {
		return fmt.Errorf("sealing the draft: %w", err)
	}
	t.MessageID, t.Date, t.Past = messageID, date, nil
	return d.save(t, true)
}

// Unseal makes a draft whose hand-over was refused one that can be edited. The
// next Seal gives it a new Message-ID.
func (d *Draft) Unseal() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.record.Sealed {
		return nil
	}
	var t ticket.Ticket
	if err := json.Unmarshal(d.record.Ticket, &t); err != nil {
		return fmt.Errorf("unsealing the draft: %w", err)
	}
	t.MessageID, t.Date = "", time.Time{}
	return d.save(t, false)
}

// save writes the record; d.mu is held.
func (d *Draft) save(t ticket.Ticket, sealed bool) error {
	if err := d.hold(); err != nil {
		return err
	}
	data, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("saving the draft: %w", err)
	}
	if d.record.Seq > 0 && d.record.Sealed == sealed && bytes.Equal(data, d.record.Ticket) {
		return nil
	}
	// The number goes up even when the save fails: what a failed one may have
	// left on the disk is older than the next.
	d.record.Seq++
	next := record{Seq: d.record.Seq, SavedAt: d.store.now(), Sealed: sealed, Ticket: data}
	if err := next.write(d.store.fs, d.store.dir(d.id)); err != nil {
		return fmt.Errorf("saving the draft: %w", err)
	}
	d.record = next
	return nil
}

// Close leaves the draft: it will be offered again, or handed over again when
// it is sealed.
func (d *Draft) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.lock == nil {
		return nil
	}
	err := d.lock.Close()
	d.lock = nil
	return err
}

// Discard removes the draft with all that is in it: the outbox has accepted
// the ticket, or the user threw it away. When it fails the draft is still
// there and still open, and Discard may be called again.
func (d *Draft) Discard() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.lock == nil {
		return fmt.Errorf("draft %s %w", d.id, ErrClosed)
	}
	if err := d.keepLock(); err != nil {
		return err
	}
	if err := d.store.remove(d.id, d.lock); err != nil {
		return err
	}
	d.lock = nil
	return nil
}
