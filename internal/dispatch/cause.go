package dispatch

import (
	"errors"

	"ticketpp/internal/drafts"
	"ticketpp/internal/mail"
	"ticketpp/internal/safefile"
)

// Cause is why a draft or one of its files could not be kept or handed over,
// as far as a user can do something about it.
type Cause string

// The causes.
const (
	Vanished   Cause = "vanished"   // a file is not there (any more)
	Elsewhere  Cause = "elsewhere"  // it is an address in the network, not a file
	IsFolder   Cause = "folder"     // it is a folder
	Unreadable Cause = "unreadable" // it may not be read
	TooBig     Cause = "too-big"    // it does not fit into what may be sent
	DiskFull   Cause = "disk-full"  // no room to keep it
	ReadOnly   Cause = "read-only"  // the data folder cannot be written
)

// CauseOf returns the cause of an error of a draft's or of [Dispatcher.Submit],
// and the file's name where it is a file's; "" where the user can do nothing.
func CauseOf(err error) (cause Cause, name string) {
	var file *drafts.FileError
	var big *drafts.TooBigError
	var part *mail.AttachmentError
	switch {
	case errors.As(err, &big):
		return TooBig, big.Name
	case errors.As(err, &part):
		return Vanished, part.Name
	case errors.Is(err, safefile.ErrNoSpace):
		return DiskFull, ""
	case errors.Is(err, safefile.ErrReadOnly), errors.Is(err, safefile.ErrNotOurs):
		return ReadOnly, ""
	case !errors.As(err, &file):
		return "", ""
	case errors.Is(file.Reason, drafts.ErrVanished):
		return Vanished, file.Name
	case errors.Is(file.Reason, drafts.ErrElsewhere):
		return Elsewhere, file.Name
	case errors.Is(file.Reason, drafts.ErrIsFolder):
		return IsFolder, file.Name
	}
	return Unreadable, file.Name
}
