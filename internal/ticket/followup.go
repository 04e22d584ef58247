package ticket

// FollowUpKind says what a further mail about a ticket is for.
type FollowUpKind string

// The kinds of follow-up.
const (
	Information FollowUpKind = "information" // more of the user's own accord
	Reminder    FollowUpKind = "reminder"    // "sollecito"
	Answer      FollowUpKind = "answer"      // to the helpdesk's request; reactivates a suspended ticket (01S)
	Close       FollowUpKind = "close"       // "risolto"
	Reopen      FollowUpKind = "reopen"      // within the helpdesk's days (Project++: seven)
)

// FollowUp ties a mail to the ticket that it speaks of. A ticketing system
// finds the ticket by the tag in the subject (Project++: replies keep
// "#Standard# Ticket #[12345]") and by the thread's headers; both are needed.
type FollowUp struct {
	Of         string       `json:"of"` // ID of the ticket
	Kind       FollowUpKind `json:"kind"`
	Number     string       `json:"number"`      // as the helpdesk gave it
	Tag        string       `json:"tag"`         // as the helpdesk wrote it in its subjects, decoded
	InReplyTo  string       `json:"in_reply_to"` // Message-ID without angle brackets; the last mail of the thread
	References []string     `json:"references"`  // the thread's Message-IDs, oldest first, without angle brackets
}
