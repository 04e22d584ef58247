package history

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrBadNumber: what was typed is not a ticket's number.
var ErrBadNumber = errors.New("is not a ticket's number")

// ErrConfirmed: the helpdesk's own mail gave the ticket another number.
var ErrConfirmed = errors.New("the helpdesk's own mail gave the ticket another number")

// TakenError: another ticket of the same helpdesk has the number.
type TakenError struct{ By Summary }

func (e *TakenError) Error() string {
	return fmt.Sprintf("ticket %s has the number %s", e.By.ID, e.By.Number)
}

// ByHand reports whether the ticket's number comes from the user, and no mail of
// the helpdesk's that answers one of the user's bears it out: what the helpdesk
// itself says is better. A mail that was found by the number alone says nothing
// of whether the number is right.
func (r Record) ByHand() bool {
	byHand := false
	for _, e := range r.Conversation {
		switch {
		case e.Number == "" || e.Number != r.Number:
		case e.Kind == NumberTyped, e.Given:
			byHand = true
		case !e.Ours && r.isOwn(e.InReplyTo):
			return false
		}
	}
	return byHand
}

// isOwn reports whether a mail of the conversation, given by its Message-ID, is
// the user's.
func (r Record) isOwn(messageID string) bool {
	return messageID != "" && slices.ContainsFunc(r.Conversation, func(e Entry) bool { return e.Ours && e.MessageID == messageID })
}

// GivenNumber is a number from the user's hand.
type GivenNumber struct {
	Number  string
	InAMail bool // it stood in a confirmation that the user pasted or dropped
	Sure    bool // it may take the place of one that the helpdesk's own mail gave
}

// MarkNumber keeps a number that the user was told or reads elsewhere; see
// [Store.KeepNumber].
func (s *Store) MarkNumber(id, number string) error {
	return s.KeepNumber(id, GivenNumber{Number: number})
}

// KeepNumber keeps a number that comes from the user's hand, in the place of
// one that came from there too. The ticket is open then. [ErrBadNumber] when
// it is none without the signs that people write around it, [ErrConfirmed]
// when the helpdesk gave another one and the user is not sure, a [*TakenError]
// when another ticket has it.
func (s *Store) KeepNumber(id string, n GivenNumber) error {
	number := strings.Trim(n.Number, "#[]() \t")
	if !isTicketNumber(number) {
		return fmt.Errorf("%q %w", number, ErrBadNumber)
	}
	return s.Update(id, func(r *Record) error {
		switch {
		case len(r.Conversation) == 0:
			return fmt.Errorf("ticket %q: %w", id, ErrNotFound)
		case r.Number == number:
			return ErrSame
		case r.Number != "" && !n.Sure && !r.ByHand():
			return fmt.Errorf("ticket %s has the number %s: %w", id, r.Number, ErrConfirmed)
		}
		if err := s.free(id, r.Ticket.Helpdesk, number); err != nil {
			return err
		}
		if r.Number != "" {
			r.Portal = "" // the page of the ticket that has the wrong number
		}
		r.Number, r.Tag = number, ""
		r.Conversation = slices.DeleteFunc(r.Conversation, func(e Entry) bool { return e.Kind == NumberTyped || e.Given })
		r.Conversation = append(r.Conversation, Entry{
			Key: string(NumberTyped), Ours: true, Kind: NumberTyped, At: s.now().Round(0), Number: number, Given: n.InAMail,
		})
		return nil
	})
}

// free fails with a [*TakenError] when another ticket of the helpdesk has the
// number. The lock is held.
func (s *Store) free(id, helpdesk, number string) error {
	v, _, err := s.held()
	if err != nil {
		return err
	}
	for i := range v.list {
		if o := v.list[i]; o.ID != id && o.Helpdesk == helpdesk && o.Number == number {
			return &TakenError{By: o}
		}
	}
	return nil
}

// isTicketNumber takes what helpdesks call a number: digits, and some letters
// and hyphens around them (INC0012345, SD-48).
func isTicketNumber(s string) bool {
	if len(s) > 40 || strings.IndexFunc(s, func(r rune) bool { return r >= '0' && r <= '9' }) < 0 {
		return false
	}
	return strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-/.") == ""
}
