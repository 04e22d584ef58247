package demo

import (
	"fmt"
	"net"
	"strings"
)

// Settings returns the settings' text (TOML) that lets the program send to
// this helpdesk and read its answers: the servers, and one helpdesk "demo"
// with everything filled.
// The data are invented; names end in .example (RFC 2606).
func (h *Helpdesk) Settings() string {
	host, port, _ := net.SplitHostPort(h.Addr())
	mailHost, mailPort, _ := net.SplitHostPort(h.store.inbox.addr())
	var command []string
	for _, word := range showFile(h.store.inbox.passwordFile()) {
		command = append(command, quote(word))
	}
	_, domain, _ := strings.Cut(h.opts.Address, "@")
	return fmt.Sprintf(`# The helpdesk in the box: nothing leaves this computer.
[smtp]
host = %s
port = %s
security = "starttls"
ca_file = %s

[imap]
host = %s
port = %s
security = "starttls"
ca_file = %s
auth = "password"
username = %s
password_command = [%s]
poll = "30s"

[[helpdesk]]
id = "demo"
name = %s
address = %s
domains = [%s]
phone = "0881 000000"
fax = "0881 000001"
confirm_within = "5m"
reopen_within = "168h"
tag = '#Standard# Ticket #\[(?P<number>\d+)\]'
coach = "block"
hours_required = false
products = ["Contabilità Demo", "Anagrafe Demo"]
staff = ["Michelangelo", "Beatrice"]
categories = ["Amministrazione", "Ragioneria", "Anagrafe e stato civile", "Personale e stipendi", "Web e posta"]
kinds = ["anomaly", "support", "training"]
charged = ["support", "training"]
severities = ["normal", "blocking"]
`, quote(host), port, quote(h.CAFile()), quote(mailHost), mailPort, quote(h.CAFile()), quote(mailUser),
		strings.Join(command, ", "), quote(h.opts.Name), quote(h.opts.Address), quote(domain))
}

// quote writes s as a basic string of TOML.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
