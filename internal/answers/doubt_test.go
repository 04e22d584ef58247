package answers

import (
	"errors"
	"strings"
	"testing"
	"time"

	"ticketpp/internal/history"
	"ticketpp/internal/ticket"
)

// What the user gives as a confirmation is questioned when it does not seem to
// be that of the ticket; nothing of it is kept before the yes.
func TestADoubtfulConfirmation(t *testing.T) {
	const otherID = "00000000000000000000000000000002"
	text := func(s string) func(*house, bool) (News, error) {
		return func(h *house, sure bool) (News, error) { return h.Text(ticketID, s, sure) }
	}
	file := func(head string) func(*house, bool) (News, error) {
		return func(h *house, sure bool) (News, error) {
			return h.File(ticketID, strings.NewReader(head+"\r\n\r\nAbbiamo ricevuto la richiesta.\r\n"), sure)
		}
	}
	for name, c := range map[string]struct {
		give  func(h *house, sure bool) (News, error)
		other string // of which it seems to speak; "" for none
	}{
		"another's subject": {text("Oggetto: #Standard# Ticket #[777] Stampante ferma in ragioneria"), otherID},
		"no subject":        {text("Il suo ticket: #Standard# Ticket #[777]"), ""},
		"another's thread, forwarded": {
			file("From: anna@comune.example\r\nReferences: <other@comune.example>\r\nSubject: I: #Standard# Ticket #[777] Mandato 1532 non trasmesso"), otherID,
		},
		"the helpdesk's own, about nothing of ours": {
			file("From: help@helpdesk.example\r\nMessage-ID: <z@helpdesk.example>\r\nSubject: #Standard# Ticket #[777] Tastiera rotta"), "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			at := time.Now().Add(-time.Minute)
			if err := h.History.Said(history.Own{State: history.Sent, QueuedAt: at, SentAt: at, Ticket: ticket.Ticket{
				ID: otherID, MessageID: "other@comune.example", Date: at, Helpdesk: "h", Subject: "Stampante ferma in ragioneria",
			}}); err != nil {
				t.Fatal(err)
			}
			_, err := c.give(h, false)
			var doubt *DoubtError
			if !errors.As(err, &doubt) || doubt.Number != "777" || (doubt.Other != nil) != (c.other != "") || c.other != "" && doubt.Other.ID != c.other {
				t.Fatalf("%v: %+v", err, doubt)
			}
			if r := h.ticket(t); r.Number != "" || len(r.Conversation) != 1 {
				t.Fatalf("kept before the yes: %+v", r)
			}
			if _, err := c.give(h, true); err != nil {
				t.Fatal(err)
			}
			r := h.ticket(t)
			if r.Number != "777" || !r.ByHand() || len(r.Conversation) != 2 || !r.Conversation[1].Given {
				t.Errorf("after the yes: %+v", r)
			}
		})
	}
}

// A number that the helpdesk's own mail gave is not changed by what the user
// gives, before a yes to just that.
func TestAGivenConfirmationDoesNotReplaceAConfirmedNumber(t *testing.T) {
	h := newHouse(t)
	if _, _, _, err := h.History.Hear(ticketID, history.Heard{Entry: history.Entry{
		Kind: history.Confirmed, MessageID: "c@helpdesk.example", InReplyTo: "ours@comune.example", Number: "12345",
	}}); err != nil {
		t.Fatal(err)
	}
	const text = "Oggetto: #Standard# Ticket #[777] Mandato 1532 non trasmesso"
	if _, err := h.Text(ticketID, text, false); !errors.Is(err, history.ErrConfirmed) {
		t.Errorf("%v", err)
	}
	if r := h.ticket(t); r.Number != "12345" || len(r.Conversation) != 2 {
		t.Errorf("%+v", r)
	}
	if _, err := h.Text(ticketID, text, true); err != nil {
		t.Fatal(err)
	}
	if r := h.ticket(t); r.Number != "777" || !r.ByHand() {
		t.Errorf("%+v", r)
	}
}
