package answers

import (
	"errors"
	"io"
	"strings"

	"ticketpp/internal/history"
	"ticketpp/internal/mailbox"
	"ticketpp/internal/ticket"
)

// File takes a mail that the user gives: the confirmation, saved as .eml. id
// is the ticket for which it is meant, or "". A mail that names its ticket
// goes to that one, whichever was meant. Errors: [ErrNotOurs], [ErrNoNumber],
// or that of reading.
func (a *Answers) File(id string, r io.Reader) (News, error) {
	m, err := mailbox.Parse(r)
	if err != nil {
		return News{}, err
	}
	return a.given(id, m)
}

// Text takes what the user has copied out of a mail; see [Answers.File].
func (a *Answers) Text(id, text string) (News, error) {
	return a.given(id, mailbox.ParseText(text))
}

// given takes a mail from the user's hand.
func (a *Answers) given(id string, m mailbox.Mail) (News, error) {
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
	return a.meant(id, m, desks, mails)
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
// the user has looked at it. What it says besides is kept only when it comes
// from the helpdesk.
func (a *Answers) meant(id string, m mailbox.Mail, desks []ticket.Helpdesk, mails history.Mails) (News, error) {
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
	if desk.OwnsAddress(m.From.Address) && m.MessageID != "" {
		v := mailbox.Verdict{Kind: mailbox.Confirmed, TicketID: id, Number: number, Tag: tag}
		return a.hear(desk, m, v, mails)
	}
	return a.number(r, number, desk)
}

// Number takes the number that the user typed, or what stands around it: a
// tag, a subject. Errors: history.ErrBadNumber, history.ErrNotFound.
func (a *Answers) Number(id, typed string) (News, error) {
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
	return a.number(r, strings.TrimSpace(typed), desk)
}

// number keeps a number from the user's hand.
func (a *Answers) number(before history.Record, number string, desk ticket.Helpdesk) (News, error) {
	if err := a.History.MarkNumber(before.ID, number); err != nil {
		return News{}, err
	}
	after, err := a.History.Get(before.ID)
	if errors.Is(err, history.ErrNotFound) {
		after, err = before, nil
	}
	return News{Before: before, After: after, Helpdesk: desk, Mail: history.Entry{Kind: history.NumberTyped, Number: number}}, err
}
