package history

import (
	"slices"
	"strings"
	"time"
)

// settle puts the conversation into the order in which it was said and makes
// the ticket's state from it. What arrives late or twice, or is told by two
// processes, comes to the same in the end.
func (r *Record) settle() {
	r.order()
	r.refuse()
	r.State, r.LastError = Queued, ""
	for i := range r.Conversation {
		r.step(&r.Conversation[i])
	}
	if r.Number != "" && (r.State == Sent || r.State == Queued || r.State == Paused) {
		r.State = Opened
	}
}

// order sorts by time. A mail's date has no fractions of a second, and the
// helpdesk's clock may be wrong: its mail was not written after we saw it, and
// not before what it answers.
func (r *Record) order() {
	at := map[string]time.Time{}
	var first time.Time
	for i := range r.Conversation {
		e := &r.Conversation[i]
		if !e.Ours && !e.SeenAt.IsZero() && e.At.After(e.SeenAt) {
			e.At = e.SeenAt
		}
		if e.Kind == First {
			first = e.At
		}
		at[e.MessageID] = e.At
	}
	for range r.Conversation { // an answer to an answer may have to move too
		moved := false
		for i := range r.Conversation {
			e := &r.Conversation[i]
			asked, ok := at[e.InReplyTo]
			if !ok || e.InReplyTo == "" {
				asked = first
			}
			if e.Ours || e.At.After(asked) || e.InReplyTo == e.MessageID {
				continue
			}
			e.At, moved = asked.Add(time.Millisecond), true
			at[e.MessageID] = e.At
		}
		if !moved {
			break
		}
	}
	slices.SortStableFunc(r.Conversation, func(a, b Entry) int { return a.At.Compare(b.At) })
}

// step is what an entry does to the ticket's state.
func (r *Record) step(e *Entry) {
	switch e.Kind {
	case First:
		r.State, r.LastError = e.State, e.LastError
		if e.State == Failed {
			return
		}
	case NumberTyped, Confirmed:
		if !r.State.IsOpen() && r.State != Resolved {
			r.State, r.LastError = Opened, ""
		}
	case NoTicket, Bounced:
		r.refused(e)
	case Question:
		r.State = WaitingForYou
	case Suspends:
		r.State = Suspended
	case Resolves:
		r.State = Resolved
	case Answered:
		if r.State != Resolved {
			r.State = Opened
		}
	case Information, Reminder, Answer, Reopening:
		if e.State != Failed {
			r.State = WaitingForHelpdesk
		}
	case Closing:
		if e.State != Failed {
			r.State = Resolved
		}
	case Other, Delayed:
	}
}

// refuse finds the later mails that the helpdesk or a server refused: each
// leaves the ticket as it was, and failed by itself.
func (r *Record) refuse() {
	for _, e := range r.Conversation {
		if e.Kind != NoTicket && e.Kind != Bounced || e.InReplyTo == "" {
			continue
		}
		for i := range r.Conversation {
			own := &r.Conversation[i]
			if own.Ours && own.Kind != First && own.MessageID == e.InReplyTo {
				own.State, own.LastError = Failed, e.reason()
			}
		}
	}
}

// refused is the end of a ticket that was never opened.
func (r *Record) refused(e *Entry) {
	first := slices.IndexFunc(r.Conversation, func(o Entry) bool { return o.Kind == First })
	ofFirst := first >= 0 && (e.InReplyTo == "" || e.InReplyTo == r.Conversation[first].MessageID)
	if ofFirst && r.Number == "" {
		r.State, r.LastError = Failed, e.reason()
	}
}

// reason is why a mail was refused, in the words of whoever refused it.
func (e Entry) reason() string {
	if e.Detail != "" {
		return e.Detail
	}
	return firstLine(e.Text)
}

// firstLine is the first line of a text that says something.
func firstLine(text string) string {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			return line
		}
	}
	return ""
}

// resolvedAt returns when the ticket was resolved, the last time.
func (r Record) resolvedAt() time.Time {
	var at time.Time
	for _, e := range r.Conversation {
		if e.Kind == Resolves || e.Kind == Closing && e.State != Failed {
			at = e.At
		}
	}
	return at
}

// Arrived reports whether the helpdesk has said something about one of the own
// mails, given by its Message-ID, that it can only say when it has it.
func (r Record) Arrived(messageID string) bool {
	if messageID == "" {
		return false
	}
	return slices.ContainsFunc(r.Conversation, func(e Entry) bool {
		switch e.Kind {
		case Confirmed, Question, Suspends, Answered, Resolves:
			return !e.Ours && e.InReplyTo == messageID
		}
		return false
	})
}

// Refused reports whether one of the own mails, given by its Message-ID, came
// back or was refused by the helpdesk.
func (r Record) Refused(messageID string) bool {
	return messageID != "" && slices.ContainsFunc(r.Conversation, func(e Entry) bool {
		return (e.Kind == NoTicket || e.Kind == Bounced) && e.InReplyTo == messageID
	})
}
