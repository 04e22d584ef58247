package coach

import (
	"context"
	"io"
)

// CheckLines is `trayapp check KIND`: it reads one text a line from r (`\n`
// in a line means a new line) and writes one line each to w: `ok`, or
// `hint` or `reject` with rule, message and suggestion behind tabs, the
// gravest finding only. With json it writes one array with all findings of
// all lines. kind is "subject", "description", "phone" or "email"; another
// one is an *UnknownKindError.
func CheckLines(ctx context.Context, r io.Reader, w io.Writer, kind string, c *Coach, json bool) error {
	return nil
}

// UnknownKindError says that CheckLines knows no such kind of text.
type UnknownKindError struct{ Kind string }

func (e *UnknownKindError) Error() string { return "unknown kind of text: " + e.Kind }
