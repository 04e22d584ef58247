package outbox

import (
	"errors"
	"fmt"
	"path"
	"strings"
	"time"

	"ticketpp/internal/safefile"
)

// ReasonDamaged is the reason of an item that could not be read.
const ReasonDamaged Reason = "damaged"

const reasonFile = "reason.txt"

// SetAside describes an item that could not be read and was moved out of the
// way of the others.
type SetAside struct {
	ID     string    // of the ticket
	Folder string    // relative to the data folder, with slashes
	Reason string    // what is wrong with it, for the log and for IT
	At     time.Time // when it was set aside
}

// setAside moves an item from the outbox to the damaged ones, with the reason
// beside it.
func (q *Queue) setAside(id string, why error) error {
	to := path.Join(placeDamaged, id)
	if _, err := q.fs.Lstat(to); err == nil {
		to = fmt.Sprintf("%s-%d", to, q.now().UnixNano())
	}
	if err := q.fs.Rename(path.Join(placeOutbox, id), to); err != nil {
		return fmt.Errorf("setting ticket %s aside: %w", id, err)
	}
	err := safefile.ReplaceBytes(q.fs, path.Join(to, reasonFile), []byte(why.Error()+"\n"))
	err = errors.Join(err, q.fs.SyncDir(placeDamaged), q.fs.SyncDir(placeOutbox))
	q.log.Error("outbox: set aside", "ticket", id, "folder", to, "why", why, "error", err)
	q.changed(Item{ID: id, State: Failed, LastError: why.Error(), Reason: ReasonDamaged})
	return nil // what was not written for good is only the message
}

// Damaged returns the items that were set aside.
func (q *Queue) Damaged() ([]SetAside, error) {
	entries, err := q.fs.ReadDir(placeDamaged)
	if err != nil {
		return nil, err
	}
	var all []SetAside
	var errs []error
	for _, e := range entries {
		id, _, _ := strings.Cut(e.Name(), "-")
		if !e.IsDir() || !validID(id) {
			continue
		}
		dir := path.Join(placeDamaged, e.Name())
		why, err := safefile.ReadFile(q.fs, path.Join(dir, reasonFile), maxItem)
		if err != nil {
			why = []byte(ErrDamaged.Error())
		}
		info, err := e.Info()
		if err != nil {
			errs = append(errs, err)
			continue
		}
		all = append(all, SetAside{ID: id, Folder: dir, Reason: strings.TrimSpace(string(why)), At: info.ModTime()})
	}
	return all, errors.Join(errs...)
}
