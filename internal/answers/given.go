package answers

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"ticketpp/internal/history"
	"ticketpp/internal/mailbox"
	"ticketpp/internal/ticket"
)

// File takes a mail that the user gives: the confirmation, saved as .eml. id
// is the ticket for which it is meant, or "". A mail that names its ticket
// goes to that one, whichever was meant. Errors: [ErrNotOurs], [ErrNoNumber], a
// [*DoubtError] unless the user is sure, those of history.Store.KeepNumber, or
// that of reading.
func (a *Answers) File(id string, r io.Reader, sure bool) (News, error) {
	m, err := mailbox.Parse(r)
	if err != nil {
		return News{}, err
	}
	return a.given(id, m, sure)
}

// Text takes what the user has copied out of a mail; see [Answers.File].
func (a *Answers) Text(id, text string, sure bool) (News, error) {
	return a.given(id, mailbox.ParseText(text), sure)
}

// given takes a mail from the user's hand.
func (a *Answers) given(id string, m mailbox.Mail, sure bool) (News, error) {
	defer a.forget()
	mails, err := a.tickets()
	if err != nil {
		return News{}, err
	}
	desks := a.Settings().Helpdesks()
	if desk, v, ok := judge(m, desks, mails); ok {
		return a.hear(desk, m, v, mails)
	}
	if id == "" {
		return a.byNumber(m, desks, mails)
	}
	return a.meant(id, m, desks, mails, sure)
}

// byNumber finds the ticket of a mail that has lost its thread, as copied text
// has: by the number that it names.
func (a *Answers) byNumber(m mailbox.Mail, desks []ticket.Helpdesk, mails history.Mails) (News, error) {
	for _, desk := range desks {
		number, _, ok := mailbox.Number(m, desk)
		if !ok {
			continue
		}
		if id, ok := mails.Numbered(desk.ID, number); ok {
			before, err := a.History.Get(id)
			return News{Before: before, After: before, Helpdesk: desk}, err
		}
	}
	return News{}, ErrNotOurs
}

// meant takes a mail for the ticket that the user says: its number counts, for
// the user has looked at it. Where it seems to speak of another ticket the user
// is to look once more. What it says besides is kept only when it comes from
// the helpdesk.
func (a *Answers) meant(id string, m mailbox.Mail, desks []ticket.Helpdesk, mails history.Mails, sure bool) (News, error) {
	r, err := a.History.Get(id)
	if err != nil {
		return News{}, err
	}
	desk := ticket.Helpdesk{ID: r.Ticket.Helpdesk}
	for _, d := range desks {
		if d.ID == desk.ID {
			desk = d
		}
	}
	number, tag, ok := mailbox.Number(m, desk)
	if !ok {
		return News{}, ErrNoNumber
	}
	replaces := r.Number != "" && r.Number != number
	if !sure && replaces && !r.ByHand() {
		return News{}, fmt.Errorf("ticket %s has the number %s: %w", id, r.Number, history.ErrConfirmed)
	}
	if !sure && number != r.Number {
		if err := a.doubt(r, m, number, mails); err != nil {
			return News{}, err
		}
	}
	if desk.OwnsAddress(m.From.Address) && m.MessageID != "" && !replaces {
		v := mailbox.Verdict{Kind: mailbox.Confirmed, TicketID: id, Number: number, Tag: tag}
		h := heard(m, v)
		h.Given = true
		return a.keepMail(desk, h, v, mails)
	}
	return a.number(r, desk, history.GivenNumber{Number: number, InAMail: true, Sure: sure})
}

// Number takes the number that the user typed, or what stands around it: a
// tag, a subject. sure: it may take the place of one that the helpdesk's own
// mail gave. Errors: those of history.Store.KeepNumber.
func (a *Answers) Number(id, typed string, sure bool) (News, error) {
	r, err := a.History.Get(id)
	if err != nil {
		return News{}, err
	}
	var desk ticket.Helpdesk
	for _, d := range a.Settings().Helpdesks() {
		if d.ID == r.Ticket.Helpdesk {
			desk = d
		}
	}
	if number, _, ok := mailbox.Number(mailbox.ParseText(typed), desk); ok {
		typed = number
	}
	return a.number(r, desk, history.GivenNumber{Number: strings.TrimSpace(typed), Sure: sure})
}

// number keeps a number from the user's hand.
func (a *Answers) number(before history.Record, desk ticket.Helpdesk, n history.GivenNumber) (News, error) {
	if err := a.History.KeepNumber(before.ID, n); err != nil {
		return News{}, err
	}
	after, err := a.History.Get(before.ID)
	if errors.Is(err, history.ErrNotFound) {
		after, err = before, nil
	}
	return News{Before: before, After: after, Helpdesk: desk, Mail: history.Entry{Kind: history.NumberTyped, Number: n.Number, Given: n.InAMail}}, err
}
