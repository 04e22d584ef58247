package imap

import (
	"fmt"
	"strings"
	"time"
)

// Crowd fills the mailbox with two years of an office's mails, all of them
// read already, and spreads some of the helpdesk's evenly among them.
func (s *Server) Crowd(mails, ofHelpdesk int) error {
	const years = 2 * 365 * 24 * time.Hour
	began := time.Now().Add(-years)
	body := strings.Repeat("Si trasmette in allegato quanto in oggetto.\r\n", 60)
	for i := range mails {
		from, subject := "Ditta <info@ditta.example>", "Fattura"
		if i%(mails/ofHelpdesk) == 7 {
			from, subject = Helpdesk, "#Standard# Ticket"
		}
		raw := Letter(from, fmt.Sprintf("%s %d", subject, i), body)
		if err := s.Fill(raw, began.Add(time.Duration(i)*(years/time.Duration(mails)))); err != nil {
			return err
		}
	}
	return nil
}

// Helpdesk is whose mails a reader of this mailbox waits for.
const Helpdesk = "Project++ Helpdesk <" + HelpdeskAddress + ">"

// HelpdeskAddress is the same as a bare address.
const HelpdeskAddress = "helpdesk@projectpp.it"

// Letter is a plain mail to the account.
func Letter(from, subject, body string) []byte {
	return []byte("From: " + from + "\r\nTo: " + User + "\r\nSubject: " + subject + "\r\nMessage-ID: <" +
		strings.ReplaceAll(subject, " ", ".") + "@projectpp.it>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + body + "\r\n")
}
