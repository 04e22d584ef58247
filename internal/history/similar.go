package history

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// similarFrom is the share of common words from which two subjects are taken
// for the same matter.
const similarFrom = 0.6

// most is how many similar tickets are worth showing.
const most = 3

// Similar returns the open tickets of a helpdesk whose subject is close to the
// given one, the closest first, three at most: the new matter may be no new
// one. Only tickets with a number count, for only to those can be added.
func (s *Store) Similar(helpdesk, subject string) ([]Summary, error) {
	v, err := s.current()
	if err != nil {
		return nil, err
	}
	type hit struct {
		sum   Summary
		score float64
	}
	words := subjectWords(subject)
	var hits []hit
	for _, sum := range v.list {
		if sum.Helpdesk != helpdesk || !sum.State.IsOpen() || sum.Number == "" {
			continue
		}
		if score := likeness(words, subjectWords(sum.Subject)); score >= similarFrom {
			hits = append(hits, hit{sum, score})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.score, a.score) })
	var found []Summary
	for _, h := range hits[:min(len(hits), most)] {
		found = append(found, h.sum)
	}
	return found, nil
}

// subjectWords are the words of a subject that carry its meaning: no little
// words, and none of the endings that Italian and English change.
func subjectWords(subject string) []string {
	var words []string
	for _, w := range strings.FieldsFunc(fold(subject), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if isLittle(w) {
			continue
		}
		if !isNumber(w) {
			w = stem(w)
		}
		if !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return words
}

// isLittle knows the words that are in any subject.
func isLittle(w string) bool {
	if isNumber(w) {
		return false
	}
	if len(w) <= 2 {
		return true
	}
	switch w {
	case "non", "del", "dei", "della", "delle", "dello", "degli", "dal", "dai", "dalla", "dalle", "nel", "nei", "nella", "nelle",
		"sul", "sui", "sulla", "sulle", "con", "per", "tra", "fra", "che", "una", "uno", "gli", "alla", "alle", "allo", "agli",
		"the", "not", "and", "for", "with", "from", "does", "can", "cannot", "are", "was", "after", "dopo", "quando", "when",
		"problema", "errore", "problem", "error":
		return true
	}
	return false
}

func isNumber(w string) bool { return strings.IndexFunc(w, unicode.IsDigit) >= 0 }

// stem cuts the ending that number and gender change: «fattura», «fatture»,
// "invoices".
func stem(w string) string {
	if len(w) < 5 {
		return w
	}
	w = strings.TrimSuffix(w, "s")
	return strings.TrimRight(w, "aeiou")
}

// likeness is the share of common words, from 0 to 1. Subjects that name
// different documents are different matters, however alike they sound.
func likeness(a, b []string) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	common, numbers, otherNumbers, commonNumbers := 0, 0, 0, 0
	for _, w := range b {
		if isNumber(w) {
			otherNumbers++
		}
	}
	for _, w := range a {
		same := slices.ContainsFunc(b, func(o string) bool { return alike(w, o) })
		if same {
			common++
		}
		if isNumber(w) {
			numbers++
			if same {
				commonNumbers++
			}
		}
	}
	if numbers > 0 && otherNumbers > 0 && commonNumbers == 0 {
		return 0
	}
	if common < 2 && (len(a) > 1 || len(b) > 1) {
		return 0
	}
	return 2 * float64(common) / float64(len(a)+len(b))
}

// alike takes one wrong, missing or additional letter in a long word for a
// slip.
func alike(a, b string) bool {
	if a == b {
		return true
	}
	if isNumber(a) || isNumber(b) || len(a) < 6 || len(b) < 6 {
		return false
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return a[i+1:] == b[i+1:] || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
	}
	return a[i:] == b[i+1:]
}
