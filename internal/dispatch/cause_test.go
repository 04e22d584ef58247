package dispatch

import (
	"errors"
	"fmt"
	"testing"

	"ticketpp/internal/drafts"
	"ticketpp/internal/mail"
	"ticketpp/internal/safefile"
)

func TestCauseOf(t *testing.T) {
	cause := errors.New("cause")
	for _, c := range []struct {
		err  error
		want Cause
		name string
	}{
		{safefile.WithCause(safefile.ErrNoSpace, cause), DiskFull, ""},
		{safefile.WithCause(safefile.ErrReadOnly, cause), ReadOnly, ""},
		{safefile.WithCause(safefile.ErrNotOurs, cause), ReadOnly, ""},
		{&drafts.FileError{Name: "a", Reason: drafts.ErrVanished, Err: cause}, Vanished, "a"},
		{&drafts.FileError{Name: "a", Reason: drafts.ErrElsewhere, Err: cause}, Elsewhere, "a"},
		{&drafts.FileError{Name: "a", Reason: drafts.ErrIsFolder, Err: cause}, IsFolder, "a"},
		{&drafts.FileError{Name: "a", Reason: drafts.ErrNotRegular, Err: cause}, Unreadable, "a"},
		{&drafts.TooBigError{Name: "a", Size: 2, Limit: 1}, TooBig, "a"},
		{&mail.AttachmentError{Name: "a", Err: mail.ErrVanished}, Vanished, "a"},
		{cause, "", ""},
		{nil, "", ""},
	} {
		if got, name := CauseOf(fmt.Errorf("saving: %w", c.err)); got != c.want || name != c.name {
			t.Errorf("%v: %q of %q, not %q of %q", c.err, got, name, c.want, c.name)
		}
	}
}
