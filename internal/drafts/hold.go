package drafts

import (
	"errors"
	"fmt"
	"io/fs"
	"path"

	"ticketpp/internal/safefile"
)

// hold sees to it that the draft is still this process's and has its folder,
// with the text that was saved last: the data folder may have been deleted
// under an open form, whose words are in the ticket. The pictures and files are
// lost then, and whoever sends them learns that. It fails with [ErrOpen] when
// another process has the draft meanwhile, and with [ErrSealed] when that has
// sent it. d.mu is held.
func (d *Draft) hold() error {
	if d.lock == nil {
		return fmt.Errorf("draft %s %w", d.id, ErrClosed)
	}
	if err := d.keepLock(); err != nil {
		return err
	}
	_, err := d.store.fs.Lstat(path.Join(d.Dir(), recordFile))
	if !errors.Is(err, fs.ErrNotExist) || d.record.Seq == 0 {
		return nil // what else is wrong the caller will meet
	}
	if err := safefile.EnsureDir(d.store.fs, d.Dir()); err != nil {
		return fmt.Errorf("making the draft again: %w", err)
	}
	if err := d.record.write(d.store.fs, d.Dir()); err != nil {
		return fmt.Errorf("making the draft again: %w", err)
	}
	return nil
}

// keepLock takes the draft's lock again where its file was deleted, and with it
// the word to the others that the draft is open.
func (d *Draft) keepLock() error {
	if safefile.Held(d.lock) {
		return nil
	}
	lock, err := d.store.lock(d.id, patience)
	if err != nil {
		return err
	}
	_ = d.lock.Close()
	d.lock = lock
	found, err := readState(d.store.fs, d.Dir())
	if err != nil || !found.ok || found.record.Seq <= d.record.Seq {
		return nil // nobody else had it
	}
	if found.record.Sealed && !d.record.Sealed {
		return fmt.Errorf("draft %s %w", d.id, ErrSealed)
	}
	d.record.Seq = found.record.Seq // what is saved from now on is newer
	return nil
}
