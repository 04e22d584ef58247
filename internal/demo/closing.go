package demo

import (
	"regexp"
	"strings"
)

// solved finds the words by which users say that a matter is over. A mail has
// no other mark of it: a technician reads it and closes the ticket.
var solved = regexp.MustCompile(`(?i)(problema|ticket|questione|segnalazione|problem|issue|matter) ` +
	`(è|e'|is|has been) (stat[oa] |ora |now )?(risolt[oa]|chius[oa]|resolved|solved|closed)\b|` +
	`(si può|potete|può) (essere )?(chiuder|chius)|(can|may) be closed|please close`)

// unsolved finds what turns such words into their opposite.
var unsolved = regexp.MustCompile(`(?i)\b(non|not|ancora|again|di nuovo|se|if|quando|when)\b`)

// closes reports whether a mail of the user's says that the matter is solved.
// Only its own words count, not those that it quotes.
func closes(file string) bool {
	c, err := readContent(file)
	if err != nil {
		return false
	}
	for line := range strings.Lines(c.text) {
		if strings.HasPrefix(line, ">") {
			continue
		}
		if strings.TrimSpace(line) == "--" { // the signature
			return false
		}
		for _, sentence := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(".;:!?,", r) }) {
			if solved.MatchString(sentence) && !unsolved.MatchString(sentence) {
				return true
			}
		}
	}
	return false
}
