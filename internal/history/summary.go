package history

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"ticketpp/internal/ticket"
)

// Summary is what a list shows of a ticket.
type Summary struct {
	ID        string
	MessageID string
	Subject   string
	Helpdesk  string // id of the helpdesk in the settings
	Module    string
	State     State
	Number    string // "" while there is none
	LastError string // why it failed, one line
	QueuedAt  time.Time
	SentAt    time.Time // zero while it was not sent
	LastAt    time.Time // of the last word, the user's or the helpdesk's
	LastOurs  bool      // the last word is the user's
	LastKind  Kind      // what the last word is
	Unread    bool      // the helpdesk has written since the user looked
	Redone    string    // the draft into which a refused ticket was made
	Waited    bool      // the user was told that no confirmation came in time

	refs    []string // Message-IDs of the conversation, and the queue's ids of own mails
	pending bool     // an own mail was not sent yet, or was refused by a server
	words   string   // what a search looks at, folded
}

// Unconfirmed reports whether the ticket was sent and the helpdesk's profile
// says that its confirmation should have come by now. That is never a failure:
// a confirmation may take a quarter of an hour, and some helpdesks send none.
func (s Summary) Unconfirmed(desk ticket.Helpdesk, now time.Time) bool {
	return s.State == Sent && !s.SentAt.IsZero() && desk.ConfirmWithin > 0 && now.Sub(s.SentAt) >= desk.ConfirmWithin
}

// Summary returns what a list shows of the record.
func (r Record) Summary() Summary {
	s := Summary{
		ID: r.ID, MessageID: r.Ticket.MessageID, Subject: r.Ticket.Subject, Helpdesk: r.Ticket.Helpdesk, Module: r.Ticket.Module,
		State: r.State, Number: r.Number, LastError: r.LastError, QueuedAt: r.QueuedAt, SentAt: r.SentAt,
		LastAt: r.QueuedAt, LastOurs: true, LastKind: First, Redone: r.Redone, Waited: r.Waited,
	}
	for _, e := range r.Conversation {
		s.LastAt, s.LastOurs, s.LastKind = e.At, e.Ours, e.Kind
		s.refer(e.MessageID)
		if e.Ours && e.Kind != NumberTyped {
			s.refer(e.Key)
			s.pending = s.pending || e.State != Sent
		}
		if !e.Ours && e.Kind != Confirmed && later(e.SeenAt, e.At).After(r.ReadAt) {
			s.Unread = true
		}
	}
	if len(s.refs) > maxRefs {
		s.refs = append(s.refs[:2:2], s.refs[len(s.refs)-maxRefs+2:]...)
	}
	s.words = searchWords(r)
	return s
}

// refer notes what a mail is found by.
func (s *Summary) refer(id string) {
	if id != "" && !strings.ContainsAny(id, " \t\r\n") && !slices.Contains(s.refs, id) {
		s.refs = append(s.refs, id)
	}
}

// maxRefs is how much of a conversation the index knows: the first mail and
// the last ones.
const maxRefs = 128

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// fields is how many a line of the index has.
const fields = 19

// errLine: a line of the index is not one of ours.
var errLine = errors.New("not a line of the index")

// appendLine appends the summary as a line of the index. Fields are parted by
// tabs; text on several lines becomes one.
func (s Summary) appendLine(b []byte) []byte {
	for _, f := range []string{
		s.ID, s.MessageID, s.Subject, s.Helpdesk, s.Module, string(s.State), s.Number, s.LastError,
	} {
		b = append(appendText(b, f), '\t')
	}
	for _, t := range []time.Time{s.QueuedAt, s.SentAt, s.LastAt} {
		if !t.IsZero() {
			b = strconv.AppendInt(b, t.UnixMilli(), 10)
		}
		b = append(b, '\t')
	}
	for _, yes := range []bool{s.LastOurs, s.Unread, s.Waited, s.pending} {
		b = append(strconv.AppendBool(b, yes), '\t')
	}
	b = append(appendText(b, string(s.LastKind)), '\t')
	b = append(appendText(b, s.Redone), '\t')
	b = append(appendText(b, strings.Join(s.refs, " ")), '\t')
	return append(appendText(b, s.words), '\n')
}

// appendText appends s without what parts fields and lines.
func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		c := s[i]
		if c == '\t' || c == '\n' || c == '\r' {
			c = ' '
		}
		b = append(b, c)
	}
	return b
}

// parseLine reads a line of the index; what it returns shares its memory.
func parseLine(line string) (Summary, error) {
	var f [fields]string
	for i := range f {
		var more bool
		if f[i], line, more = strings.Cut(line, "\t"); more != (i < fields-1) {
			return Summary{}, errLine
		}
	}
	s := Summary{
		ID: f[0], MessageID: f[1], Subject: f[2], Helpdesk: f[3], Module: f[4], State: State(f[5]), Number: f[6], LastError: f[7],
		LastOurs: f[11] == "true", Unread: f[12] == "true", Waited: f[13] == "true", pending: f[14] == "true",
		LastKind: Kind(f[15]), Redone: f[16], words: f[18],
	}
	if f[17] != "" {
		s.refs = strings.Split(f[17], " ")
	}
	for i, t := range []*time.Time{&s.QueuedAt, &s.SentAt, &s.LastAt} {
		if f[8+i] == "" {
			continue
		}
		ms, err := strconv.ParseInt(f[8+i], 10, 64)
		if err != nil {
			return Summary{}, errLine
		}
		*t = time.UnixMilli(ms)
	}
	if !validID(s.ID) {
		return Summary{}, errLine
	}
	return s, nil
}
