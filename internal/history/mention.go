package history

import "slices"

// mentionedFrom is the share of a subject's words from which a text is taken to
// speak of it: helpdesks shorten subjects.
const mentionedFrom = 0.5

// mostRead is how much of a text is looked at, in bytes.
const mostRead = 64 << 10

// Mentions reports whether a text, as a helpdesk's mail that has lost its
// thread, names a ticket by its subject. A subject without a word that says
// anything is in every text.
func Mentions(text, subject string) bool {
	wanted := subjectWords(subject)
	if len(wanted) == 0 {
		return true
	}
	words := subjectWords(text[:min(len(text), mostRead)])
	found := 0
	for _, w := range wanted {
		if slices.ContainsFunc(words, func(o string) bool { return alike(w, o) }) {
			found++
		}
	}
	return float64(found) >= mentionedFrom*float64(len(wanted))
}
