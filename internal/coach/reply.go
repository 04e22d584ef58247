package coach

import (
	"regexp"
	"strings"
)

// tagPattern finds the marks that ticketing systems put into subjects. A new matter
// carries none: Project++ (`#Standard# Ticket #[12345]`), Znuny and OTRS
// (`[Ticket#2026112210000013]`), RT (`[example.com #2]`), GLPI
// (`[GLPI #0000012]`), Zammad (`[Ticket#12]`), FreeScout (`[#12]`),
// ServiceDesk (`##12##`), and those that write `[INC0012345]`.
const tagPattern = `(?i)(?:#[^#\[\]\s]{1,40}#[ \t]*)?\bticket[ \t]?#[ \t]?\[?\d{1,20}\]?` +
	`|\[[^\[\]#\r\n]{0,80}#[ \t:]{0,3}\d{1,20}#{0,2}\]` +
	`|\[#\d{1,20}\]|\[(?:ticket|inc|req|tck|tkt|case|sr|hd)[-: ]{0,2}\d{2,20}\]|##[ \t]?\d{1,20}[ \t]?##`

// isReplyMark knows what mail programs put in front of an answer or of a
// forwarded mail.
func isReplyMark(s string) bool {
	switch s {
	case "re", "r", "i", "fw", "fwd", "wg", "aw", "tr", "sv", "vs", "inoltra", "inoltro", "rv", "ris", "rif":
		return true
	}
	return false
}

// unreply returns a subject without the marks of an answer and without tags,
// and whether there were any.
func (c *Coach) unreply(s string) (string, bool) {
	found := false
	for range 16 { // «R: R: I: …»; more than that is noise
		rest, ok := cutReply(s)
		if !ok {
			rest, ok = c.cutTag(s)
		}
		if !ok {
			break
		}
		s, found = trim(rest), true
	}
	return s, found
}

// cutReply takes one «Re:» off the front, behind a note in brackets such as
// «[EXTERNAL]» too.
func cutReply(s string) (string, bool) {
	if strings.HasPrefix(s, "[") {
		if end := strings.IndexByte(s, ']'); end > 0 && end < 24 && !strings.ContainsAny(s[:end], "#0123456789") {
			s = trim(s[end+1:]) // a note about the mail that was answered
		}
	}
	head, rest, ok := strings.Cut(s, ":")
	if !ok || len(head) > 16 {
		return s, false
	}
	head = strings.TrimSpace(head)
	if at := strings.IndexAny(head, "[("); at > 0 { // «Re[2]»
		head = head[:at]
	}
	if !isReplyMark(normal(strings.TrimSpace(head))) {
		return s, false
	}
	return rest, true
}

// cutTag takes the first tag out of a subject.
func (c *Coach) cutTag(s string) (string, bool) {
	if at := c.tags.FindStringIndex(s); at != nil {
		return s[:at[0]] + " " + s[at[1]:], true
	}
	if c.desk.Tag == nil {
		return s, false
	}
	at := c.desk.Tag.FindStringIndex(s)
	if at == nil || at[0] == at[1] {
		return s, false
	}
	return s[:at[0]] + " " + s[at[1]:], true
}

// compileTags compiles tagPattern for a coach of its own: the package keeps
// nothing.
func compileTags() (*regexp.Regexp, error) { return regexp.Compile(tagPattern) }
