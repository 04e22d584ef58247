package mail

import (
	"fmt"
	"regexp"
	"strings"
)

// maxSubject is what the ticketing systems keep of a subject, in bytes of
// UTF-8: longer ones are cut by them without a word.
const maxSubject = 200

// Subject returns the mail's subject: the profile's prefix if it has one, and
// the user's words on one line. A new ticket's never carries a ticket's tag,
// for one that names another is not recorded by RT; a further mail about a
// ticket begins with its tag. A subject that is longer than 200 bytes ends in
// "…", and the body then begins with all of it.
func (m Message) Subject() string {
	s := m.wholeSubject()
	if len(s) <= maxSubject {
		return s
	}
	const end = "…"
	return strings.TrimRight(cut(s, maxSubject-len(end)), " ") + end
}

func (m Message) wholeSubject() string {
	if m.Ticket.FollowUp != nil {
		return m.followUpSubject()
	}
	s := oneLine(m.Ticket.Subject)
	if s == "" { // refused by the coach where it blocks; else the first words of the description
		first, _, _ := strings.Cut(paragraphs(m.description()), "\n")
		s = oneLine(first)
	}
	s = withoutTags(s)
	if p := oneLine(m.Helpdesk.SubjectPrefix); p != "" {
		s = strings.TrimSpace(p + " " + s)
	}
	return s
}

// withoutTags takes the "#" out of what ticketing systems read as the number
// of a ticket that exists: "Ticket#12", "Ticket #[12]", "[example.com #12]".
func withoutTags(s string) string {
	if !strings.Contains(s, "#") {
		return s
	}
	s = regexp.MustCompile(`(?i)(ticket\s*)#(\s*\[?\s*\d)`).ReplaceAllString(s, "${1} ${2}")
	s = regexp.MustCompile(`(\[[^\[\]]*?)#(\s*\d+\s*\])`).ReplaceAllString(s, "${1}${2}")
	return oneLine(s)
}

// maxWord is the length of an encoded word. RFC 2047 allows 75; the first one
// must stand on the line of the header's name, because some readers keep the
// space of a line that is folded before the first word.
const maxWord = 60

// headerText returns s, one line, as it may stand in a header: as it is, or
// as encoded words (RFC 2047). Text that only looks like an encoded word is
// encoded too, or the reader would see something else than the user wrote.
func headerText(s string) string {
	first, _, _ := strings.Cut(s, " ")
	if isASCII(s) && !strings.Contains(s, "=?") && len(first) <= maxWord {
		return s
	}
	const begin, end = "=?utf-8?q?", "?="
	var b strings.Builder
	b.WriteString(begin)
	used := len(begin)
	for _, r := range s {
		e := encodeRune(r)
		if used+len(e)+len(end) > maxWord {
			b.WriteString(end + " " + begin)
			used = len(begin)
		}
		b.WriteString(e)
		used += len(e)
	}
	b.WriteString(end)
	return b.String()
}

func encodeRune(r rune) string {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
		return string(r)
	case r == ' ':
		return "_"
	}
	var b strings.Builder
	for _, c := range []byte(string(r)) {
		fmt.Fprintf(&b, "=%02X", c)
	}
	return b.String()
}
