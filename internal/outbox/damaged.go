package outbox

import (
	"errors"
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
