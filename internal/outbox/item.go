package outbox

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"time"

	"ticketpp/internal/safefile"
)

// What may be wrong with an item.
var (
	ErrNotFound = errors.New("is not in the outbox")
	ErrExists   = errors.New("was accepted already")
	ErrBusy     = errors.New("is being worked on by another process")
	ErrSent     = errors.New("was sent already")
	ErrSwept    = errors.New("was sent, and its pictures and files were removed since")
	ErrDamaged  = errors.New("is damaged")
	ErrBadID    = errors.New("is not an id")
)

// DamagedError says what is wrong with an item that cannot be read.
type DamagedError struct {
	ID  string
	Err error
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("ticket %s %v: %v", e.ID, ErrDamaged, e.Err)
}
func (e *DamagedError) Unwrap() []error { return []error{ErrDamaged, e.Err} }

// Envelope says from whom and to whom the mail goes, as plain addresses.
type Envelope struct {
	From string   `json:"from"`
	To   string   `json:"to"`
	BCC  []string `json:"bcc,omitempty"`
}

// State is where an item stands.
type State string

// The states.
const (
	Waiting State = "waiting" // for its next attempt
	Sending State = "sending" // just now
	Paused  State = "paused"  // until the user has seen to the account
	Sent    State = "sent"
	Failed  State = "failed" // given up; it can be retried, or edited and sent again
)

// Reason is the class of what the server said, for words; the queue does not
// read it.
type Reason string

// ReasonExpired is the only reason of the queue's own: the days of trying are
// over. The last answer stands in LastError.
const ReasonExpired Reason = "expired"

// Item is one mail in the queue.
type Item struct {
	ID        string   `json:"id"` // the draft's; taken once for ever
	MessageID string   `json:"message_id"`
	Subject   string   `json:"subject"`
	Helpdesk  string   `json:"helpdesk"` // mails to one helpdesk keep their order
	Envelope  Envelope `json:"envelope"`

	// Set by Put and by the deliveries.
	Size        int64     `json:"size"`            // bytes of the mail
	AcceptedAt  time.Time `json:"accepted_at"`     // when Put was done
	Since       time.Time `json:"since"`           // when the days of trying began: AcceptedAt, or the Retry of a failed item
	State       State     `json:"state"`           //
	Attempts    int       `json:"attempts"`        // since Since; counted before dialling
	Early       int       `json:"early,omitempty"` // those of them that were made before the item was due; the delays do not grow with these
	LastAttempt time.Time `json:"last_attempt,omitzero"`
	NextAttempt time.Time `json:"next_attempt,omitzero"`
	SentAt      time.Time `json:"sent_at,omitzero"`
	LastError   string    `json:"last_error,omitempty"` // the server's own answer
	Reason      Reason    `json:"reason,omitempty"`
	Perhaps     bool      `json:"perhaps,omitempty"`   // the server may have it already: an attempt was lost behind the last byte
	PerhapsAt   time.Time `json:"perhaps_at,omitzero"` // when it was handed over so, the last time
	Urgent      bool      `json:"urgent,omitempty"`    // the user said "now": before its turn, though the account be paused
	Warnings    []string  `json:"warnings,omitempty"`

	Ticket json.RawMessage `json:"ticket,omitempty"` // opaque to the queue: for the history and for editing a failed one
}

// decided reports whether the item's end is recorded.
func (it Item) decided() bool { return it.State == Sent || it.State == Failed }

// delivered returns the item as one that was sent at a time.
func (it Item) delivered(at time.Time) Item {
	it.State, it.SentAt, it.Perhaps, it.NextAttempt = Sent, at, false, time.Time{}
	it.Reason, it.LastError = "", ""
	return it
}

// scheduled returns how many attempts were made when the item was due. Those
// that somebody's command made before say nothing of how long the trouble
// lasts: the delays, and who may overtake whom, are reckoned without them.
func (it Item) scheduled() int { return max(it.Attempts-it.Early, 0) }

// before reports whether a's turn comes before b's.
func (a Item) before(b Item) bool {
	if !a.Since.Equal(b.Since) {
		return a.Since.Before(b.Since)
	}
	return a.ID < b.ID
}

// Class says what an attempt's outcome means for the item.
type Class string

// The classes. Any other value is a Retry: unknown is tried again.
const (
	Delivered Class = "delivered"
	Retry     Class = "retry"   // again, later
	Pause     Class = "pause"   // the account or the place is wrong: nothing goes until somebody has seen to it
	Refused   Class = "refused" // the mail is wrong: never
	Perhaps   Class = "perhaps" // lost behind the last byte: the same bytes again, later
)

// Outcome is what became of an attempt.
type Outcome struct {
	Class    Class
	Reason   Reason
	Answer   string // the server's own
	Warnings []string
}

// Sender sends one item. The queue calls it from one goroutine at a time. mail
// opens the mail's bytes, as often as wanted; to read them to their end is to
// have handed them over, for the last byte may be all that the server waits
// for. progress may be called with the bytes sent so far. When it.Perhaps is
// set, the server may have the mail already.
type Sender interface {
	Send(ctx context.Context, it Item, mail func() (io.ReadCloser, error), progress func(sent, total int64)) Outcome
}

const (
	itemFile = "item.json"
	mailFile = "mail.eml"
)

// maxItem bounds what is read of an item.json.
const maxItem = 16 << 20

// validID reports whether id may be an item's: a plain name that no other
// file of ours has.
func validID(id string) bool {
	return len(id) >= 8 && len(id) <= 64 && strings.Trim(id, "0123456789abcdef") == ""
}

// encode returns the item as it stands on the disk.
func (it Item) encode() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(it); err != nil {
		return nil, err
	}
	if b.Len() >= maxItem {
		return nil, safefile.ErrTooLong
	}
	return b.Bytes(), nil
}

// decodeItem reads an item of the given id.
func decodeItem(id string, data []byte) (Item, error) {
	var it Item
	if err := json.Unmarshal(data, &it); err != nil {
		return Item{}, &DamagedError{ID: id, Err: err}
	}
	if it.ID != id {
		return Item{}, &DamagedError{ID: id, Err: fmt.Errorf("it says that it is %q", it.ID)}
	}
	if it.Envelope.To == "" || it.Size < 0 || it.Attempts < 0 {
		return Item{}, &DamagedError{ID: id, Err: errors.New("it has no envelope")}
	}
	if it.Since.IsZero() {
		it.Since = it.AcceptedAt
	}
	return it, nil
}

// load reads an item. Its place overrules what its file says, but for an item
// in the outbox whose end was recorded and which has not been moved yet. Of one
// that was moved to the sent ones and not recorded there, the time of its last
// attempt is known.
func (q *Queue) load(place, id string) (Item, error) {
	data, err := safefile.ReadFile(q.fs, path.Join(place, id, itemFile), maxItem)
	if err != nil {
		return Item{}, q.explain(place, id, err)
	}
	it, err := decodeItem(id, data)
	if err != nil {
		return Item{}, err
	}
	switch place {
	case placeSent:
		if it.State != Sent {
			it = it.delivered(it.LastAttempt)
		}
	case placeFailed:
		it.State = Failed
	}
	return it, nil
}

// explain tells an item that is damaged from one that is not there.
func (q *Queue) explain(place, id string, err error) error {
	switch {
	case errors.Is(err, safefile.ErrSymlink), errors.Is(err, safefile.ErrIsFolder),
		errors.Is(err, safefile.ErrNotRegular), errors.Is(err, safefile.ErrTooLong):
		return &DamagedError{ID: id, Err: err}
	case errors.Is(err, fs.ErrNotExist):
		if info, lerr := q.fs.Lstat(path.Join(place, id)); lerr == nil && info.IsDir() {
			return &DamagedError{ID: id, Err: err}
		}
	}
	return fmt.Errorf("reading ticket %s: %w", id, err)
}

// save records the item in its place.
func (q *Queue) save(place string, it Item) error {
	data, err := it.encode()
	if err == nil {
		err = safefile.ReplaceBytes(q.fs, path.Join(place, it.ID, itemFile), data)
	}
	if err != nil {
		return fmt.Errorf("recording ticket %s: %w", it.ID, err)
	}
	return nil
}
