package uiapp

import (
	"context"
	"errors"
	"os"

	"ticketpp/internal/answers"
	"ticketpp/internal/history"
	"ticketpp/internal/mailbox"
	"ticketpp/internal/mytickets"
	"ticketpp/internal/oauth"
	"ticketpp/internal/safefile"
	"ticketpp/internal/secret"
)

// mostMail is how large a mail the user may drop, in bytes.
const mostMail = 40 << 20

// number keeps the number that the user typed.
func (c *clerk) number(id, number string, sure bool) error {
	_, err := c.answers.Number(id, number, sure)
	return taken(err)
}

// takeMail takes the helpdesk's confirmation from a file.
func (c *clerk) takeMail(id, path string, sure bool) (string, error) {
	f, err := safefile.OpenRegular(path)
	if err != nil {
		return "", mytickets.ErrNotMail
	}
	defer f.Close()
	if info, err := os.Stat(path); err != nil || info.Size() > mostMail {
		return "", mytickets.ErrNotMail
	}
	n, err := c.answers.File(id, f, sure)
	return n.After.ID, taken(err)
}

// takeText takes what the user has copied out of the confirmation.
func (c *clerk) takeText(id, text string, sure bool) (string, error) {
	n, err := c.answers.Text(id, text, sure)
	return n.After.ID, taken(err)
}

// taken says in the window's terms why something was not taken.
func taken(err error) error {
	var number *history.TakenError
	var doubt *answers.DoubtError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &number):
		return mytickets.ErrTaken
	case errors.As(err, &doubt):
		d := &mytickets.DoubtError{Number: doubt.Number}
		if doubt.Other != nil {
			d.Other = doubt.Other.Subject
		}
		return d
	case errors.Is(err, history.ErrConfirmed):
		return mytickets.ErrConfirmed
	case errors.Is(err, history.ErrBadNumber):
		return mytickets.ErrNotNumber
	case errors.Is(err, answers.ErrNotOurs):
		return mytickets.ErrNotOurs
	case errors.Is(err, answers.ErrNoNumber):
		return mytickets.ErrNoNumber
	case errors.Is(err, safefile.ErrNoSpace):
		return mytickets.ErrDiskFull
	}
	return err
}

// look reads the mailbox now. Its errors are in the user's language.
func (c *clerk) look(ctx context.Context) error {
	err := c.answers.Look(ctx)
	if err == nil {
		return nil
	}
	c.log.Warn("mailbox not read", "err", err)
	return errors.New(c.home.Texts.Get("mytickets.look." + lookTrouble(err)))
}

// lookTrouble is what keeps a mailbox from being read, as the texts have it.
func lookTrouble(err error) string {
	if errors.Is(err, secret.ErrNone) || errors.Is(err, oauth.ErrScope) || errors.Is(err, secret.ErrSessionOnly) {
		return "login"
	}
	var box *mailbox.Error
	if !errors.As(err, &box) {
		return "failed"
	}
	switch box.Reason {
	case mailbox.ReasonAuth:
		return "login"
	case mailbox.ReasonNetwork, mailbox.ReasonDNS, mailbox.ReasonTimeout, mailbox.ReasonBusy:
		return "network"
	}
	return "failed"
}
