package safefile

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/windows"
)

// openFlags: Windows has no named pipes among its files.
const openFlags = 0

// causeOf returns the cause behind an error number, nil when it has none of
// its own.
func causeOf(err error) error {
	switch {
	case errors.Is(err, windows.ERROR_DISK_FULL), errors.Is(err, windows.ERROR_HANDLE_DISK_FULL),
		errors.Is(err, windows.ERROR_DISK_QUOTA_EXCEEDED):
		return ErrNoSpace
	case errors.Is(err, windows.ERROR_WRITE_PROTECT):
		return ErrReadOnly
	}
	return nil
}

// ownedByUs: the data folder lies in the user's profile and inherits its
// access list, which names the user, SYSTEM and the administrators only; a
// folder elsewhere is the administrator's choice.
func ownedByUs(string) bool { return true }

// How long a rename is tried while a virus scanner or an indexer has the
// file open, which they do for a moment after every write.
const (
	renameTries = 10
	renamePause = 20 * time.Millisecond
)

func rename(from, to string) error {
	var err error
	for i := range renameTries {
		err = os.Rename(from, to)
		if err == nil || !(errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_ACCESS_DENIED)) {
			return err
		}
		time.Sleep(time.Duration(i+1) * renamePause)
	}
	return err
}

// syncDir does nothing: NTFS journals its folders, and Windows has no call.
func syncDir(string) error { return nil }
