package coach

import (
	"strings"
	"unicode"

	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
)

// Name reads a person's name: two words at least.
func (c *Coach) Name(s string) []Finding {
	words := 0
	for _, w := range strings.Fields(trim(s)) {
		letters := 0
		for _, r := range w {
			if unicode.IsLetter(r) {
				letters++
			}
			if unicode.IsDigit(r) || r == '@' {
				return []Finding{c.reject(FieldName, RuleName)}
			}
		}
		if letters > 0 {
			words++
		}
	}
	if words < 2 {
		return []Finding{c.reject(FieldName, RuleName)}
	}
	return nil
}

// Phone reads a phone number as people write it: one, or two that can both be
// called.
func (c *Coach) Phone(s string) []Finding {
	if phones(s) {
		return nil
	}
	f := c.reject(FieldPhone, RulePhone)
	return []Finding{f}
}

// Email reads the person's mail address. The mail's sender is ASCII, one, and
// deliverable, because servers and ticketing systems refuse others.
func (c *Coach) Email(s string) []Finding {
	s = trim(s)
	if !mailAddress(s) {
		f := c.reject(FieldEmail, RuleEmail)
		f.Suggestion = repairAddress(s)
		return []Finding{f}
	}
	if mended := slipInDomain(s); mended != s && mailAddress(mended) {
		return []Finding{{Field: FieldEmail, Rule: RuleEmail, Level: Hint, Message: c.texts.Get("coach.email.typo"), Suggestion: mended}}
	}
	return nil
}

// BCC reads one blind-copy address: from outside only (Project++: «indirizzi
// e-mail esterni … esclusivamente il campo CCN»; the helpdesk's own people
// never).
func (c *Coach) BCC(address string) []Finding {
	address = trim(address)
	if !mailAddress(address) {
		f := c.reject(FieldBCC, RuleBCC)
		if mended := repairAddress(address); !c.desk.OwnsAddress(mended) {
			f.Suggestion = mended
		}
		return []Finding{f}
	}
	if c.desk.OwnsAddress(address) {
		return []Finding{{Field: FieldBCC, Rule: RuleBCC, Level: Reject, Message: c.texts.Get("coach.bcc.own", l10n.Vars{"Address": address})}}
	}
	return nil
}

// Contact reads the person of a ticket. bodies are the organisation's bodies
// (Enti) among which the person must say one when there are several.
func (c *Coach) Contact(p ticket.Contact, bodies []string) []Finding {
	findings := c.Name(p.Name)
	findings = append(findings, c.Phone(p.Phone)...)
	findings = append(findings, c.Email(p.Email)...)
	if c.desk.HoursRequired && p.ContactBy != ticket.ByEmail && !saysHours(p.Hours) {
		findings = append(findings, c.reject(FieldHours, RuleHours))
	}
	if len(bodies) > 1 && !among(p.Body, bodies) {
		findings = append(findings, c.reject(FieldBody, RuleBody))
	}
	return gravestFirst(findings)
}

// saysHours reports whether something is said about hours at all: people say
// «sempre» and «la mattina» as well as «9-13».
func saysHours(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.IsDigit(r) || unicode.IsLetter(r) }) >= 0
}

func among(s string, list []string) bool {
	for _, l := range list {
		if s = trim(s); s != "" && strings.EqualFold(s, trim(l)) {
			return true
		}
	}
	return false
}
