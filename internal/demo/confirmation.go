package demo

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"strings"
)

// confirmation is what the helpdesk answers a new ticket with, as Project++'s
// page describes it: its number, and who is in charge.
func confirmation(o Options, t Ticket) string {
	return fmt.Sprintf(`Gentile utente,

la tua segnalazione «%s» è stata presa in carico con il numero %d.

Settore che ha in carico il problema: %s

Nelle risposte lascia nell'oggetto il riferimento
%s
così che arrivino allo stesso ticket.

-- 
%s
`, t.Subject, t.Number, o.Sector, t.Tag(), o.Name)
}

// newMessageID returns one that nobody guesses, without angle brackets.
func newMessageID(o Options) string {
	_, domain, _ := strings.Cut(o.Address, "@")
	return random() + "@" + domain
}

// random returns 128 bits that nobody guesses.
func random() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}
