package safefile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/gofrs/flock"
)

// Lock implements [FS]. The lock is the kernel's: it ends when the process
// does, however that ends.
func (d Folder) Lock(name string, wait bool) (io.Closer, error) {
	full, err := d.path("lock", name, false)
	if err != nil {
		return nil, err
	}
	for {
		l := flock.New(full, flock.SetPermissions(0o600))
		if err := take(l, wait); err != nil {
			_ = l.Close()
			if errors.Is(err, ErrLocked) {
				return nil, &fs.PathError{Op: "lock", Path: name, Err: err}
			}
			return nil, d.explain(err)
		}
		if still(l, full) {
			return held{Flock: l, name: full}, nil
		}
		_ = l.Close() // its last owner removed the file while we were opening it: once more, with a new one
	}
}

// held is a lock that was taken, and the path of its file.
type held struct {
	*flock.Flock
	name string
}

// stands reports whether the locked file is still the one that others find.
func (h held) stands() bool { return still(h.Flock, h.name) }

// Held reports whether a lock that was taken still keeps others out. It does
// not when its file was deleted, by whoever clears the data folder: then the
// next process makes a new file and has the lock too. Whoever holds one for
// long must ask before changing something, and take it again.
func Held(lock io.Closer) bool {
	h, ok := lock.(interface{ stands() bool })
	return !ok || h.stands()
}

// RemoveLock removes the lock file name, of which lock is the lock that the
// caller holds, and ends the lock. A file that has taken the place of the
// caller's is somebody else's, and stays.
func RemoveLock(fsys FS, name string, lock io.Closer) error {
	if !Held(lock) {
		return lock.Close()
	}
	early := fsys.Remove(name)
	err := lock.Close()
	if early != nil {
		_ = fsys.Remove(name) // Windows lets go of a file only when it is closed
	}
	return err
}

func take(l *flock.Flock, wait bool) error {
	if wait {
		return l.Lock()
	}
	ok, err := l.TryLock()
	if err == nil && !ok {
		err = ErrLocked
	}
	return err
}

// still reports whether the locked file is the one that stands at name.
func still(l *flock.Flock, name string) bool {
	ours, err := l.Stat()
	if err != nil {
		return false
	}
	there, err := os.Lstat(name)
	return err == nil && os.SameFile(ours, there)
}

// LockSoon tries to take the lock name without waiting, again and again for
// up to patience: for locks that others hold for a moment only.
func LockSoon(fsys FS, name string, patience time.Duration) (io.Closer, error) {
	end := time.Now().Add(patience)
	for {
		l, err := fsys.Lock(name, false)
		if err == nil || !errors.Is(err, ErrLocked) || time.Now().After(end) {
			return l, err
		}
		time.Sleep(5 * time.Millisecond)
	}
}
