// Package mail makes a ticket into the bytes of a mail, gives those bytes to
// an SMTP server, and says what the server's answer means for the ticket. It
// knows tickets and helpdesks as plain data; it must not know the queue, the
// settings' files, or any window. Libraries: go-mail writes the message and
// speaks SMTP.
package mail

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"ticketpp/internal/ticket"
)

// Words gives the text of a key in the language of the mail: "fact.computer",
// "guide.doing", "mail.kind", "kind.anomaly" and so on.
type Words func(key string) string

// Source opens a screenshot or an attachment by its file name in the draft's
// folder, and tells how many bytes it holds.
type Source func(file string) (io.ReadCloser, int64, error)

// Message is a ticket that is about to become a mail. The ticket's MessageID
// and Date must be set: they are made once, when the user presses Send, so
// that the same ticket always gives the same bytes.
type Message struct {
	Ticket   ticket.Ticket
	Helpdesk ticket.Helpdesk
	Words    Words
	Open     Source
	// Unsent marks a mail for the user's own mail program: it opens as a
	// draft (X-Unsent: 1) and carries the BCC addresses in its header, since
	// nobody else will put them into an envelope.
	Unsent bool
}

// AddressError says that an address of the mail cannot be used. Field is
// "from", "to" or "bcc".
type AddressError struct {
	Field   string
	Address string
}

func (e *AddressError) Error() string {
	if e.Address == "" {
		return fmt.Sprintf("the %s address of the mail is missing", e.Field)
	}
	return fmt.Sprintf("the %s address %q of the mail is not one plain ASCII mailbox", e.Field, e.Address)
}

// ErrNotSealed says that the ticket has no Message-ID or no date yet.
var ErrNotSealed = errors.New("the ticket has no valid Message-ID and date yet")

// NewMessageID returns a new Message-ID without angle brackets: random, not
// to be guessed, in the domain of the author's address. An address without a
// usable domain gives one under .invalid (RFC 2606).
func NewMessageID(email string) string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	domain := "ticketpp.invalid"
	if address, ok := mailbox(email); ok {
		domain = strings.ToLower(address[strings.LastIndexByte(address, '@')+1:])
	}
	return hex.EncodeToString(b[:]) + "@" + domain
}

// Envelope returns the addresses that the server is told: the author's own
// mailbox (also the From header: a submission server answers 553 otherwise),
// the one address of the helpdesk's module, and the BCC addresses, each once
// and never the helpdesk's again (to two addresses is two tickets). Errors
// are of type *AddressError.
//
// An address that cannot be used is left out and is the error; the others are
// returned all the same.
func (m Message) Envelope() (from, to string, bcc []string, err error) {
	fault := func(field, address string) {
		if err == nil {
			err = &AddressError{Field: field, Address: address}
		}
	}
	from, ok := mailbox(m.Ticket.Contact.Email)
	if !ok {
		fault("from", m.Ticket.Contact.Email)
	}
	address, _ := m.Helpdesk.AddressFor(m.Ticket.Module)
	if to, ok = mailbox(address); !ok {
		fault("to", address)
	}
	seen := map[string]bool{strings.ToLower(to): true}
	for _, a := range m.Ticket.BCC {
		if strings.TrimSpace(a) == "" {
			continue
		}
		plain, ok := mailbox(a)
		if !ok {
			fault("bcc", a)
			continue
		}
		if key := strings.ToLower(plain); !seen[key] {
			seen[key] = true
			bcc = append(bcc, plain)
		}
	}
	return from, to, bcc, err
}

// atomText is what RFC 5322 allows in an unquoted local part.
const atomText = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"

const label = `[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?`

// mailbox returns s as one plain ASCII mailbox, local part and domain without
// a name, quotes or comments: what every server and ticketing system takes.
func mailbox(s string) (string, bool) {
	s = strings.TrimSpace(s)
	local, _, _ := strings.Cut(s, "@")
	if len(s) > 254 || len(local) > 64 {
		return "", false
	}
	ok, err := regexp.MatchString(`^`+atomText+`(\.`+atomText+`)*@`+label+`(\.`+label+`)*$`, s)
	if !ok || err != nil {
		return "", false
	}
	return s, true
}
