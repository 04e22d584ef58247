package demo

import (
	"fmt"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"
)

// message is a mail of the helpdesk's to the author of a ticket. It is in
// Italian, as the helpdesk is.
type message struct {
	from      string // its author's name; "": the helpdesk's
	automatic bool   // no person wrote it
	messageID string // without angle brackets
	answers   string // the mail that it answers
	thread    []string
	at        time.Time
	text      string
}

// render writes the mail as Project++'s page describes its confirmations: the
// ticket's number as a tag in front of its subject.
func (l message) render(o Options, t Ticket) []byte {
	to := t.From
	if a, err := mail.ParseAddress(t.Author); err == nil && a.Address == t.From {
		to = a.String()
	}
	name := o.Name
	if l.from != "" {
		name = l.from
	}
	var b strings.Builder
	header := func(name, value string) { fmt.Fprintf(&b, "%s: %s\r\n", name, value) }
	header("From", (&mail.Address{Name: name, Address: o.Address}).String())
	header("To", oneLine(to))
	header("Subject", t.Tag()+" "+strings.ReplaceAll(mime.QEncoding.Encode("utf-8", t.Subject), "?= =?", "?=\r\n =?"))
	header("Date", l.at.Format(time.RFC1123Z))
	header("Message-ID", "<"+l.messageID+">")
	if l.answers != "" {
		header("In-Reply-To", "<"+oneLine(l.answers)+">")
	}
	if len(l.thread) > 0 {
		header("References", "<"+strings.Join(l.thread, ">\r\n <")+">")
	}
	if l.automatic {
		header("Auto-Submitted", "auto-replied")
	}
	header("MIME-Version", "1.0")
	header("Content-Type", "text/plain; charset=utf-8")
	header("Content-Transfer-Encoding", "quoted-printable")
	b.WriteString("\r\n")
	q := quotedprintable.NewWriter(&b)
	fmt.Fprint(q, l.text) // a strings.Builder takes all
	_ = q.Close()
	return []byte(b.String())
}
