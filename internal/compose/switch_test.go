package compose

import (
	"errors"
	"strings"
	"testing"
	"time"

	"ticketpp/internal/ticket"
)

func left() LeftDraft {
	return LeftDraft{Subject: "Fido calcolato male", At: time.Date(2026, 11, 21, 16, 20, 0, 0, time.Local)}
}

func earlier() ticket.Ticket {
	return ticket.Ticket{ID: "2", Helpdesk: "m", Module: "F24", Subject: "Fido calcolato male", Contact: anna()}
}

// offered is a rig whose form offers an earlier ticket.
func offered(t *testing.T, answer func(discard bool) (ticket.Ticket, error)) *rig {
	r := newRig(t, func(o *Options) { o.Callbacks.Switch = answer })
	r.form.Offer(left())
	return r
}

func TestAnEarlierTicketIsOfferedAndTakenUp(t *testing.T) {
	var discarded []bool
	r := offered(t, func(discard bool) (ticket.Ticket, error) {
		discarded = append(discarded, discard)
		return earlier(), nil
	})
	n := r.form.notice
	if n.box.Hidden || n.open.Hidden || !strings.Contains(n.words.Words(), "«Fido calcolato male» il 21/11 alle 16:20") {
		t.Fatalf("it is not offered: %q", n.words.Words())
	}
	r.form.takeUp()
	r.until("it is taken up", func() bool { return r.form.ticket.ID == "2" })
	if len(discarded) != 1 || !discarded[0] {
		t.Errorf("the blank ticket was kept: %v", discarded)
	}
	if r.entry(idSubject).Text != "Fido calcolato male" || !n.open.Hidden || r.form.state != writing {
		t.Errorf("the form shows %q, state %v", r.entry(idSubject).Text, r.form.state)
	}
	r.typeInto(idDoing, "Registravo")
	r.until("the other ticket is saved", func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		last := len(r.saved) - 1
		return last >= 0 && r.saved[last].ID == "2" && r.saved[last].Description.Doing == "Registravo"
	})
}

func TestWhatWasWrittenStaysWhenAnotherTicketIsTakenUp(t *testing.T) {
	var discarded []bool
	r := offered(t, func(discard bool) (ticket.Ticket, error) {
		discarded = append(discarded, discard)
		return earlier(), nil
	})
	r.typeInto(idSubject, "Mandato 1532")
	r.form.takeUp()
	r.until("it is taken up", func() bool { return r.form.ticket.ID == "2" })
	if len(discarded) != 1 || discarded[0] {
		t.Errorf("what was written was thrown away")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if n := len(r.saved); n == 0 || r.saved[n-1].Subject != "Mandato 1532" || r.saved[n-1].ID != "1" {
		t.Errorf("it was not saved first: %+v", r.saved)
	}
}

func TestATicketThatIsGoneIsSaidAndNothingChanges(t *testing.T) {
	r := offered(t, func(bool) (ticket.Ticket, error) { return ticket.Ticket{}, errors.New("is open already") })
	r.typeInto(idSubject, "Mandato 1532")
	r.form.takeUp()
	r.until("it is said", func() bool { return r.form.notice.open.Hidden })
	if r.form.state != writing || r.form.ticket.ID != "1" || r.entry(idSubject).Text != "Mandato 1532" {
		t.Errorf("the form has changed: %+v", r.form.ticket)
	}
}
