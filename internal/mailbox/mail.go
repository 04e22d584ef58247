package mailbox

import "time"

// Mail is one mail, decoded. All text in it is valid UTF-8 without control
// characters (but line feeds and tabs in Text), and of bounded length.
type Mail struct {
	UID         uint32    // in the mailbox that it was read from; 0 otherwise
	Received    time.Time // when the server took it; zero when unknown
	Size        int64     // bytes of the whole mail
	TooLarge    bool      // only its header was read
	MessageID   string    // without angle brackets, as all of the following
	InReplyTo   []string
	References  []string // oldest first
	From        Address
	Authors     []Address // who else is in From; a mail is only as good as the worst of them
	To          []Address
	Date        time.Time // as its author's computer had it; zero when unreadable
	Subject     string    // one line
	Text        string    // the plain text; of a mail that has only HTML, that as text
	Links       []Link    // where the mail leads to, in its order, each once
	Attachments []string  // names of the files in it
	Automatic   bool      // says of itself that no person wrote it (RFC 3834, Precedence, X-Auto-Response-Suppress)
	RTTicket    string    // X-RT-Ticket, "example.com #2"
	Bounce      *Bounce   // set on a mail server's report about an earlier mail
}

// Address is who wrote a mail.
type Address struct {
	Name    string `json:"name,omitempty"`
	Address string `json:"address"` // in lower case
}

// Link is an address in a mail, as it would be shown and where it goes.
type Link struct {
	Text string `json:"text,omitempty"` // the words that carry it; "" when they are the address itself
	URL  string `json:"url"`            // http or https
}

// Bounce is what a mail server reports about a mail of ours (RFC 3464, or the
// older ways).
type Bounce struct {
	MessageID  string // of the mail that it is about; "" when it does not say
	Recipient  string // who did not get it
	Failed     bool   // for good; otherwise it is only late, and the server goes on trying
	Status     string // "5.1.1"; "" when it does not say
	Diagnostic string // the words of the server that refused it; one line
}
