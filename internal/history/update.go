package history

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"ticketpp/internal/safefile"
)

// foldAfter is how many lines of the index may be out of date.
const foldAfter = 64

// Update changes a ticket by do, under the history's lock, and keeps it. A
// ticket that is not known is new: do gets an empty record with the id. When
// do returns an error nothing is kept; [ErrSame] says that there was nothing
// to change, and is not returned. A ticket's file that is damaged is set aside
// and begun anew.
func (s *Store) Update(id string, do func(*Record) error) error {
	if !validID(id) {
		return fmt.Errorf("ticket %q: %w", id, ErrNotFound)
	}
	return s.change(func() error {
		r, err := s.Get(id)
		switch {
		case errors.Is(err, ErrNotFound):
			r = Record{ID: id}
		case errors.Is(err, ErrDamaged):
			if err := s.fs.Rename(recordName(id), recordName(id)+".damaged"); err != nil {
				return fmt.Errorf("setting a damaged ticket aside: %w", err)
			}
			r = Record{ID: id}
		case err != nil:
			return err
		}
		if err := do(&r); errors.Is(err, ErrSame) {
			return nil
		} else if err != nil {
			return err
		}
		r.settle()
		return s.save(r)
	})
}

// ErrSame is what the function given to [Store.Update] returns when there is
// nothing to keep.
var ErrSame = errors.New("nothing has changed")

// save keeps a ticket. The lock is held. The mark comes first: from then on
// the ticket itself is read and not its line in the index.
func (s *Store) save(r Record) error {
	data, err := r.encode()
	if err != nil {
		return fmt.Errorf("keeping ticket %s: %w", r.ID, err)
	}
	if err := s.mark(r.ID); err != nil {
		return err
	}
	if err := safefile.ReplaceBytes(s.fs, recordName(r.ID), data); err != nil {
		return fmt.Errorf("keeping ticket %s: %w", r.ID, err)
	}
	return s.tend()
}

// mark says that the index's line of a ticket is out of date. The mark is put
// anew each time, so that whoever watches the folder sees every change; it is
// never away for a moment, in which a crash would leave an old line for a new
// ticket.
func (s *Store) mark(id string) error {
	temp := markerName(id) + ".new"
	if err := s.fs.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("keeping ticket %s: %w", id, err)
	}
	f, err := s.fs.Create(temp)
	if err == nil {
		err = f.Close()
	}
	if err == nil {
		err = s.fs.Rename(temp, markerName(id))
	}
	if err == nil {
		err = s.fs.SyncDir(changedFolder)
	}
	if err != nil {
		return fmt.Errorf("keeping ticket %s: %w", id, err)
	}
	return nil
}

// tend brings the index up to date when much of it is not. That it cannot is
// no failure: the tickets are kept.
func (s *Store) tend() error {
	changed, err := s.changedIDs()
	if err == nil && len(changed) >= foldAfter {
		_ = s.fold()
	}
	return nil
}

// fold writes the index anew and takes away the marks. The lock is held.
func (s *Store) fold() error {
	v, changed, err := s.held()
	if err != nil {
		return err
	}
	if err := s.writeIndex(v.list); err != nil {
		return err
	}
	for _, id := range changed {
		_ = s.fs.Remove(markerName(id)) // one too many is read once more
	}
	return nil
}

// held makes the list while the lock is held, under which the index cannot be
// made anew; it names the tickets whose lines are out of date too.
func (s *Store) held() (*view, []string, error) {
	changed, err := s.changedIDs()
	if err != nil {
		return nil, nil, err
	}
	if list, err := s.readIndex(); err == nil {
		return s.overlay(list, changed), changed, nil
	}
	v, err := s.scan()
	return v, changed, err
}

// Forget takes a ticket out of the history: it was discarded before it was
// sent, or went by another program.
func (s *Store) Forget(id string) error {
	if !validID(id) {
		return fmt.Errorf("ticket %q: %w", id, ErrNotFound)
	}
	return s.change(func() error {
		if _, err := s.fs.Lstat(recordName(id)); errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err := s.mark(id); err != nil {
			return err
		}
		if err := s.fs.Remove(recordName(id)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("forgetting ticket %s: %w", id, err)
		}
		return s.fs.SyncDir(ticketsFolder)
	})
}

// Import adds many tickets at once, such as those that were sent before there
// was a history. One that is known is left as it is. They are not synced to
// the disk one by one: whoever imports has the source still, and what a crash
// leaves out is imported again.
func (s *Store) Import(records []Record) error {
	return s.change(func() error {
		list, err := s.readIndex()
		if errors.Is(err, errLine) || errors.Is(err, fs.ErrNotExist) {
			var v *view
			v, err = s.scan()
			if err == nil {
				list = v.list
			}
		}
		if err != nil {
			return err
		}
		known := make(map[string]bool, len(list))
		for i := range list {
			known[list[i].ID] = true
		}
		for _, r := range records {
			if known[r.ID] || !validID(r.ID) {
				continue
			}
			if old, err := s.Get(r.ID); err == nil {
				r = old
			} else {
				r.settle()
				if err := s.writeLoose(r); err != nil {
					return err
				}
			}
			list = append(list, r.Summary())
		}
		v := &view{list: list, byID: map[string]int{}}
		v.sort(false)
		return s.writeIndex(v.list)
	})
}

// writeLoose writes a ticket's file, and leaves it to the system when it
// reaches the disk. One that a crash cut off is damaged, and is written anew
// by the next import.
func (s *Store) writeLoose(r Record) error {
	data, err := r.encode()
	if err != nil {
		return err
	}
	_ = s.fs.Remove(recordName(r.ID))
	f, err := s.fs.Create(recordName(r.ID))
	if err == nil {
		_, err = f.Write(data)
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		return fmt.Errorf("importing ticket %s: %w", r.ID, err)
	}
	return nil
}

// scan makes the list from the tickets themselves.
func (s *Store) scan() (*view, error) {
	entries, err := s.fs.ReadDir(ticketsFolder)
	if err != nil {
		return nil, fmt.Errorf("reading the history: %w", err)
	}
	v := &view{byID: map[string]int{}}
	for _, e := range entries {
		id, ok := strings.CutSuffix(e.Name(), ".json")
		if !ok || !validID(id) {
			continue
		}
		if r, err := s.Get(id); err == nil {
			v.list = append(v.list, r.Summary())
		}
	}
	v.sort(false)
	return v, nil
}

// MarkRead remembers that the user has looked at a ticket's conversation.
func (s *Store) MarkRead(id string) error {
	return s.Update(id, func(r *Record) error {
		if len(r.Conversation) == 0 {
			return ErrNotFound
		}
		if !r.Summary().Unread {
			return ErrSame
		}
		r.ReadAt = s.now().Round(0).Add(time.Millisecond)
		return nil
	})
}
