package mail

import (
	"errors"
	"fmt"
	"net/textproto"
	"strings"
)

// Class says what becomes of the ticket after an attempt.
type Class string

// The classes of an attempt.
const (
	Delivered Class = "delivered" // the server has taken it
	Retry     Class = "retry"     // try again later, by itself
	Pause     Class = "pause"     // it speaks of the account or the place: somebody must look, the ticket waits
	Refused   Class = "refused"   // it speaks of the mail or the address: the same bytes will never go
	Perhaps   Class = "perhaps"   // the answer was lost behind the final dot: taken or not, nobody knows
)

// Reason is a stable code for the words that a user reads: the text
// "mail.reason.CODE".
type Reason string

// The reasons.
const (
	ReasonNone       Reason = ""               // delivered
	ReasonNetwork    Reason = "network"        // no way to the server: refused, unreachable, lost
	ReasonDNS        Reason = "dns"            // the server's name is not known here
	ReasonTimeout    Reason = "timeout"        // the server does not answer in time
	ReasonTLS        Reason = "tls"            // no encryption offered, or it failed
	ReasonTLSName    Reason = "tls-name"       // the certificate is for another name
	ReasonTLSExpired Reason = "tls-expired"    // the certificate is not valid today (or the clock is wrong)
	ReasonTLSCA      Reason = "tls-unknown-ca" // the certificate is from an unknown authority
	ReasonCAFile     Reason = "ca-file"        // the extra CA file cannot be read
	ReasonPlaintext  Reason = "plaintext"      // security "none" beyond loopback, and not allowed
	ReasonAuth       Reason = "auth"           // the login is missing, refused or not possible
	ReasonRelay      Reason = "relay"          // not from this place: outside the office's network
	ReasonSender     Reason = "sender"         // the author's address is refused
	ReasonAddress    Reason = "address"        // the helpdesk's address is refused
	ReasonSize       Reason = "size"           // larger than the server takes
	ReasonContent    Reason = "content"        // the mail itself is refused
	ReasonBusy       Reason = "busy"           // the server says: later
	ReasonAnswer     Reason = "answer"         // an answer that makes no sense, or never ends
	ReasonPerhaps    Reason = "perhaps"        // see Perhaps
	ReasonFile       Reason = "file"           // the mail's own file cannot be read whole
	ReasonCancelled  Reason = "cancelled"      // the user or the end of the program stopped it
	ReasonNoServer   Reason = "no-server"      // no server is configured
)

// Reasons lists every reason that a Result may carry, for the texts' test.
func Reasons() []Reason {
	return []Reason{
		ReasonNetwork, ReasonDNS, ReasonTimeout, ReasonTLS, ReasonTLSName, ReasonTLSExpired, ReasonTLSCA,
		ReasonCAFile, ReasonPlaintext, ReasonAuth, ReasonRelay, ReasonSender, ReasonAddress, ReasonSize,
		ReasonContent, ReasonBusy, ReasonAnswer, ReasonPerhaps, ReasonFile, ReasonCancelled, ReasonNoServer,
	}
}

// Result is what came of an attempt.
type Result struct {
	Class    Class
	Reason   Reason
	Answer   string    // the server's own answer, or what the system said: one line, bounded
	Server   string    // "host:port" of the server that gave it
	Warnings []Warning // refused BCC addresses; the ticket has gone all the same
	Sizes    []Size    // what the servers were found to take
	Err      error     // the cause, for the log; nil when delivered
}

// Warning is a BCC address that the server refused.
type Warning struct {
	Address string
	Answer  string
}

// Size is what a server announced that it takes.
type Size struct {
	Server string // "host:port"
	Max    int64  // bytes of a whole mail; 0: no limit
}

// stage is the step of the conversation at which something happened.
type stage string

const (
	stageConnect  stage = "connect"  // dialling, greeting, EHLO
	stageStartTLS stage = "starttls" // the command and the handshake
	stageAuth     stage = "auth"
	stageMail     stage = "mail"
	stageRcpt     stage = "rcpt" // of the helpdesk
	stageData     stage = "data" // the command, and the bytes before the final dot
	stageDot      stage = "dot"  // the final dot and its answer
)

// stageError carries the stage at which an attempt failed.
type stageError struct {
	stage stage
	err   error
}

func (e *stageError) Error() string { return fmt.Sprintf("%s: %v", e.stage, e.err) }
func (e *stageError) Unwrap() error { return e.err }

// maxAnswer bounds what is kept of a server's answer, in bytes.
const maxAnswer = 500

// answerOf returns the server's answer in err as one line, or else what the
// system said.
func answerOf(err error) string {
	if err == nil {
		return ""
	}
	if te := new(textproto.Error); errors.As(err, &te) {
		return clean(fmt.Sprintf("%03d %s", te.Code, te.Msg))
	}
	if se := new(stageError); errors.As(err, &se) {
		err = se.err
	}
	return clean(err.Error())
}

func clean(s string) string {
	s = oneLine(cut(s, 4*maxAnswer))
	if len(s) > maxAnswer {
		s = strings.TrimRight(cut(s, maxAnswer-len("…")), " ") + "…"
	}
	return s
}
