package history

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"

	"ticketpp/internal/safefile"
)

// indexHead begins an index of this form, and indexEnd ends it: one without
// its end was torn, and is made anew.
const (
	indexHead = "ticketpp history 1\n"
	indexEnd  = ".\n"
)

// maxIndex bounds what is read of the index: some hundred thousand tickets.
const maxIndex = 256 << 20

// view is the list of all tickets as it was at one moment.
type view struct {
	stamp stamp
	list  []Summary // the newest last word first
	byID  map[string]int
}

// stamp tells whether the files of the list have changed.
type stamp struct {
	size           int64
	index, changed time.Time
	taken          time.Time
}

// granularity is how coarse a file system's times may be: what was read so
// soon after a change may have missed the next one.
const granularity = 3 * time.Second

// fresh reports whether nothing can have changed between the two stamps.
func (a stamp) fresh(b stamp) bool {
	if a.size != b.size || !a.index.Equal(b.index) || !a.changed.Equal(b.changed) {
		return false
	}
	last := later(a.index, a.changed)
	return a.taken.Sub(last) > granularity
}

func (s *Store) stamp() stamp {
	st := stamp{taken: time.Now()}
	if info, err := s.fs.Lstat(indexFile); err == nil {
		st.size, st.index = info.Size(), info.ModTime()
	}
	if info, err := s.fs.Lstat(changedFolder); err == nil {
		st.changed = info.ModTime()
	}
	return st
}

// List returns all tickets, the one with the newest last word first. The list
// is the caller's own.
func (s *Store) List() ([]Summary, error) {
	v, err := s.current()
	if err != nil {
		return nil, err
	}
	return slices.Clone(v.list), nil
}

// Rest lets go of what the last list left in memory.
func (s *Store) Rest() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.view = nil
}

// current returns the list as it is now, or the last one if nothing has
// changed since.
func (s *Store) current() (*view, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.stamp()
	if s.view != nil && s.view.stamp.fresh(now) {
		return s.view, nil
	}
	v, err := s.read()
	if err != nil {
		return nil, err
	}
	v.stamp = now // from before the reading: what changed meanwhile is read again
	s.view = v
	return v, nil
}

// read makes the list from the index and from the tickets whose lines are out
// of date. It needs no lock: those are listed first, so that a line that is
// brought up to date meanwhile is only read once more.
func (s *Store) read() (*view, error) {
	changed, err := s.changedIDs()
	if err != nil {
		return nil, err
	}
	list, err := s.readIndex()
	if errors.Is(err, errLine) || errors.Is(err, fs.ErrNotExist) {
		return s.rebuild()
	}
	if err != nil {
		return nil, err
	}
	return s.overlay(list, changed), nil
}

// overlay replaces the lines that are out of date.
func (s *Store) overlay(list []Summary, changed []string) *view {
	v := &view{list: list, byID: make(map[string]int, len(list)+len(changed))}
	for i := range list {
		v.byID[list[i].ID] = i
	}
	gone := false
	for _, id := range changed {
		i, known := v.byID[id]
		r, err := s.Get(id)
		switch {
		case err == nil && known:
			v.list[i] = r.Summary()
		case err == nil:
			v.byID[id] = len(v.list)
			v.list = append(v.list, r.Summary())
		case errors.Is(err, ErrNotFound) && known:
			v.list[i].ID, gone = "", true
		}
	}
	if len(changed) > 0 {
		v.sort(gone)
	}
	return v
}

// sort brings the list into its order, without the lines that are gone.
func (v *view) sort(gone bool) {
	if gone {
		v.list = slices.DeleteFunc(v.list, func(s Summary) bool { return s.ID == "" })
	}
	slices.SortStableFunc(v.list, func(a, b Summary) int {
		if c := b.LastAt.Compare(a.LastAt); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	clear(v.byID)
	for i := range v.list {
		v.byID[v.list[i].ID] = i
	}
}

// changedIDs lists the tickets whose line in the index is out of date.
func (s *Store) changedIDs() ([]string, error) {
	entries, err := s.fs.ReadDir(changedFolder)
	if err != nil {
		return nil, fmt.Errorf("reading the history: %w", err)
	}
	var ids []string
	for _, e := range entries {
		if validID(e.Name()) {
			ids = append(ids, e.Name())
		}
	}
	return ids, nil
}

// readIndex reads the lines of the index; errLine when it is not whole.
func (s *Store) readIndex() ([]Summary, error) {
	data, err := safefile.ReadFile(s.fs, indexFile, maxIndex)
	if errors.Is(err, safefile.ErrTooLong) {
		return nil, errLine
	}
	if err != nil {
		return nil, fmt.Errorf("reading the history: %w", err)
	}
	return parseIndex(string(data))
}

func parseIndex(text string) ([]Summary, error) {
	body, ok := strings.CutPrefix(text, indexHead)
	if !ok || !strings.HasSuffix(text, "\n"+indexEnd) {
		return nil, errLine
	}
	body = strings.TrimSuffix(body, indexEnd)
	list := make([]Summary, 0, strings.Count(body, "\n"))
	for body != "" {
		line, rest, _ := strings.Cut(body, "\n")
		sum, err := parseLine(line)
		if err != nil {
			return nil, err
		}
		list, body = append(list, sum), rest
	}
	return list, nil
}

// writeIndex replaces the index. The lock is held.
func (s *Store) writeIndex(list []Summary) error {
	err := safefile.Replace(s.fs, indexFile, func(w io.Writer) error {
		if _, err := io.WriteString(w, indexHead); err != nil {
			return err
		}
		var line []byte
		for i := range list {
			line = list[i].appendLine(line[:0])
			if len(line) == 0 {
				continue
			}
			if _, err := w.Write(line); err != nil {
				return err
			}
		}
		_, err := io.WriteString(w, indexEnd)
		return err
	})
	if err != nil {
		return fmt.Errorf("writing the history's index: %w", err)
	}
	return nil
}

// rebuild makes the list from the tickets themselves, and keeps it when the
// disk lets us.
func (s *Store) rebuild() (*view, error) {
	v, err := s.scan()
	if err == nil && len(v.list) > 0 {
		_ = s.change(s.fold) // else the next one does it
	}
	return v, err
}
