package history

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ticketpp/internal/ticket"
)

// Own tells of one of the user's mails: t as it was handed over, where the
// queue has it now, and why it failed. The first mail about a matter makes the
// ticket known; a further one goes into the conversation of the ticket that it
// speaks of, which must be known.
type Own struct {
	Ticket    ticket.Ticket
	State     State // Queued, Paused, Sent or Failed
	LastError string
	QueuedAt  time.Time
	SentAt    time.Time
}

// Of returns the id of the ticket that the mail is about.
func (o Own) Of() string {
	if o.Ticket.FollowUp != nil {
		return o.Ticket.FollowUp.Of
	}
	return o.Ticket.ID
}

// Said keeps what became of one of the user's mails. What is known already is
// not written again.
func (s *Store) Said(o Own) error {
	return s.Update(o.Of(), func(r *Record) error { return r.say(o) })
}

// Imported returns the record of a first mail, for [Store.Import].
func Imported(o Own) Record {
	r := Record{ID: o.Ticket.ID}
	_ = r.say(o) // of an empty record: never fails
	return r
}

// say puts one of the user's mails into the record.
func (r *Record) say(o Own) error {
	kind := First
	if f := o.Ticket.FollowUp; f != nil {
		kind = Kind(f.Kind)
		if len(r.Conversation) == 0 {
			return fmt.Errorf("ticket %q: %w", f.Of, ErrNotFound)
		}
	}
	at := o.QueuedAt
	if !o.Ticket.Date.IsZero() {
		at = o.Ticket.Date
	}
	e := r.entry(o.Ticket.ID)
	if e != nil && e.State == o.State && e.LastError == o.LastError && (kind != First || r.SentAt.Equal(o.SentAt)) {
		return ErrSame
	}
	if e == nil {
		r.Conversation = append(r.Conversation, Entry{Key: o.Ticket.ID, Ours: true, Kind: kind})
		e = &r.Conversation[len(r.Conversation)-1]
	}
	e.At, e.MessageID, e.State, e.LastError = at.Round(0), o.Ticket.MessageID, o.State, firstLine(o.LastError)
	e.Subject, e.Description = o.Ticket.Subject, o.Ticket.Description
	e.Screenshots, e.Attachments = shown(o.Ticket.Screenshots), o.Ticket.Attachments
	if kind == First {
		r.Ticket, r.QueuedAt, r.SentAt = o.Ticket, o.QueuedAt.Round(0), o.SentAt.Round(0)
		if o.State != Failed {
			r.Redone = ""
		}
	}
	return nil
}

// shown are the pictures that went with a mail, without what was drawn on them.
func shown(all []ticket.Screenshot) []ticket.Screenshot {
	var went []ticket.Screenshot
	for _, shot := range all {
		if shot.Included {
			shot.Marks, shot.Original, shot.Preview, shot.Pointer = nil, "", "", nil
			went = append(went, shot)
		}
	}
	return went
}

// Heard is a mail of the helpdesk's, or of a mail server's, that belongs to a
// ticket.
type Heard struct {
	Entry         // Kind, At, MessageID, InReplyTo, From, Subject, Text, Links, Number
	Tag    string // as it stands in the mail's subject, decoded
	Portal string // the ticket's page on the helpdesk's own host
}

// maxText is how much is kept of a helpdesk's mail, in bytes.
const maxText = 256 << 10

// Hear keeps a mail in a ticket's conversation. It reports whether the mail is
// new and what it changed; one that is known already changes nothing.
func (s *Store) Hear(id string, h Heard) (before, after Record, news bool, err error) {
	err = s.Update(id, func(r *Record) error {
		if len(r.Conversation) == 0 {
			return fmt.Errorf("ticket %q: %w", id, ErrNotFound)
		}
		before = r.clone()
		after = before
		if h.Key == "" {
			h.Key = h.MessageID
		}
		if r.entry(h.Key) != nil {
			return ErrSame
		}
		e := h.Entry
		e.Ours, e.SeenAt = false, s.now().Round(0)
		if e.At.IsZero() {
			e.At = e.SeenAt
		}
		if len(e.Text) > maxText {
			e.Text = strings.ToValidUTF8(e.Text[:maxText], "") + "…"
		}
		r.Conversation = append(r.Conversation, e)
		r.learn(h)
		r.settle()
		after, news = r.clone(), true
		return nil
	})
	return before, after, news, err
}

// clone returns a copy whose conversation is its own.
func (r Record) clone() Record {
	r.Conversation = slices.Clone(r.Conversation)
	return r
}

// learn keeps what a mail says of the ticket as a whole. The first number
// stays: a helpdesk that merges tickets names others later.
func (r *Record) learn(h Heard) {
	if h.Number != "" && (r.Number == "" || h.Kind == Confirmed && r.ByHand()) {
		r.Number = h.Number
	}
	if h.Tag != "" && h.Number == r.Number {
		r.Tag = h.Tag
	}
	if h.Portal != "" {
		r.Portal = h.Portal
	}
}

// Lost remembers that a mail of the user's about a ticket will not go, because
// the queue can read it no more; key is that mail's id, the ticket's own for the
// first. What the history knows of it is all that is left, and stays.
func (s *Store) Lost(id, key, why string) error {
	return s.Update(id, func(r *Record) error {
		e := r.entry(key)
		if e == nil {
			return fmt.Errorf("ticket %q: %w", id, ErrNotFound)
		}
		if e.State == Failed && e.LastError == why {
			return ErrSame
		}
		e.State, e.LastError = Failed, why
		return nil
	})
}

// MarkRedone remembers that a refused ticket is being written anew.
func (s *Store) MarkRedone(id, draft string) error {
	return s.Update(id, func(r *Record) error {
		if len(r.Conversation) == 0 {
			return fmt.Errorf("ticket %q: %w", id, ErrNotFound)
		}
		if r.Redone == draft {
			return ErrSame
		}
		r.Redone = draft
		return nil
	})
}

// MarkWaited remembers that the user was told that no confirmation came in
// time.
func (s *Store) MarkWaited(id string) error {
	return s.Update(id, func(r *Record) error {
		if len(r.Conversation) == 0 || r.Waited {
			return ErrSame
		}
		r.Waited = true
		return nil
	})
}
