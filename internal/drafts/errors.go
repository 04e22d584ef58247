package drafts

import (
	"errors"
	"fmt"
)

// What may be wrong with a draft.
var (
	ErrOpen     = errors.New("is open already")
	ErrNotFound = errors.New("there is no such draft")
	ErrDamaged  = errors.New("is damaged")
	ErrSealed   = errors.New("was sent already and cannot be changed")
	ErrClosed   = errors.New("was closed")
	ErrBadName  = errors.New("is not a name for a draft's file")
)

// What may be wrong with a file that the user adds. They come inside a
// [FileError]; one that is too big is a [TooBigError].
var (
	ErrVanished   = errors.New("is not there any more")
	ErrElsewhere  = errors.New("is an address in the network, not a file")
	ErrIsFolder   = errors.New("is a folder")
	ErrNotRegular = errors.New("is a device, a pipe or the like")
	ErrUnreadable = errors.New("cannot be read")
)

// FileError says why a file of the user's could not be added.
type FileError struct {
	Name   string // the file's name without its folder
	Reason error  // ErrVanished, ErrElsewhere, ErrIsFolder, ErrNotRegular or ErrUnreadable
	Err    error  // what the system said
}

func (e *FileError) Error() string   { return fmt.Sprintf("%s %v: %v", e.Name, e.Reason, e.Err) }
func (e *FileError) Unwrap() []error { return []error{e.Reason, e.Err} }

// TooBigError says that a file is larger than what may still be added.
type TooBigError struct {
	Name  string
	Size  int64 // bytes; what was seen of it, it may be more
	Limit int64 // bytes
}

func (e *TooBigError) Error() string {
	return fmt.Sprintf("%s is too big: %d bytes, at most %d can be added", e.Name, e.Size, e.Limit)
}
