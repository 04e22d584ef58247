package dispatch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"ticketpp/internal/mail"
	"ticketpp/internal/opener"
	"ticketpp/internal/outbox"
	"ticketpp/internal/safefile"
)

// mailFolder holds, below the data folder, what was handed to the user's own
// mail program: "ticket-ID.eml", and "ticket-ID" with its files where that
// program wanted them one by one.
const mailFolder = "mail"

// shownID is how much of a ticket's id its mail file is called by: people read
// the name, and may have to type it.
const shownID = 12

// leastKept is how long a mail file stays at least: some programs read it only
// when the user sends.
const leastKept = 24 * time.Hour

// ErrOnItsWay: only a ticket that no server takes is handed to another
// program; this one may yet arrive by itself.
var ErrOnItsWay = errors.New("is on its way or was sent")

// CanHandOff reports whether an item may go by the user's own mail program: it
// was refused for good, or no server is configured that would ever take it.
func (d *Dispatcher) CanHandOff(it outbox.Item) bool {
	switch it.State {
	case outbox.Failed:
		return true
	case outbox.Paused, outbox.Waiting:
		return len(d.Settings().SMTP) == 0
	default:
		return false
	}
}

// HandOff opens a queued ticket in the user's own mail program by open, and
// takes it out of the queue then: what another program sends is never marked
// as sent by us. It returns the mail file's path whenever that was written,
// with an error too: when no program took it ([opener.ErrNoMailProgram]) the
// ticket stays in the queue. The order is file, program, queue, so that a
// crash leaves a ticket too many rather than none.
func (d *Dispatcher) HandOff(ctx context.Context, id string, open func(context.Context, opener.Mail) error) (string, error) {
	it, err := d.Queue.Get(id)
	if err != nil {
		return "", err
	}
	if !d.CanHandOff(it) {
		return "", fmt.Errorf("ticket %s %w", id, ErrOnItsWay)
	}
	path, err := d.reissue(it)
	if err != nil {
		return "", err
	}
	if err := open(ctx, MailFile(path)); err != nil {
		return path, err
	}
	d.Log.Info("handed to the user's mail program", "ticket", id)
	return path, d.Discard(id)
}

// reissue writes the item's mail as one for another program.
func (d *Dispatcher) reissue(it outbox.Item) (string, error) {
	rendered, err := d.Queue.Mail(it.ID)
	if err != nil {
		return "", err
	}
	defer rendered.Close()
	return writeMail(d.Data, it.ID, func(w io.Writer) error {
		return mail.Reissue(w, rendered, mail.NewMessageID(it.Envelope.From), time.Now(), it.Envelope.BCC)
	})
}

// writeMail writes a mail file below the data folder and returns its path, which
// is absolute: another program opens it, and people look for it.
func writeMail(dataDir, id string, write func(io.Writer) error) (string, error) {
	folder, err := filepath.Abs(filepath.Join(dataDir, mailFolder))
	if err != nil {
		return "", err
	}
	if err := safefile.MkdirAll(folder); err != nil {
		return "", err
	}
	path := filepath.Join(folder, "ticket-"+id[:min(len(id), shownID)]+".eml")
	if err := safefile.WriteFrom(path, write); err != nil {
		return "", fmt.Errorf("the mail file could not be written: %w", err)
	}
	return path, nil
}

// MailFile is a mail file of ours for [opener.OpenMail].
func MailFile(path string) opener.Mail {
	return opener.Mail{File: path, Parts: func() (opener.Parts, error) { return takeApart(path) }}
}

// takeApart puts the files of a mail beside it.
func takeApart(path string) (opener.Parts, error) {
	f, err := safefile.OpenRegular(path)
	if err != nil {
		return opener.Parts{}, err
	}
	defer f.Close()
	folder := strings.TrimSuffix(path, ".eml")
	var files []string
	p, err := mail.TakeApart(f, func(name string, r io.Reader) error {
		if err := safefile.MkdirAll(folder); err != nil {
			return err
		}
		file := filepath.Join(folder, plainName(name, len(files)))
		files = append(files, file)
		return safefile.WriteFrom(file, func(w io.Writer) error { _, err := io.Copy(w, r); return err })
	})
	return opener.Parts{To: p.To, BCC: p.BCC, Subject: p.Subject, Body: p.Body, Files: files}, err
}

// plainName is a file's name as every mail program takes it in a list of
// files. Names in a mail differ already; where only odd letters did, the
// number tells them apart.
func plainName(name string, i int) string {
	plain := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(".-_", r) {
			return r
		}
		return '_'
	}, name)
	if plain != name || !filepath.IsLocal(plain) {
		return fmt.Sprintf("%d-%s", i+1, strings.Trim(plain, "."))
	}
	return plain
}

// SweepMail removes the mail files that were written longer than keep ago.
func (d *Dispatcher) SweepMail(keep time.Duration) error {
	folder := filepath.Join(d.Data, mailFolder)
	entries, err := os.ReadDir(folder)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	errs := []error{err}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || time.Since(info.ModTime()) < max(keep, leastKept) || !strings.HasPrefix(e.Name(), "ticket-") {
			continue
		}
		errs = append(errs, os.RemoveAll(filepath.Join(folder, e.Name())))
	}
	return errors.Join(errs...)
}
