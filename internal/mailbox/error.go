package mailbox

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
