// Package dispatch brings a finished draft on its way: the draft becomes the
// bytes of a mail in the queue, and the queue's mails go to the server that
// the settings name. It is the one place that knows drafts, mail and queue
// together; it must not know windows, the tray or the command line.
package dispatch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"ticketpp/internal/config"
	"ticketpp/internal/drafts"
	"ticketpp/internal/history"
	"ticketpp/internal/l10n"
	"ticketpp/internal/mail"
	"ticketpp/internal/oauth"
	"ticketpp/internal/outbox"
	"ticketpp/internal/secret"
)

// ErrNoHelpdesk: the draft's helpdesk is not, or no longer, in the settings.
var ErrNoHelpdesk = errors.New("the ticket's helpdesk is not in the settings")

// ErrStale: a screenshot was marked up, and its file does not show that yet.
// Sending it could show what the user has blacked out.
var ErrStale = errors.New("a screenshot is not drawn to its end")

// Dispatcher hands tickets over and sends them.
type Dispatcher struct {
	Drafts   *drafts.Store
	Queue    *outbox.Queue
	Settings func() *config.Settings // the settings in force now
	Texts    *l10n.Texts
	Vault    *secret.Vault
	Log      *slog.Logger
	History  *history.Store // told what becomes of each ticket; nil: nobody is
	Data     string         // the data folder, for what is learnt of the servers; "": nothing is kept
	Timeout  time.Duration  // how long a server may be silent; 0: as long as the mail room lets it
	// Confirmed, when set, looks whether the helpdesk has confirmed a mail that
	// was perhaps delivered; ErrCannotLook where no mailbox can be read.
	Confirmed func(context.Context, outbox.Item) (bool, error)

	tokens  oauth.Tokens
	reading oauth.Tokens // of the mailbox, whose permission is another
}

// Submit puts the draft into the queue as it was last saved and removes the
// draft. When it returns without an error the mail is on the disk and will be
// sent by whoever holds the queue. After an error the draft is still there and
// can be edited.
//
// The order makes a crash harmless: the Message-ID is fixed in the draft
// first, the queue takes a draft's id once, and the draft goes last (see
// Complete).
func (d *Dispatcher) Submit(draft *drafts.Draft) (outbox.Item, error) {
	if err := draft.Seal(mail.NewMessageID(draft.Ticket().Contact.Email), time.Now()); err != nil {
		return outbox.Item{}, err
	}
	it, err := d.put(draft)
	if err != nil {
		if back := draft.Unseal(); back != nil {
			err = errors.Join(err, back)
		}
		return outbox.Item{}, err
	}
	d.Record(it)
	if err := draft.Discard(); err != nil {
		// The queue has it; Complete clears what is left.
		d.Log.Warn("draft not removed", "ticket", it.ID, "err", err)
	}
	return it, nil
}

// Complete finishes the hand-overs that a crash cut short: a sealed draft that
// the queue knows is removed, any other is put into the queue now, since its
// author had pressed Send.
func (d *Dispatcher) Complete() error {
	sealed, err := d.Drafts.Sealed()
	if err != nil {
		return err
	}
	var errs []error
	for _, s := range sealed {
		if err := d.complete(s.ID); err != nil {
			errs = append(errs, fmt.Errorf("draft %s: %w", s.ID, err))
		}
	}
	return errors.Join(errs...)
}

func (d *Dispatcher) complete(id string) error {
	draft, err := d.Drafts.Resume(id)
	if errors.Is(err, drafts.ErrOpen) || errors.Is(err, drafts.ErrNotFound) {
		return nil // its owner is alive, or has finished
	}
	if err != nil {
		return err
	}
	if !d.Queue.Has(id) {
		if _, err := d.put(draft); err != nil && !errors.Is(err, outbox.ErrExists) {
			return errors.Join(err, draft.Unseal(), draft.Close())
		}
	}
	return draft.Discard()
}

// put renders a sealed draft into the queue.
func (d *Dispatcher) put(draft *drafts.Draft) (outbox.Item, error) {
	m, err := d.message(draft)
	if err != nil {
		return outbox.Item{}, err
	}
	from, to, bcc, err := m.Envelope()
	if err != nil {
		return outbox.Item{}, err
	}
	plain, err := json.Marshal(sealedTicket(m.Ticket))
	if err != nil {
		return outbox.Item{}, err
	}
	return d.Queue.Put(outbox.Item{
		ID: m.Ticket.ID, MessageID: m.Ticket.MessageID, Subject: m.Ticket.Subject, Helpdesk: m.Helpdesk.ID,
		Envelope: outbox.Envelope{From: from, To: to, BCC: bcc}, Ticket: plain,
	}, func(w io.Writer) error { return m.Render(w) })
}

// message is the draft as a mail.
func (d *Dispatcher) message(draft *drafts.Draft) (mail.Message, error) {
	t := draft.Ticket()
	for _, s := range t.Screenshots {
		if s.Included && s.Stale {
			return mail.Message{}, fmt.Errorf("%w: %s", ErrStale, s.File)
		}
	}
	for _, h := range d.Settings().Helpdesks() {
		if h.ID == t.Helpdesk {
			return mail.Message{Ticket: t, Helpdesk: h, Words: d.words, Open: draft.Open}, nil
		}
	}
	return mail.Message{}, fmt.Errorf("%w: %q", ErrNoHelpdesk, t.Helpdesk)
}

// words gives a mail its texts.
func (d *Dispatcher) words(key string) string { return d.Texts.Get(key) }
