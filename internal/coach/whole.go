package coach

import (
	"slices"
	"strings"

	"ticketpp/internal/ticket"
)

// Ticket reads all of a ticket, the gravest findings first. It knows more than
// the single fields do: an error that a screenshot shows need not be copied, a
// colleague who is named need not be asked for, and the words of a good
// description can become a subject.
func (c *Coach) Ticket(t ticket.Ticket, bodies []string) []Finding {
	findings := c.Subject(t.Subject)
	if Rejects(findings) && findings[0].Suggestion == "" {
		findings[0].Suggestion = c.SubjectFrom(t.Description)
	}
	shown := slices.ContainsFunc(t.Screenshots, func(s ticket.Screenshot) bool { return s.Included })
	for _, f := range c.Description(t.Description) {
		if f.Rule == RuleErrorText && shown || f.Rule == RuleOnBehalf && trim(t.OnBehalf.Name) != "" {
			continue
		}
		findings = append(findings, f)
	}
	findings = append(findings, c.Contact(t.Contact, bodies)...)
	for _, address := range t.BCC {
		findings = append(findings, c.BCC(address)...)
	}
	return gravestFirst(findings)
}

// gravestFirst puts the rejects in front and keeps the order otherwise.
func gravestFirst(findings []Finding) []Finding {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return rank(a.Level) - rank(b.Level)
	})
	return findings
}

func rank(l Level) int {
	if l == Reject {
		return 0
	}
	return 1
}

// longestOffer is how long a subject made from a description may be, in
// bytes: long enough for a clause, short enough to be read in a list.
const longestOffer = 80

// SubjectFrom returns a subject made from the words of a description: its
// first sentence that would be accepted, cut at a word; or "" when there is
// none.
func (c *Coach) SubjectFrom(d ticket.Description) string {
	for _, part := range [...]string{d.Happened, d.Text, d.Doing} {
		part = clip(part, mostRead)
		sentences := strings.FieldsFunc(part, func(r rune) bool { return strings.ContainsRune("\n\r.!?;", r) })
		for _, s := range sentences[:min(len(sentences), 5)] {
			s = shorten(tidy(trim(s)), longestOffer)
			if s == "" || c.words.read(s).contents < 2 {
				continue
			}
			if s = c.improve(s); s != "" {
				return s
			}
		}
	}
	return ""
}
