package history

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"time"

	"ticketpp/internal/safefile"
	"ticketpp/internal/ticket"
)

// State is where a ticket stands (Project++: waiting on support, waiting on
// customer, resolved; 01S: suspended). The words are those of the command
// line's contract.
type State string

// The states.
const (
	Queued             State = "queued"               // accepted, waits for the server
	Paused             State = "paused"               // waits for the account to be put right
	Sent               State = "sent"                 // the server has it; no confirmation yet
	Opened             State = "open"                 // the helpdesk gave it a number
	WaitingForYou      State = "waiting-for-you"      // the helpdesk asked something
	WaitingForHelpdesk State = "waiting-for-helpdesk" // the user had the last word
	Suspended          State = "suspended"            // until the user answers
	Resolved           State = "resolved"
	Failed             State = "failed" // refused by a server or by the helpdesk: no ticket was opened
)

// IsOpen reports whether the helpdesk works, or would work, on such a ticket.
func (s State) IsOpen() bool {
	return s == Opened || s == WaitingForYou || s == WaitingForHelpdesk || s == Suspended
}

// NeedsYou reports whether the next step is the user's.
func (s State) NeedsYou() bool { return s == WaitingForYou || s == Suspended || s == Failed }

// Kind says what an entry of a conversation is.
type Kind string

// The kinds of the user's entries. The others are those of
// [ticket.FollowUpKind], in the same words.
const (
	First       Kind = "ticket" // the mail that asked for the ticket
	Information Kind = Kind(ticket.Information)
	Reminder    Kind = Kind(ticket.Reminder)
	Answer      Kind = Kind(ticket.Answer)
	Closing     Kind = Kind(ticket.Close)
	Reopening   Kind = Kind(ticket.Reopen)
	NumberTyped Kind = "number" // the user typed the ticket's number, or gave a confirmation; no mail
)

// The kinds of the helpdesk's mails.
const (
	Confirmed Kind = "confirmed" // the ticket is open and has a number
	NoTicket  Kind = "no-ticket" // looks like a confirmation and is a refusal
	Bounced   Kind = "bounced"   // a mail server could not deliver
	Delayed   Kind = "delayed"   // a mail server could not deliver yet, and goes on trying
	Question  Kind = "question"
	Suspends  Kind = "suspended" // suspended until the user answers
	Answered  Kind = "answered"
	Resolves  Kind = "resolved"
	Other     Kind = "other" // belongs to the ticket; what it means is not known
)

// Entry is one thing that was said about a ticket.
type Entry struct {
	Key       string    `json:"key"` // unique in the conversation: the queue's id of an own mail, else the Message-ID
	Ours      bool      `json:"ours,omitempty"`
	Kind      Kind      `json:"kind"`
	At        time.Time `json:"at"`                   // when it was said
	SeenAt    time.Time `json:"seen_at,omitzero"`     // when we learnt of a helpdesk's mail
	MessageID string    `json:"message_id,omitempty"` // without angle brackets
	InReplyTo string    `json:"in_reply_to,omitempty"`
	From      string    `json:"from,omitempty"` // of a helpdesk's mail, as it says
	Subject   string    `json:"subject,omitempty"`
	Text      string    `json:"text,omitempty"`   // plain text; of own mails see Description
	Links     []Link    `json:"links,omitempty"`  // where a helpdesk's mail leads to
	Number    string    `json:"number,omitempty"` // which it gave the ticket
	Detail    string    `json:"detail,omitempty"` // of a refusal: the words that say why, one line
	Given     bool      `json:"given,omitempty"`  // the number stood in a confirmation that the user pasted or dropped

	// Of the user's own mails.
	State       State               `json:"state,omitempty"`      // Queued, Paused, Sent or Failed
	LastError   string              `json:"last_error,omitempty"` // the server's or the helpdesk's own words, or the code of a reason
	Description ticket.Description  `json:"description,omitzero"`
	Screenshots []ticket.Screenshot `json:"screenshots,omitempty"` // those that went with it; the files are in the queue's mail
	Attachments []ticket.Attachment `json:"attachments,omitempty"`
}

// Link is an address in a mail, as it would be shown and where it goes.
type Link struct {
	Text string `json:"text,omitempty"` // the words that carry it; "" when they are the address itself
	URL  string `json:"url"`            // http or https
}

// Record is one ticket with all that is known of it.
type Record struct {
	ID           string        `json:"id"`
	Ticket       ticket.Ticket `json:"ticket"` // as it was sent
	Number       string        `json:"number,omitempty"`
	Tag          string        `json:"tag,omitempty"`    // as the helpdesk wrote it, for the subjects of follow-ups
	Portal       string        `json:"portal,omitempty"` // the ticket's page on the helpdesk's own host
	QueuedAt     time.Time     `json:"queued_at,omitzero"`
	SentAt       time.Time     `json:"sent_at,omitzero"`
	ReadAt       time.Time     `json:"read_at,omitzero"`  // when the user last looked at the conversation
	Redone       string        `json:"redone,omitempty"`  // id of the draft into which a refused ticket was made
	Conversation []Entry       `json:"conversation"`      // in the order in which it was said
	State        State         `json:"state"`             // follows from the conversation
	LastError    string        `json:"last_error"`        // why it failed
	Waited       bool          `json:"waited,omitempty"`  // the user was told that no confirmation came in time
	Version      int           `json:"version,omitempty"` // of this form
}

// entry returns the entry of the given key, or nil.
func (r *Record) entry(key string) *Entry {
	for i := range r.Conversation {
		if r.Conversation[i].Key == key {
			return &r.Conversation[i]
		}
	}
	return nil
}

// maxRecord bounds what is read of a ticket.
const maxRecord = 32 << 20

// sealed is what a ticket's file holds: a sum tells one that is whole from one
// that only looks so.
type sealed struct {
	Sum    string          `json:"sum"`
	Record json.RawMessage `json:"record"`
}

func (r Record) encode() ([]byte, error) {
	plain, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	return json.Marshal(sealed{Sum: fmt.Sprintf("%08x", crc32.ChecksumIEEE(plain)), Record: plain})
}

func decodeRecord(id string, data []byte) (Record, error) {
	var in sealed
	var r Record
	if err := json.Unmarshal(data, &in); err != nil {
		return r, fmt.Errorf("ticket %s %w: %w", id, ErrDamaged, err)
	}
	if fmt.Sprintf("%08x", crc32.ChecksumIEEE(bytes.TrimSpace(in.Record))) != in.Sum {
		return r, fmt.Errorf("ticket %s %w: its sum is wrong", id, ErrDamaged)
	}
	if err := json.Unmarshal(in.Record, &r); err != nil || r.ID != id {
		return r, fmt.Errorf("ticket %s %w: %w", id, ErrDamaged, err)
	}
	return r, nil
}

// Get returns a ticket: [ErrNotFound] when it is not known, [ErrDamaged] when
// it cannot be read.
func (s *Store) Get(id string) (Record, error) {
	if !validID(id) {
		return Record{}, fmt.Errorf("ticket %q: %w", id, ErrNotFound)
	}
	data, err := safefile.ReadFile(s.fs, recordName(id), maxRecord)
	if errors.Is(err, fs.ErrNotExist) {
		return Record{}, fmt.Errorf("ticket %q: %w", id, ErrNotFound)
	}
	if err != nil {
		return Record{}, fmt.Errorf("reading ticket %s: %w", id, err)
	}
	return decodeRecord(id, data)
}
