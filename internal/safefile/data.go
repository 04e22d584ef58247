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
