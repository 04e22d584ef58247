package mail

import (
	"context"
	"errors"
	"io"
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

// The methods. The empty string is AuthNone.
const (
	AuthNone     AuthMethod = "none"
	AuthPassword AuthMethod = "password"
	AuthXOAUTH2  AuthMethod = "xoauth2"
)

// Server is one way out.
type Server struct {
	Host           string
	Port           int // 0: 587, 465 or 25 as the security has it
	Security       Security
	AllowPlaintext bool   // None beyond loopback
	CAFile         string // extra certificate authorities, PEM
	Auth           AuthMethod
	Username       string
	Password       func(context.Context) (string, error) // asked for when it is needed
	Token          func(context.Context) (string, error) // OAuth access token
	HELO           string                                // "": this computer's name, or its address in brackets
	Timeout        time.Duration                         // without any progress; 0: a minute
	DotTimeout     time.Duration                         // for the answer to the final dot; 0: ten minutes (RFC 5321, 4.5.3.2.6)
}

// Addr returns "host:port".
func (s Server) Addr() string {
	port := s.Port
	if port == 0 {
		switch s.Security {
		case TLS:
			port = 465
		case None:
			port = 25
		default:
			port = 587
		}
	}
	return net.JoinHostPort(s.Host, strconv.Itoa(port))
}

// Transport sends mails by the first of several servers that takes them.
type Transport struct {
	Servers []Server
}

// Mail is one mail as the servers get it.
type Mail struct {
	From string
	To   string
	BCC  []string
	Open func() (io.ReadCloser, error) // the rendered bytes, from the start each time
	Size int64                         // of those bytes
}

// Send gives the mail to the first server that takes it; a later one is tried
// when an earlier one does not take it, but never once the final dot has been
// sent, for that may be a ticket already. progress, which may be nil, gets
// the bytes handed over so far, from Send's own goroutine.
//
// A cancelled context ends the attempt at once; behind the final dot it still
// waits a few seconds for the answer, rather than to risk a second ticket.
func (t *Transport) Send(ctx context.Context, from, to string, bcc []string, open func() (io.ReadCloser, error), size int64, progress func(int64)) Result {
	m := Mail{From: from, To: to, BCC: bcc, Open: open, Size: size}
	if len(t.Servers) == 0 {
		return Result{Class: Pause, Reason: ReasonNoServer, Err: errors.New("no server is configured")}
	}
	for _, a := range append([]string{from, to}, bcc...) {
		if plain, ok := mailbox(a); !ok || plain != a { // never a second command or parameter in it
			return Result{Class: Refused, Reason: ReasonAddress, Answer: clean(a), Err: &AddressError{Field: "envelope", Address: a}}
		}
	}
	var results []Result
	var sizes []Size
	for _, server := range t.Servers {
		r := attempt(ctx, server, m, progress)
		sizes = append(sizes, r.Sizes...)
		results = append(results, r)
		if r.Class == Delivered || r.Class == Perhaps || ctx.Err() != nil {
			r.Sizes = sizes
			return r
		}
	}
	r := worst(results)
	r.Sizes = sizes
	return r
}

// worst chooses, of several servers that did not take the mail, the result
// that says what becomes of it. A refused login comes first: it waits for the
// user, and should not be hidden by a second server that is never there. Then
// a server that may take it later; then a place to move away from. The mail
// is refused for good only when all refuse it.
func worst(results []Result) Result {
	rank := func(r Result) int {
		switch {
		case r.Class == Pause && r.Reason != ReasonRelay:
			return 0
		case r.Class == Retry:
			return 1
		case r.Class == Pause:
			return 2
		default:
			return 3
		}
	}
	first := results[0]
	for _, r := range results[1:] {
		if rank(r) < rank(first) {
			first = r
		}
	}
	return first
}

// attempt is one conversation with one server.
func attempt(ctx context.Context, server Server, m Mail, progress func(int64)) Result {
	s, err := dial(ctx, server)
	var warnings []Warning
	if err == nil {
		warnings, err = s.deliver(m, progress)
	}
	if s != nil {
		err = s.cause(err)
	}
	r := classify(ctx, err)
	r.Server = server.Addr()
	if s == nil {
		return r
	}
	if s.sizeKnown {
		r.Sizes = []Size{{Server: r.Server, Max: s.size}}
	}
	if r.Class != Delivered {
		s.close()
		return r
	}
	r.Warnings = warnings
	// That the mail was taken must be written down before anything else is
	// waited for: who dies meanwhile would send it twice.
	go func() {
		s.quit()
		s.close()
	}()
	return r
}
