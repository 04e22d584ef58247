package drafts

import (
	"encoding/json"
	"fmt"
	"io"
	"path"

	"ticketpp/internal/safefile"
	"ticketpp/internal/ticket"
)

// Look is what can be read of a draft that another process has open and is
// about to close: enough to show it. It changes nothing and holds no lock.
type Look struct {
	store *Store
	id    string
	saved record
}

// Look reads a draft without opening it. It fails with [ErrNotFound] where
// there is none, and with [ErrDamaged] where no whole version can be read.
func (s *Store) Look(id string) (*Look, error) {
	if !validID(id) || !s.isFolder(id) {
		return nil, fmt.Errorf("draft %q: %w", id, ErrNotFound)
	}
	state, err := readState(s.fs, s.dir(id))
	if err != nil {
		return nil, err
	}
	if !state.ok {
		return nil, fmt.Errorf("draft %s %w", id, ErrDamaged)
	}
	return &Look{store: s, id: id, saved: state.record}, nil
}

// Ticket returns the ticket as it was saved last when the draft was looked at.
func (l *Look) Ticket() (t ticket.Ticket) {
	_ = json.Unmarshal(l.saved.Ticket, &t) // it was read whole
	return t
}

// Open is that of [Draft].
func (l *Look) Open(file string) (io.ReadCloser, int64, error) {
	if !validFile(file) {
		return nil, 0, fmt.Errorf("%q %w", file, ErrBadName)
	}
	return openFile(l.store.fs, path.Join(l.store.dir(l.id), file))
}

// openFile opens a file and returns its size in bytes.
func openFile(fsys safefile.FS, name string) (io.ReadCloser, int64, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, 0, err
	}
	return f, info.Size(), nil
}
