//go:build unix

package safefile

import (
	"errors"
	"os"
	"syscall"
)

// causeOf returns the cause behind an error number, nil when it has none of
// its own.
func causeOf(err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return ErrNoSpace
	case errors.Is(err, syscall.EROFS):
		return ErrReadOnly
	}
	return nil
}

// ownedByUs reports whether the file at name is the running user's. Root is
// no exception: what root leaves in a user's folder the user cannot change.
func ownedByUs(name string) bool {
	info, err := os.Stat(name)
	if err != nil {
		return true
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	return !ok || int(stat.Uid) == os.Geteuid()
}

func rename(from, to string) error { return os.Rename(from, to) }

// openFile opens a file for reading. Even if a pipe takes the file's place
// between the look at it and the opening, the opening does not wait.
func openFile(name string) (*os.File, error) {
	return os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
}

func syncDir(name string) error {
	d, err := os.Open(name)
	if err != nil {
		return err
	}
	err = d.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		err = nil // a file system that cannot sync folders does it by itself
	}
	if cerr := d.Close(); err == nil {
		err = cerr
	}
	return err
}
