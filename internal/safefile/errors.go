package safefile

import (
	"errors"
	"io/fs"
	"syscall"
)

// The causes that a person can do something about. The caller words them.
var (
	ErrNoSpace  = errors.New("no space left on the disk, or the quota is used up")
	ErrReadOnly = errors.New("the folder cannot be written to")
	ErrNotOurs  = errors.New("the folder belongs to somebody else")
)

// What a name may turn out to be.
var (
	ErrSymlink    = errors.New("is a symbolic link")
	ErrIsFolder   = WithCause(syscall.EISDIR, errors.New("is a folder"))
	ErrNotFolder  = WithCause(syscall.ENOTDIR, errors.New("is not a folder"))
	ErrNotRegular = errors.New("is not a regular file")
	ErrTooLong    = errors.New("is longer than it can be")
	ErrLocked     = errors.New("is locked by another process")
)

// causeError is the system's error with the cause behind it.
type causeError struct{ cause, err error }

func (e *causeError) Error() string   { return e.err.Error() }
func (e *causeError) Unwrap() []error { return []error{e.cause, e.err} }

// WithCause returns err marked with cause, one of the Err… above or the
// system's own, so that errors.Is finds both.
func WithCause(cause, err error) error { return &causeError{cause: cause, err: err} }

// explain adds to an error of the system the cause that a person understands.
func (d Folder) explain(err error) error {
	if err == nil {
		return nil
	}
	if cause := causeOf(err); cause != nil {
		return WithCause(cause, err)
	}
	if errors.Is(err, fs.ErrPermission) {
		if !ownedByUs(string(d)) {
			return WithCause(ErrNotOurs, err)
		}
		return WithCause(ErrReadOnly, err)
	}
	return err
}
