package mail

import (
	"strings"

	gomail "github.com/wneessen/go-mail"
)

// followUpSubject is the subject of a further mail about a ticket: an answer's
// mark, the tag as the helpdesk writes it (Project++: replies keep
// "#Standard# Ticket #[12345]"; RT looks at nothing else), and the subject of
// the ticket. The tag may be the whole subject of the helpdesk's last mail,
// where nobody knows what in it is the tag. Without a known tag the number stands where people find it.
func (m Message) followUpSubject() string {
	s := withoutTags(oneLine(m.Ticket.Subject))
	f := m.Ticket.FollowUp
	tag := oneLine(f.Tag)
	switch {
	case tag != "" && strings.Contains(tag, s): // the whole subject of the helpdesk's last mail
		return "Re: " + tag
	case tag != "":
		return strings.TrimSpace("Re: " + tag + " " + s)
	case oneLine(f.Number) != "":
		return strings.TrimSpace("Re: " + s + " (ticket " + oneLine(f.Number) + ")")
	}
	return "Re: " + s
}

// setThread puts a further mail into the ticket's thread, by which Znuny and
// GLPI find it (RFC 5322, 3.6.4). A new ticket has neither header.
func (m Message) setThread(msg *gomail.Msg) {
	f := m.Ticket.FollowUp
	if f == nil {
		return
	}
	var thread []string
	for _, id := range f.References {
		if isForeignID(id) {
			thread = append(thread, "<"+id+">")
		}
	}
	if isForeignID(f.InReplyTo) {
		msg.SetGenHeader("In-Reply-To", "<"+f.InReplyTo+">")
		if len(thread) == 0 {
			thread = append(thread, "<"+f.InReplyTo+">")
		}
	}
	if len(thread) > 0 {
		msg.SetGenHeader("References", strings.Join(thread, " "))
	}
}

// isForeignID reports whether somebody else's Message-ID, without its angle
// brackets, can stand in a header: whatever their program made of it, but one
// word of plain characters.
func isForeignID(id string) bool {
	if id == "" || len(id) > 250 {
		return false
	}
	return strings.IndexFunc(id, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '<' || r == '>' }) < 0
}
