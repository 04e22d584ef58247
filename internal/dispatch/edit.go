package dispatch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"ticketpp/internal/drafts"
	"ticketpp/internal/history"
	"ticketpp/internal/outbox"
	"ticketpp/internal/ticket"
)

// ErrNotFailed: only a ticket that was refused for good can be edited.
var ErrNotFailed = errors.New("was not refused: it is on its way or was sent")

// Edit makes a finally refused ticket a draft again, with its pictures and
// files, and takes it out of the queue. It returns the draft's id. The draft
// is whole on the disk before the refused ticket goes, so that a crash leaves
// one too many rather than none.
//
// A ticket that the server took and the helpdesk refused, or that bounced, is
// made a draft in the same way; what was sent stays in the history.
func (d *Dispatcher) Edit(id string) (string, error) {
	it, err := d.Queue.Get(id)
	if errors.Is(err, outbox.ErrNotFound) {
		if it, ok := d.lost(id); ok {
			return d.redo(it)
		}
	}
	if err != nil {
		return "", err
	}
	if it.State == outbox.Sent && d.refusedLater(id) {
		return d.redo(it)
	}
	if it.State != outbox.Failed {
		return "", fmt.Errorf("ticket %s %w", id, ErrNotFailed)
	}
	draft, err := d.again(it)
	if err != nil {
		return "", err
	}
	d.Log.Info("refused ticket made a draft", "ticket", id, "draft", draft)
	if err := d.Queue.Discard(id); err != nil {
		return draft, err
	}
	return draft, d.withdraw(it)
}

// redo makes a draft of a ticket that stays in the history as it ended.
func (d *Dispatcher) redo(it outbox.Item) (string, error) {
	draft, err := d.again(it)
	if err != nil {
		return "", err
	}
	d.Log.Info("ticket made a draft again", "ticket", it.ID, "draft", draft)
	return draft, d.History.MarkRedone(it.ID, draft)
}

// lost is a ticket that the queue could not read any more, as the history has it.
func (d *Dispatcher) lost(id string) (outbox.Item, bool) {
	if d.History == nil {
		return outbox.Item{}, false
	}
	r, err := d.History.Get(id)
	if err != nil || r.State != history.Failed || r.LastError != string(outbox.ReasonDamaged) {
		return outbox.Item{}, false
	}
	words, err := json.Marshal(r.Ticket)
	return outbox.Item{ID: id, Ticket: words, Reason: outbox.ReasonDamaged}, err == nil
}

// refusedLater reports whether the helpdesk refused what a server took.
func (d *Dispatcher) refusedLater(id string) bool {
	if d.History == nil {
		return false
	}
	r, err := d.History.Get(id)
	return err == nil && r.State == history.Failed
}

// withdraw takes a mail that left the queue unsent out of the history.
func (d *Dispatcher) withdraw(it outbox.Item) error {
	if d.History == nil {
		return nil
	}
	return ignoreMissing(d.History.Withdraw(own(it).Of(), it.ID))
}

// Discard throws away a ticket that was not sent.
func (d *Dispatcher) Discard(id string) error {
	it, err := d.Queue.Get(id)
	if err != nil && !errors.Is(err, outbox.ErrDamaged) {
		return err
	}
	if err := d.Queue.Discard(id); err != nil {
		return err
	}
	if it.ID == "" {
		return nil
	}
	return d.withdraw(it)
}

// again makes a draft of an item, and returns its id.
func (d *Dispatcher) again(it outbox.Item) (string, error) {
	id := it.ID
	var t ticket.Ticket
	if err := json.Unmarshal(it.Ticket, &t); err != nil {
		return "", fmt.Errorf("ticket %s cannot be read again: %w", id, err)
	}
	t.ID, t.MessageID, t.Date = "", "", time.Time{}
	t.Past = &ticket.Past{Kind: ticket.Refused, Reason: string(it.Reason), Answer: it.LastError}
	draft, err := d.Drafts.Create(t)
	if err != nil {
		return "", err
	}
	err = d.refill(draft, id)
	if errors.Is(err, outbox.ErrSwept) || errors.Is(err, outbox.ErrNotFound) { // refused long after, or lost: the text is still worth having
		t.Screenshots, t.Attachments = nil, nil
		err = draft.Save(t)
	}
	if err != nil {
		return "", errors.Join(err, draft.Discard())
	}
	return draft.ID(), draft.Close()
}

// refill copies the files out of the refused mail into its new draft. In the
// mail the pictures that were included stand first, then the user's files.
func (d *Dispatcher) refill(draft *drafts.Draft, id string) error {
	t := draft.Ticket()
	var shots []ticket.Screenshot
	for _, s := range t.Screenshots {
		if s.Included {
			shots = append(shots, s)
		}
	}
	n, files := 0, []ticket.Attachment{}
	err := d.Queue.Attachments(id, func(name string, r io.Reader) error {
		n++
		if n > len(shots) {
			a, err := draft.AddStream(context.Background(), name, r, drafts.NoLimit)
			files = append(files, a)
			return err
		}
		shot := &shots[n-1]
		shot.Preview = "" // the form reads the picture itself
		size, err := draft.AddFrom(shot.File, func(w io.Writer) error { _, err := io.Copy(w, r); return err })
		shot.Size = size
		return err
	})
	if err != nil {
		return err
	}
	if n < len(shots) {
		return fmt.Errorf("the mail holds %d files, the ticket %d pictures", n, len(shots))
	}
	t.Screenshots, t.Attachments = shots, files
	return draft.Save(t)
}
