package mailbox

import "ticketpp/internal/ticket"

// Kind says what a mail means for a ticket.
type Kind string

// The kinds. What a mail of the thread means is read from the helpdesk's own
// words, so a kind is a suggestion; Number and TicketID are not.
const (
	Other     Kind = "other"     // says nothing about the ticket's state; with a TicketID it is part of its conversation
	Confirmed Kind = "confirmed" // the ticket is open, and this is its number
	NoTicket  Kind = "no-ticket" // looks like a confirmation, but there is no ticket (RT: "Permission Denied", "Message not recorded")
	Bounced   Kind = "bounced"   // a mail of ours was not delivered
	Delayed   Kind = "delayed"   // a mail of ours is late; the mail servers go on trying
	Question  Kind = "question"  // the helpdesk waits for the user
	Suspended Kind = "suspended" // the helpdesk has put the ticket aside until the user answers
	Answered  Kind = "answered"  // a word of the helpdesk
	Resolved  Kind = "resolved"  // closed
)

// Verdict is what a mail says.
type Verdict struct {
	Kind     Kind
	TicketID string // the ticket of ours that it is about; "": none, and the mail is not ours
	Number   string // the ticket's number, where the mail carries it; also on mails that are no confirmation
	Tag      string // the number as it stands in the subject, decoded: what a reply keeps ("#Standard# Ticket #[12345]")
	Portal   string // https link to the ticket, on the host of the helpdesk's portal; "" when there is none
	Mail     string // of a bounce or refusal: Message-ID of our mail that it is about
	Detail   string // of a bounce or refusal: the server's or the helpdesk's own words, one line
}

// Known says which mails and numbers belong to tickets of ours.
type Known struct {
	// Message finds the ticket of a mail by its Message-ID: ours, follow-ups
	// included, and those of the helpdesk that are in the conversation.
	Message func(messageID string) (ticketID string, ok bool)
	// Number finds the ticket at this helpdesk that has a number.
	Number func(number string) (ticketID string, ok bool)
}

// Judge says what a mail means for the tickets at one helpdesk. A mail of
// which Verdict.TicketID is "" has nothing to do with them.
func Judge(m Mail, desk ticket.Helpdesk, known Known) Verdict { return Verdict{Kind: Other} }

// Number finds the number that a helpdesk has given to the ticket of which a
// mail speaks, and the tag as it is written there.
func Number(m Mail, desk ticket.Helpdesk) (number, tag string, ok bool) { return "", "", false }
