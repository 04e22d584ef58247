package opener

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
)

// Why a mail was not handed over.
var (
	// ErrNoMailProgram: nothing on this computer takes a mail.
	ErrNoMailProgram = errors.New("no mail program has taken the mail")
	// ErrClosed: the mail program has shown the mail, and the user has closed
	// it without sending (Windows alone can tell).
	ErrClosed = errors.New("the mail was closed without being sent")
)

// Mail is a mail that the user is to look at and send with a program of their
// own.
type Mail struct {
	File string // absolute path of the whole mail, an .eml with X-Unsent: 1
	// Parts takes the mail apart, for a program that wants it so. It is called
	// only for such a one.
	Parts func() (Parts, error)
}

// Parts is a mail in pieces.
type Parts struct {
	To            string // one address; may be empty
	BCC           []string
	Subject, Body string
	Files         []string // absolute paths, which stay: some programs read them when the mail is sent
}

// OpenMail opens a mail in the user's mail program and returns when that has
// it. Where the system has a dialog of its own for this (MAPI on Windows), it
// returns when the user has closed that. The program outlives ctx. Errors:
// [ErrNoMailProgram], [ErrClosed], or ctx's.
func OpenMail(ctx context.Context, m Mail) error {
	if !filepath.IsAbs(m.File) || filepath.Ext(m.File) != ".eml" {
		return fmt.Errorf("%q is not a mail file", m.File)
	}
	return openMail(ctx, m)
}
