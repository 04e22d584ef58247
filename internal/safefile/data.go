package safefile

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// Format is the number of the data folder's format that this program writes.
const Format = 1

// ErrNewerFormat says that the data folder was written by a newer program. It
// is left untouched: an old program would misread it.
var ErrNewerFormat = errors.New("the data folder was written by a newer version of the program")

// NewerFormatError is [ErrNewerFormat] with the numbers.
type NewerFormatError struct{ Found, Known int }

func (e *NewerFormatError) Error() string {
	return fmt.Sprintf("%v (format %d, known up to %d)", ErrNewerFormat, e.Found, e.Known)
}

func (e *NewerFormatError) Unwrap() error { return ErrNewerFormat }

// A conversion brings a data folder from one format to the next. It may be
// cut off anywhere and must then work when it is run again.
type conversion func(FS) error

// conversions returns those known: the first leads from format 1 to 2.
func conversions() []conversion { return nil }

const (
	formatFile = "format"
	formatLock = "format.lock"
)

// OpenData opens the data folder at dir, which it makes when it is missing,
// and brings it to the present format. It fails with [ErrNewerFormat], with
// [ErrNotOurs] when the folder belongs to another user, or with the cause
// that keeps it from being made.
func OpenData(dir string) (Folder, error) {
	if err := MkdirAll(dir); err != nil {
		return "", fmt.Errorf("making the data folder: %w", err)
	}
	if !ownedByUs(dir) {
		return "", &fs.PathError{Op: "open", Path: dir, Err: ErrNotOurs}
	}
	return Folder(dir), CheckFormat(Folder(dir))
}

// OpenFolders opens the data folder at dir as [OpenData] does, or takes fsys
// for it where that is not nil, and makes those of its folders that are
// missing.
func OpenFolders(fsys FS, dir string, folders ...string) (FS, error) {
	if fsys == nil {
		data, err := OpenData(dir)
		if err != nil {
			return nil, err
		}
		fsys = data
	} else if err := CheckFormat(fsys); err != nil {
		return nil, err
	}
	for _, name := range folders {
		if err := EnsureDir(fsys, name); err != nil {
			return nil, fmt.Errorf("making the folder %s: %w", name, err)
		}
	}
	return fsys, nil
}

// CheckFormat is the part of [OpenData] that looks at the folder's format.
func CheckFormat(fsys FS) error { return checkFormat(fsys, Format, conversions()) }

func checkFormat(fsys FS, known int, steps []conversion) error {
	found, err := readFormat(fsys)
	if err != nil {
		return err
	}
	switch {
	case found > known:
		return &NewerFormatError{Found: found, Known: known}
	case found == known:
		return nil
	}
	lock, err := fsys.Lock(formatLock, true)
	if err != nil {
		return fmt.Errorf("locking the data folder's format: %w", err)
	}
	defer lock.Close()
	if found, err = readFormat(fsys); err != nil { // another process may have converted it meanwhile
		return err
	}
	if found == 0 {
		return writeFormat(fsys, known) // a new folder, or a number that the disk has lost
	}
	for ; found < known; found++ {
		if err := steps[found-1](fsys); err != nil {
			return fmt.Errorf("converting the data folder to format %d: %w", found+1, err)
		}
		if err := writeFormat(fsys, found+1); err != nil {
			return err
		}
	}
	return nil
}

// readFormat returns the folder's format, 0 when it says none.
func readFormat(fsys FS) (int, error) {
	data, err := ReadFile(fsys, formatFile, 64)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, ErrTooLong):
		return 0, nil
	case err != nil:
		return 0, fmt.Errorf("reading the data folder's format: %w", err)
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(data)))
	if err != nil || n < 0 {
		return 0, nil
	}
	return n, nil
}

func writeFormat(fsys FS, n int) error {
	if err := ReplaceBytes(fsys, formatFile, []byte(strconv.Itoa(n)+"\n")); err != nil {
		return fmt.Errorf("writing the data folder's format: %w", err)
	}
	return nil
}

// RemoveLock removes the lock file name, of which lock is the lock that the
// caller holds, and ends the lock.
func RemoveLock(fsys FS, name string, lock interface{ Close() error }) error {
	early := fsys.Remove(name)
	err := lock.Close()
	if early != nil {
		_ = fsys.Remove(name) // Windows lets go of a file only when it is closed
	}
	return err
}
