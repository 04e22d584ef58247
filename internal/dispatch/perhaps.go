package dispatch

import (
	"context"
	"errors"
	"time"

	"ticketpp/internal/mail"
	"ticketpp/internal/outbox"
)

// The bounds of how long a confirmation is waited for before the same mail is
// sent again. A confirmation may take a quarter of an hour.
const (
	leastWait = 5 * time.Minute
	mostWait  = 20 * time.Minute
)

// ErrCannotLook: nobody can look for a confirmation here, since the settings
// name no mailbox.
var ErrCannotLook = errors.New("no mailbox in which a confirmation could be found")

// perhapsThere looks whether a mail that was lost behind its last byte has
// arrived: ticketing systems do not know the same mail again, and would open a
// second ticket. It reports false when the mail is to be sent again: nobody
// can look, or the helpdesk's time is over.
func (d *Dispatcher) perhapsThere(ctx context.Context, it outbox.Item) (outbox.Outcome, bool) {
	if !it.Perhaps || d.Confirmed == nil {
		return outbox.Outcome{}, false
	}
	found, err := d.Confirmed(ctx, it)
	if found {
		d.Log.Info("had arrived, by its confirmation", "ticket", it.ID)
		return outbox.Outcome{Class: outbox.Delivered}, true
	}
	if errors.Is(err, ErrCannotLook) {
		return outbox.Outcome{}, false
	}
	if err != nil {
		d.Log.Info("confirmation not looked for", "ticket", it.ID)
	}
	if time.Since(it.PerhapsAt) < d.patience(it.Helpdesk) {
		return outbox.Outcome{Class: outbox.Retry, Reason: outbox.Reason(mail.ReasonPerhaps), Answer: it.LastError}, true
	}
	return outbox.Outcome{}, false
}

// patience is how long a helpdesk's confirmation is waited for.
func (d *Dispatcher) patience(helpdesk string) time.Duration {
	for _, h := range d.Settings().Helpdesks() {
		if h.ID == helpdesk {
			return min(max(h.ConfirmWithin, leastWait), mostWait)
		}
	}
	return leastWait
}
