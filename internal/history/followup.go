package history

import (
	"errors"
	"slices"
	"strings"
	"time"

	"ticketpp/internal/ticket"
)

// Why there can be no follow-up of a kind now.
var (
	ErrNotSent  = errors.New("the ticket was not sent yet")
	ErrNoNumber = errors.New("the ticket has no number yet: the helpdesk would open a second one")
	ErrFailed   = errors.New("the ticket was refused: send it again")
	ErrResolved = errors.New("the ticket is resolved: it must be reopened")
	ErrTooLate  = errors.New("the ticket can no longer be reopened: a new one may name it")
	ErrNotOver  = errors.New("the ticket is not resolved")
)

// reminderPause is how long after a reminder the next one is discouraged.
const reminderPause = time.Hour

// TooSoon reports whether a reminder was sent less than an hour ago, and when
// the next one is in order. It is advice: the user may have a reason.
func (r Record) TooSoon(now time.Time) (next time.Time, soon bool) {
	for _, e := range r.Conversation {
		if e.Ours && e.Kind == Reminder && e.State != Failed && now.Sub(e.At) < reminderPause {
			next, soon = e.At.Add(reminderPause), true
		}
	}
	return next, soon
}

// Allows returns nil when a follow-up of the kind can be sent now, else one of
// this file's errors.
func (r Record) Allows(kind ticket.FollowUpKind, desk ticket.Helpdesk, now time.Time) error {
	switch {
	case r.State == Failed:
		return ErrFailed
	case r.State == Queued || r.State == Paused:
		return ErrNotSent
	case r.Number == "" && r.lastSubject() == "":
		return ErrNoNumber
	case kind == ticket.Reopen && r.State != Resolved:
		return ErrNotOver
	case kind == ticket.Reopen && desk.ReopenWithin > 0 && now.Sub(r.resolvedAt()) > desk.ReopenWithin:
		return ErrTooLate
	case kind != ticket.Reopen && r.State == Resolved:
		return ErrResolved
	}
	return nil
}

// Offers lists the kinds of follow-up that can be sent now, the most likely
// first.
func (r Record) Offers(desk ticket.Helpdesk, now time.Time) []ticket.FollowUpKind {
	order := []ticket.FollowUpKind{ticket.Information, ticket.Reminder, ticket.Close, ticket.Reopen}
	if r.State.NeedsYou() {
		order = []ticket.FollowUpKind{ticket.Answer, ticket.Information, ticket.Reminder, ticket.Close, ticket.Reopen}
	}
	return slices.DeleteFunc(order, func(k ticket.FollowUpKind) bool { return r.Allows(k, desk, now) != nil })
}

// FollowUp returns the beginning of a further mail about the ticket: it goes
// to the same address, with the tag in its subject (Project++) and in the
// thread (Znuny, GLPI), and says nothing of the workstation. What the user
// writes goes into its Description. Errors are those of [Record.Allows].
func (r Record) FollowUp(kind ticket.FollowUpKind, desk ticket.Helpdesk, now time.Time) (ticket.Ticket, error) {
	if err := r.Allows(kind, desk, now); err != nil {
		return ticket.Ticket{}, err
	}
	t := ticket.Ticket{
		Helpdesk: r.Ticket.Helpdesk, Module: r.Ticket.Module, Category: r.Ticket.Category,
		Kind: r.Ticket.Kind, Severity: r.Ticket.Severity,
		Subject: r.Ticket.Subject, Contact: r.Ticket.Contact,
	}
	t.FollowUp = &ticket.FollowUp{Of: r.ID, Kind: kind, Number: r.Number, Tag: r.tag(desk)}
	t.FollowUp.References, t.FollowUp.InReplyTo = r.thread()
	return t, nil
}

// maxThread is how many mails References names: the first and the last ones.
const maxThread = 20

// thread returns the Message-IDs of the conversation, oldest first, and the
// one that a further mail answers: the helpdesk's last, else our own.
func (r Record) thread() (references []string, last string) {
	own := ""
	for _, e := range r.Conversation {
		if e.MessageID == "" || e.Ours && e.State == Failed || slices.Contains(references, e.MessageID) {
			continue
		}
		if e.Kind == NoTicket || e.Kind == Bounced {
			continue
		}
		references = append(references, e.MessageID)
		if e.Ours {
			own = e.MessageID
		} else {
			last = e.MessageID
		}
	}
	if last == "" {
		last = own
	}
	if len(references) > maxThread {
		references = append(references[:1:1], references[len(references)-maxThread+1:]...)
	}
	return references, last
}

// tag is what the subject must carry: as the helpdesk wrote it, else as its
// profile says that it would. Where neither is known the whole subject of its
// last mail serves, for whatever it finds its tickets by stands there (01S:
// answering the mail reactivates the ticket). "" when it has not written.
func (r Record) tag(desk ticket.Helpdesk) string {
	if r.Tag != "" {
		return r.Tag
	}
	if tag, ok := TagFor(desk.Tag, r.Number); ok {
		return tag
	}
	return r.lastSubject()
}

// lastSubject is the subject of the helpdesk's last mail, without the mark of
// an answer; "" when it has not written or only refused.
func (r Record) lastSubject() string {
	subject := ""
	for _, e := range r.Conversation {
		switch {
		case e.Ours, e.Kind == NoTicket, e.Kind == Bounced, e.Kind == Delayed, e.MessageID == "":
		default:
			subject = withoutReply(e.Subject)
		}
	}
	return subject
}

// withoutReply takes the marks of answers off a subject («Re: R: …»).
func withoutReply(s string) string {
	for {
		head, rest, ok := strings.Cut(strings.TrimSpace(s), ":")
		if !ok || len(head) > 3 || !slices.Contains([]string{"re", "r", "aw", "i", "fw", "fwd"}, strings.ToLower(head)) {
			return strings.TrimSpace(s)
		}
		s = rest
	}
}

// Successor returns the beginning of a new ticket about a matter whose ticket
// can no longer be reopened. mention names the old one, in the user's
// language; the tag is not repeated, for it would send the new ticket into the
// old one.
func (r Record) Successor(mention string) ticket.Ticket {
	t := r.Ticket
	return ticket.Ticket{
		Helpdesk: t.Helpdesk, Module: t.Module, Category: t.Category, Kind: t.Kind, Severity: t.Severity,
		Subject: t.Subject, Contact: t.Contact, Description: ticket.Description{Text: strings.TrimSpace(mention)},
	}
}
