package mailbox

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strings"

	"github.com/emersion/go-imap/v2"
)

// Reason is a stable code for the words that a user reads. The codes are
// those of the room mail, and one more.
type Reason string

// The reasons.
const (
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
	ReasonMailbox    Reason = "mailbox"        // the server has no such mailbox
	ReasonBusy       Reason = "busy"           // the server says: later
	ReasonAnswer     Reason = "answer"         // an answer that makes no sense
	ReasonCancelled  Reason = "cancelled"      // the end of the program stopped it
)

// Error says why a mailbox cannot be read.
type Error struct {
	Reason Reason
	Server string // host:port
	Answer string // the server's own words, one line; "" when it gave none
	Err    error
}

func (e *Error) Error() string {
	if e.Answer != "" {
		return e.Server + ": " + e.Answer
	}
	return e.Server + ": " + e.Err.Error()
}

func (e *Error) Unwrap() error { return e.Err }

// failed makes the error that the caller gets.
func (r Reader) failed(ctx context.Context, at stage, err error) error {
	if own := new(eachError); errors.As(err, &own) {
		return own.err
	}
	e := &Error{Server: r.Server.Addr(), Err: err}
	answer := new(imap.Error)
	if errors.As(err, &answer) {
		e.Answer = oneLine(answer.Text)
	}
	switch {
	case ctx.Err() != nil:
		e.Reason = ReasonCancelled
	case errors.As(err, &answer):
		e.Reason = refused(at, answer)
	default:
		e.Reason = wireReason(at, err)
	}
	return e
}

// refused names what a server's refusal is about (RFC 5530).
func refused(at stage, answer *imap.Error) Reason {
	switch answer.Code {
	case imap.ResponseCodeUnavailable, imap.ResponseCodeInUse, imap.ResponseCodeLimit, imap.ResponseCodeServerBug:
		return ReasonBusy
	case imap.ResponseCodeNonExistent, imap.ResponseCodeNoPerm:
		if at == stageOpen {
			return ReasonMailbox
		}
	case imap.ResponseCodePrivacyRequired:
		return ReasonTLS
	}
	switch {
	case answer.Type == imap.StatusResponseTypeBye, at == stageConnect:
		return ReasonBusy
	case at == stageTLS:
		return ReasonTLS
	case at == stageAuth:
		return ReasonAuth
	case at == stageOpen:
		return ReasonMailbox
	}
	return ReasonAnswer
}

// wireReason names what went wrong without an answer from the server.
func wireReason(at stage, err error) Reason {
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var unknown x509.UnknownAuthorityError
	var record tls.RecordHeaderError
	var verify *tls.CertificateVerificationError
	var alert tls.AlertError
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case errors.Is(err, errCAFile):
		return ReasonCAFile
	case errors.Is(err, errPlaintext):
		return ReasonPlaintext
	case errors.Is(err, errNoLogin), errors.Is(err, errNoSecret):
		return ReasonAuth
	case errors.As(err, &name):
		return ReasonTLSName
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return ReasonTLSExpired
	case errors.As(err, &unknown):
		return ReasonTLSCA
	case errors.Is(err, errTooEarly), errors.As(err, &invalid), errors.As(err, &record), errors.As(err, &verify), errors.As(err, &alert):
		return ReasonTLS
	case errors.As(err, &dns):
		return ReasonDNS
	case errors.As(err, &timeout) && timeout.Timeout():
		return ReasonTimeout
	case errors.Is(err, errTooMuch), errors.Is(err, errNoNumbers), errors.Is(err, errNonsense), strings.Contains(err.Error(), "in response"), strings.HasPrefix(err.Error(), "imap"):
		return ReasonAnswer
	}
	return ReasonNetwork
}
