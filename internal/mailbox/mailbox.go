// Package mailbox reads what a helpdesk answers. It looks into the user's
// mailbox over IMAP without leaving a trace there (EXAMINE and PEEK only:
// nothing is marked, moved or written), takes mails apart however broken they
// are, and judges what one says about a ticket: opened with this number, not
// opened, bounced, something is asked, suspended, answered, resolved.
//
// A mail is somebody else's word: whatever is in it, reading it ends, in
// bounded time and memory. The package knows mails and what a helpdesk looks
// like from outside; it must not know the queue, the tickets' history, or any
// window.
package mailbox

import (
	"context"
	"net"
	"strconv"
	"time"
)

// Security says how the way to a server is protected.
type Security string

// The ways. The empty string is StartTLS: encryption is never optional.
const (
	StartTLS Security = "starttls"
	TLS      Security = "tls" // from the first byte
	None     Security = "none"
)

// AuthMethod says how to log in.
type AuthMethod string

// The methods. The empty string is AuthPassword: no mailbox opens without one.
const (
	AuthPassword AuthMethod = "password"
	AuthXOAUTH2  AuthMethod = "xoauth2"
)

// Server is the mailbox's server and the way into it.
type Server struct {
	Host           string
	Port           int // 0: 993 for TLS, else 143
	Security       Security
	AllowPlaintext bool   // None beyond loopback
	CAFile         string // extra certificate authorities, PEM
	Auth           AuthMethod
	Username       string
	Password       func(context.Context) (string, error) // asked for when it is needed
	Token          func(context.Context) (string, error) // OAuth access token
	Mailbox        string                                // "": INBOX
	Timeout        time.Duration                         // without any progress; 0: a minute
}

// Addr returns "host:port".
func (s Server) Addr() string {
	port := s.Port
	switch {
	case port == 0 && s.Security == TLS:
		port = 993
	case port == 0:
		port = 143
	}
	return net.JoinHostPort(s.Host, strconv.Itoa(port))
}

// Place is how far a mailbox has been read. The zero value is a mailbox that
// has never been looked at. It is kept as JSON.
type Place struct {
	UIDValidity uint32 `json:"uid_validity"`
	NextUID     uint32 `json:"next_uid"`
}

// IsZero reports whether the mailbox has never been looked at.
func (p Place) IsZero() bool { return p == Place{} }

// Reader looks into one mailbox.
type Reader struct {
	Server Server
	// Wanted says whose mails are read: the helpdesks' own people's. The
	// address is in lower case. Mail servers' reports that a mail could not be
	// delivered are read always.
	Wanted func(address string) bool
	// Since is how far back a first look goes, by the day on which the server
	// took the mails; zero: to the beginning. The same look happens again when
	// the server has numbered its mails anew (UIDVALIDITY), so Each must take
	// a mail twice.
	Since time.Time
	// MaxSize is the size in bytes beyond which of a mail only the header is
	// read (Mail.TooLarge); 0: 10 MB.
	MaxSize int64
	// Each is called with every mail that is wanted, in the mailbox's order,
	// from Look's own goroutine. An error of it ends the look, and the mail
	// will come again.
	Each func(context.Context, Mail) error
}
