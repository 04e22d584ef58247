package answers

import (
	"fmt"
	"slices"
	"strings"

	"ticketpp/internal/history"
	"ticketpp/internal/mailbox"
)

// DoubtError: what the user gave as a ticket's confirmation seems to speak of
// another ticket, or names this one nowhere. Nothing was kept.
type DoubtError struct {
	Number string
	Other  *history.Summary // the ticket of which it seems to speak; nil when that is not known
}

func (e *DoubtError) Error() string {
	if e.Other != nil {
		return fmt.Sprintf("the confirmation with the number %s seems to be that of ticket %s", e.Number, e.Other.ID)
	}
	return fmt.Sprintf("the confirmation with the number %s does not name the ticket", e.Number)
}

// doubt returns a [*DoubtError] when a mail with a number does not seem to be
// about the ticket: by its thread, which cannot be wrong, else by the subject
// that it names.
func (a *Answers) doubt(r history.Record, m mailbox.Mail, number string, mails history.Mails) error {
	list, err := a.History.List()
	if err != nil {
		return err
	}
	other := ""
	for _, mail := range slices.Concat(m.InReplyTo, m.References) {
		switch id, ok := mails.Ticket(r.Ticket.Helpdesk, mail); {
		case ok && id == r.ID:
			return nil
		case ok:
			other = id
		}
	}
	text := m.Subject + "\n" + m.Text
	if other == "" && history.Mentions(text, r.Ticket.Subject) {
		return nil
	}
	d := &DoubtError{Number: number}
	for i := range list {
		s := list[i]
		named := other == "" && s.ID != r.ID && s.Helpdesk == r.Ticket.Helpdesk && strings.TrimSpace(s.Subject) != "" && history.Mentions(text, s.Subject)
		if s.ID == other || named {
			d.Other = &s
			break
		}
	}
	return d
}
