package dispatch

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"ticketpp/internal/history"
	"ticketpp/internal/outbox"
	"ticketpp/internal/ticket"
)

// Record keeps in the history what became of an item. It is called at each
// change of the queue that this process makes; what is missed by a crash,
// [Dispatcher.Reconcile] finds.
func (d *Dispatcher) Record(it outbox.Item) {
	if d.History == nil || it.State == outbox.Sending {
		return // between two states that are worth a line
	}
	var err error
	if it.Reason == outbox.ReasonDamaged {
		// The queue knows its id alone; the history still has the words.
		err = d.History.Lost(it.ID, it.ID, string(it.Reason))
	} else {
		err = d.History.Said(own(it))
	}
	if errors.Is(err, history.ErrNotFound) {
		err = d.Reconcile() // its ticket was sent before there was a history, or it is a further mail
	}
	if err != nil {
		d.Log.Warn("not kept in the history", "ticket", it.ID, "err", err)
	}
}

// About returns the id of the ticket that an item is about: its own, or that
// of which it is a further mail.
func About(it outbox.Item) string { return own(it).Of() }

// own is an item as the history knows one.
func own(it outbox.Item) history.Own {
	o := history.Own{QueuedAt: it.AcceptedAt, SentAt: it.SentAt}
	if err := json.Unmarshal(it.Ticket, &o.Ticket); err != nil {
		o.Ticket = ticket.Ticket{} // an item of another program's: what the queue knows must do
	}
	o.Ticket.ID, o.Ticket.MessageID = it.ID, it.MessageID
	if o.Ticket.Subject == "" {
		o.Ticket.Subject = it.Subject
	}
	if o.Ticket.Helpdesk == "" {
		o.Ticket.Helpdesk = it.Helpdesk
	}
	switch it.State {
	case outbox.Sent:
		o.State = history.Sent
	case outbox.Paused:
		o.State = history.Paused
	case outbox.Failed:
		o.State, o.LastError = history.Failed, it.LastError
		if !answered(o.LastError) && it.Reason != "" {
			o.LastError = string(it.Reason) // which is put into the reader's words
		}
	default:
		o.State = history.Queued
	}
	return o
}

// answered reports whether words are a mail server's, which begin with a code of
// three digits, and not the program's own.
func answered(words string) bool {
	return len(words) > 3 && strings.Trim(words[:3], "0123456789") == ""
}

// importAtOnce is how many tickets are taken into the history in one go.
const importAtOnce = 500

// Reconcile brings the history in step with the queue: it learns of tickets
// that were sent before there was a history, and of what became of tickets
// while a crash kept it from being told. It costs little when there is nothing
// to learn.
func (d *Dispatcher) Reconcile() error {
	if d.History == nil {
		return nil
	}
	errs := []error{d.importSent()}
	items, err := d.Queue.List()
	errs = append(errs, err)
	for _, later := range []bool{false, true} { // a ticket before what was said about it
		for _, it := range items {
			if o := own(it); (o.Ticket.FollowUp != nil) == later {
				errs = append(errs, ignoreMissing(d.History.Said(o)))
			}
		}
	}
	return errors.Join(append(errs, d.catchUp())...)
}

// ignoreMissing drops the error of a mail about a ticket that is not known.
func ignoreMissing(err error) error {
	if errors.Is(err, history.ErrNotFound) {
		return nil
	}
	return err
}

// importSent takes the sent tickets into the history that it does not know.
func (d *Dispatcher) importSent() error {
	ids, err := d.Queue.SentIDs()
	if err != nil {
		return err
	}
	if ids, err = d.History.Unknown(ids); err != nil || len(ids) == 0 {
		return err
	}
	var batch []history.Record
	var later []history.Own
	flush := func() error {
		b := batch
		batch = nil
		return d.History.Import(b)
	}
	for _, id := range ids {
		it, err := d.Queue.Get(id)
		if err != nil {
			d.Log.Warn("sent ticket not read", "ticket", id, "err", err)
			continue
		}
		o := own(it)
		if o.Ticket.FollowUp != nil {
			later = append(later, o)
			continue
		}
		if batch = append(batch, history.Imported(o)); len(batch) >= importAtOnce {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	errs := []error{flush()}
	for _, o := range later {
		errs = append(errs, ignoreMissing(d.History.Said(o)))
	}
	d.Log.Info("sent tickets taken into the history", "tickets", len(ids))
	return errors.Join(errs...)
}

// catchUp looks in the queue for the mails that the history does not know to
// be sent.
func (d *Dispatcher) catchUp() error {
	ids, err := d.History.Unsettled()
	damaged, derr := d.Queue.Damaged()
	errs := []error{err, derr}
	for _, of := range ids {
		r, err := d.History.Get(of)
		if err != nil {
			errs = append(errs, ignoreMissing(err))
			continue
		}
		for _, e := range r.Conversation {
			if !e.Ours || e.Kind == history.NumberTyped || e.State == history.Sent {
				continue
			}
			it, err := d.Queue.Get(e.Key)
			switch {
			case errors.Is(err, outbox.ErrNotFound) && slices.ContainsFunc(damaged, func(s outbox.SetAside) bool { return s.ID == e.Key }):
				errs = append(errs, ignoreMissing(d.History.Lost(of, e.Key, string(outbox.ReasonDamaged))))
			case errors.Is(err, outbox.ErrNotFound):
				errs = append(errs, ignoreMissing(d.History.Withdraw(of, e.Key)))
			case err == nil && it.State == outbox.Sent && r.Refused(e.MessageID): // the helpdesk refused what the server took
			case err == nil && it.State != outbox.Sending:
				errs = append(errs, ignoreMissing(d.History.Said(own(it))))
			}
		}
	}
	return errors.Join(errs...)
}
