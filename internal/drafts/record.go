package drafts

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"path"
	"time"

	"ticketpp/internal/safefile"
	"ticketpp/internal/ticket"
)

const (
	recordFile    = "draft.json"
	newSuffix     = ".new"     // being written
	bakSuffix     = ".bak"     // the version before
	damagedSuffix = ".damaged" // set aside
)

// maxRecord bounds what is read of a draft's text: far more than anybody
// types or pastes.
const maxRecord = 8 << 20

// record is what draft.json holds.
type record struct {
	Seq     int64           `json:"seq"` // counts the saves: the highest is the newest
	SavedAt time.Time       `json:"saved_at"`
	Sealed  bool            `json:"sealed"`
	Sum     string          `json:"sum"` // of what stands above and below
	Ticket  json.RawMessage `json:"ticket"`
}

// sum tells a record that is whole from one that only looks so.
func (r record) sum() string {
	h := crc32.NewIEEE()
	fmt.Fprintf(h, "%d %t ", r.Seq, r.Sealed)
	h.Write(r.Ticket)
	return fmt.Sprintf("%08x", h.Sum32())
}

func (r record) encode() ([]byte, error) {
	r.Sum = r.sum()
	data, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	if len(data) >= maxRecord {
		return nil, safefile.ErrTooLong
	}
	return append(data, '\n'), nil
}

// decode reads a record; whatever is wrong with it is [ErrDamaged].
func decode(data []byte) (record, ticket.Ticket, error) {
	var r record
	var t ticket.Ticket
	if err := json.Unmarshal(data, &r); err != nil {
		return r, t, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if r.Sum != r.sum() {
		return r, t, fmt.Errorf("%w: its sum is wrong", ErrDamaged)
	}
	if err := json.Unmarshal(r.Ticket, &t); err != nil {
		return r, t, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return r, t, nil
}

// state is what can be read of a draft's folder.
type state struct {
	ok       bool // a whole record was found: the newest is below
	record   record
	ticket   ticket.Ticket
	damaged  []string      // record files that are there and cannot be read
	salvaged ticket.Ticket // what can be read of them, when none is whole
	others   int           // files that are no records
	touched  time.Time     // when a damaged record was last written
}

// empty reports whether nothing was ever saved: the draft's making was cut off.
func (s state) empty() bool {
	return !s.ok && len(s.damaged) == 0 && s.others == 0
}

// readState reads the records in a draft's folder. The newest whole one
// counts, whichever file it is in: a crash may have left it under any of the
// three names.
func readState(fsys safefile.FS, dir string) (state, error) {
	var s state
	entries, err := fsys.ReadDir(dir)
	if err != nil {
		return s, fmt.Errorf("reading the draft: %w", err)
	}
	var best int
	for _, e := range entries {
		name := e.Name()
		if name != recordFile && name != recordFile+newSuffix && name != recordFile+bakSuffix {
			s.others++
			continue
		}
		data, err := safefile.ReadFile(fsys, path.Join(dir, name), maxRecord)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil && !unreadable(err) {
			return s, fmt.Errorf("reading the draft: %w", err)
		}
		r, t, err := decode(data)
		if err == nil {
			if !s.ok || r.Seq > s.record.Seq {
				s.ok, s.record, s.ticket = true, r, t
			}
			continue
		}
		if name == recordFile+newSuffix {
			continue // cut off while it was written: nothing that was ever called saved
		}
		s.damaged = append(s.damaged, name)
		if info, err := e.Info(); err == nil && info.ModTime().After(s.touched) {
			s.touched = info.ModTime()
		}
		if t, n := salvage(data); n > best {
			s.salvaged, best = t, n
		}
	}
	return s, nil
}

// unreadable reports whether err means that the file itself is no good, where
// another may be.
func unreadable(err error) bool {
	return errors.Is(err, safefile.ErrTooLong) || errors.Is(err, safefile.ErrSymlink) ||
		errors.Is(err, safefile.ErrIsFolder) || errors.Is(err, safefile.ErrNotRegular)
}

// write makes r the draft's record and keeps the one before as .bak. At every
// moment at least one whole record stands under one of the three names.
func (r record) write(fsys safefile.FS, dir string) error {
	data, err := r.encode()
	if err != nil {
		return err
	}
	name := path.Join(dir, recordFile)
	temp, bak := name+newSuffix, name+bakSuffix
	if err := fsys.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	err = safefile.Write(fsys, temp, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
	if err != nil {
		return err
	}
	err = fsys.Rename(name, bak)
	first := errors.Is(err, fs.ErrNotExist)
	if err != nil && !first {
		_ = fsys.Remove(temp)
		return err
	}
	if err := fsys.Rename(temp, name); err != nil {
		if !first {
			_ = fsys.Rename(bak, name)
		}
		_ = fsys.Remove(temp)
		return err
	}
	return fsys.SyncDir(dir)
}
