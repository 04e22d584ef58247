package mailbox

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"ticketpp/internal/ticket"
)

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
//
// A mail belongs to a ticket when it answers a mail of its thread, or, later
// on, when it carries its number; and only when one of the helpdesk's own
// people or machines sent it. Subjects are never compared: ticketing systems
// cut and change them. A mail server's report comes from anywhere, but names
// the Message-ID, which nobody else knows.
func Judge(m Mail, desk ticket.Helpdesk, known Known) Verdict {
	if m.Bounce != nil {
		return bounced(m, known)
	}
	if !desk.OwnsAddress(m.From.Address) || slices.ContainsFunc(m.Authors, func(a Address) bool { return !desk.OwnsAddress(a.Address) }) {
		return Verdict{Kind: Other}
	}
	id, answered, inThread := thread(m, known)
	if words := refusal(m); words != "" && inThread {
		return Verdict{Kind: NoTicket, TicketID: id, Mail: answered, Detail: words}
	}
	v := Verdict{Kind: Other, TicketID: id}
	var has bool
	v.Number, v.Tag, has = Number(m, desk)
	if !inThread && has && known.Number != nil {
		v.TicketID, inThread = known.Number(v.Number)
	}
	if !inThread {
		return Verdict{Kind: Other}
	}
	v.Portal = portal(m, desk, v.Number)
	v.Kind = kind(m, desk, v)
	if v.Kind == Other && m.Automatic && answered != "" && v.Number != "" && !isNumber(known, v) {
		v.Kind = Confirmed // whatever its words are
	}
	return v
}

// isNumber reports whether the ticket's number is known already.
func isNumber(known Known, v Verdict) bool {
	if known.Number == nil {
		return false
	}
	id, ok := known.Number(v.Number)
	return ok && id == v.TicketID
}

// bounced finds the ticket whose mail did not arrive.
func bounced(m Mail, known Known) Verdict {
	b := m.Bounce
	kind := Delayed
	if b.Failed {
		kind = Bounced
	}
	detail := strings.TrimSpace(b.Status + " " + strings.TrimPrefix(b.Diagnostic, b.Status))
	for _, mail := range slices.Concat([]string{b.MessageID}, m.InReplyTo, m.References) {
		if mail == "" || known.Message == nil {
			continue
		}
		if id, ok := known.Message(mail); ok {
			return Verdict{Kind: kind, TicketID: id, Mail: mail, Detail: detail}
		}
	}
	return Verdict{Kind: Other}
}

// thread finds the ticket that a mail answers, and the mail of it: what it
// answers first, then the thread from its end.
func thread(m Mail, known Known) (id, answered string, ok bool) {
	if known.Message == nil {
		return "", "", false
	}
	mails := slices.Clone(m.References)
	slices.Reverse(mails)
	for _, mail := range slices.Concat(m.InReplyTo, mails) {
		if id, ok := known.Message(mail); ok {
			return id, mail, true
		}
	}
	return "", "", false
}

// kind reads what the helpdesk says. A number alone is no confirmation of
// anything when the mail is a person's word; and an automatic mail without a
// number says nothing where the helpdesk gives numbers (somebody is on
// holiday).
func kind(m Mail, desk ticket.Helpdesk, v Verdict) Kind {
	if v.Tag != "" {
		if _, after, ok := strings.Cut(m.Subject, v.Tag); ok {
			if k := action(after); k != "" {
				return k
			}
		}
	}
	k := said(m)
	switch {
	case v.Number == "" && desk.Tag != nil && k == Confirmed:
		return Other
	case k != "":
		return k
	case m.Automatic:
		return Other
	}
	return Answered
}

// Number finds the number that a helpdesk has given to the ticket of which a
// mail speaks, and the tag as it is written there: by the pattern of the
// helpdesk's settings in the subject, in RT's own header, then in the text,
// but not in what it quotes.
func Number(m Mail, desk ticket.Helpdesk) (number, tag string, ok bool) {
	if desk.Tag == nil {
		return rtNumber(m.RTTicket)
	}
	rt := ""
	if m.RTTicket != "" {
		rt = "[" + m.RTTicket + "]"
	}
	for _, where := range []string{m.Subject, rt, oneLine(Fresh(m.Text))} {
		if number, tag, ok = find(desk.Tag, where); ok {
			return number, tag, true
		}
	}
	return "", "", false
}

// find matches the settings' pattern; the number is its group "number", or
// its first one.
func find(pattern *regexp.Regexp, s string) (number, tag string, ok bool) {
	m := pattern.FindStringSubmatch(s)
	if m == nil {
		return "", "", false
	}
	i := pattern.SubexpIndex("number")
	if i < 0 && len(m) > 1 {
		i = 1
	}
	if i = max(i, 0); m[i] == "" || len(m[i]) > 60 {
		return "", "", false
	}
	return m[i], strings.Trim(m[0], " -–:"), true
}

// rtNumber reads RT's header: "example.com #2" is "[example.com #2]" in the
// subject, whatever RT is called there.
func rtNumber(value string) (number, tag string, ok bool) {
	m := regexp.MustCompile(`^\S.{0,100} #(\d{1,15})$`).FindStringSubmatch(value)
	if m == nil {
		return "", "", false
	}
	return m[1], "[" + value + "]", true
}

// portal finds the link to the ticket on the portal's own host; one that
// carries the number comes first. The portal's entrance is no ticket.
func portal(m Mail, desk ticket.Helpdesk, number string) string {
	home, err := url.Parse(desk.Portal)
	if err != nil || home.Hostname() == "" {
		return ""
	}
	best := ""
	for _, l := range m.Links {
		u, err := url.Parse(l.URL)
		if err != nil || u.Scheme != "https" || !strings.EqualFold(u.Host, home.Host) || u.User != nil {
			continue
		}
		rest := u.RequestURI() + u.Fragment // Zammad's pages are fragments
		if number != "" && strings.Contains(rest, number) {
			return u.String()
		}
		if best == "" && strings.Trim(rest, "/") != strings.Trim(home.RequestURI(), "/") && strings.Trim(rest, "/") != "" {
			best = u.String()
		}
	}
	return best
}
