package safefile

import (
	"errors"
	"os"
	"slices"
	"time"

	"golang.org/x/sys/windows"
)

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

// How long a file is asked for that somebody else has for a moment: a virus
// scanner or an indexer, which open every file that was written, or another
// process of ours, which replaces it.
const (
	tries = 10
	pause = 20 * time.Millisecond // after the first; longer each time
)

// patiently does something with a file until nobody else has it, which one of
// the errors taken says.
func patiently(do func() error, taken ...error) error {
	for i := 0; ; i++ {
		err := do()
		has := func(other error) bool { return errors.Is(err, other) }
		if err == nil || i == tries || !slices.ContainsFunc(taken, has) {
			return err
		}
		time.Sleep(time.Duration(i+1) * pause)
	}
}

func rename(from, to string) error {
	return patiently(func() error { return os.Rename(from, to) },
		windows.ERROR_SHARING_VIOLATION, windows.ERROR_ACCESS_DENIED)
}

// openFile opens a file for reading. One that may not be read is not waited
// for.
func openFile(name string) (f *os.File, err error) {
	err = patiently(func() error {
		f, err = os.Open(name)
		return err
	}, windows.ERROR_SHARING_VIOLATION)
	return f, err
}

// syncDir does nothing: NTFS journals its folders, and Windows has no call.
func syncDir(string) error { return nil }
