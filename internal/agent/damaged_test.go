package agent

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"ticketpp/internal/outbox"
	"ticketpp/internal/ticket"
)

// A ticket that the queue cannot read any more is named by its subject, and the
// menu does not say that everything was sent until it is written anew.
func TestADamagedTicketIsSaidUntilItIsWrittenAnew(t *testing.T) {
	o := newOffice(t, same)
	d, err := o.drafts.Create(ticket.Ticket{
		Helpdesk: "demo", Subject: "Mandato 1532 non trasmesso", Description: ticket.Description{Text: "Errore 2718"},
		Contact: ticket.Contact{Name: "Anna Bianchi", Phone: "0731 538419", Email: "anna@comune.example"},
	})
	if err != nil {
		t.Fatal(err)
	}
	it, err := o.dispatch.Submit(d)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(o.data(), "outbox", it.ID, "item.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	held, err := o.queue.Lock()
	if err != nil {
		t.Fatal(err)
	}
	err = errors.Join(held.Once(context.Background(), o.dispatch.Sender()), held.Unlock())
	if err != nil {
		t.Fatal(err)
	}
	broken := outbox.Item{ID: it.ID, State: outbox.Failed, Reason: outbox.ReasonDamaged}
	o.dispatch.Record(broken)
	if key, subject := o.told.news(broken, false), o.subject(broken); key != "agent.damaged" || subject != "Mandato 1532 non trasmesso" {
		t.Errorf("told %q of %q", key, subject)
	}
	if s := o.state(); s.Lost != 1 {
		t.Errorf("%d are lost", s.Lost)
	}
	if _, err := o.dispatch.Edit(it.ID); err != nil {
		t.Fatal(err)
	}
	if s := o.state(); s.Lost != 0 || s.Left != 1 {
		t.Errorf("written anew: %d lost, %d left", s.Lost, s.Left)
	}
}
