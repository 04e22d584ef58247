package demo

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"time"
)

// confirmation is the mail that the helpdesk answers with, as Project++'s page
// describes it: the ticket's number as a tag in the subject, and who is in
// charge. It is in Italian, as the helpdesk is.
func confirmation(o Options, t Ticket) []byte {
	_, domain, _ := strings.Cut(o.Address, "@")
	to := t.From
	if a, err := mail.ParseAddress(t.Author); err == nil && a.Address == t.From {
		to = a.String()
	}
	var b strings.Builder
	header := func(name, value string) { fmt.Fprintf(&b, "%s: %s\r\n", name, value) }
	header("From", (&mail.Address{Name: o.Name, Address: o.Address}).String())
	header("To", oneLine(to))
	header("Subject", t.Tag()+" "+strings.ReplaceAll(mime.QEncoding.Encode("utf-8", t.Subject), "?= =?", "?=\r\n =?"))
	header("Date", t.Received.Format(time.RFC1123Z))
	header("Message-ID", fmt.Sprintf("<%s@%s>", random(), domain))
	if t.MessageID != "" {
		header("In-Reply-To", "<"+oneLine(t.MessageID)+">")
		header("References", "<"+oneLine(t.MessageID)+">")
	}
	header("Auto-Submitted", "auto-replied")
	header("MIME-Version", "1.0")
	header("Content-Type", "text/plain; charset=utf-8")
	header("Content-Transfer-Encoding", "quoted-printable")
	b.WriteString("\r\n")
	q := quotedprintable.NewWriter(&b)
	fmt.Fprintf(q, `Gentile utente,

la tua segnalazione «%s» è stata presa in carico con il numero %d.

Settore che ha in carico il problema: %s

Nelle risposte lascia nell'oggetto il riferimento
%s
così che arrivino allo stesso ticket.

-- 
%s
`, t.Subject, t.Number, o.Sector, t.Tag(), o.Name) // a strings.Builder takes all
	_ = q.Close()
	return []byte(b.String())
}

// random returns 128 bits that nobody guesses.
func random() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}
