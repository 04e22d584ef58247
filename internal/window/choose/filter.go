package choose

import (
	"sort"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// fold returns s in lower case and without accents, as people search.
func fold(s string) string {
	plain := transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
	out, _, err := transform.String(plain, s)
	if err != nil {
		out = s
	}
	return strings.ToLower(strings.TrimSpace(out))
}

// filter returns the indexes of the names that have every word of query in
// them, the best first: the name begins with it, a word of the name begins
// with it, it stands somewhere. Names of the same rank keep their order. An
// empty query finds all.
func filter(query string, names []string) []int {
	wanted := fold(query)
	words := strings.Fields(wanted)
	type hit struct{ index, rank int }
	var hits []hit
	for i, name := range names {
		if rank, ok := match(fold(name), wanted, words); ok {
			hits = append(hits, hit{i, rank})
		}
	}
	sort.SliceStable(hits, func(a, b int) bool { return hits[a].rank < hits[b].rank })
	out := make([]int, len(hits))
	for i, h := range hits {
		out[i] = h.index
	}
	return out
}

func match(name, wanted string, words []string) (rank int, ok bool) {
	switch {
	case wanted == "":
		return 0, true
	case name == wanted:
		return 0, true
	case strings.HasPrefix(name, wanted):
		return 1, true
	}
	rank = 2
	for _, word := range words {
		switch {
		case beginsWord(name, word):
		case strings.Contains(name, word):
			rank = 3
		default:
			return 0, false
		}
	}
	return rank, true
}

// beginsWord reports whether a word of name begins with s.
func beginsWord(name, s string) bool {
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if strings.HasPrefix(word, s) {
			return true
		}
	}
	return false
}

// exact returns the name that query spells out, accents and case aside, or
// the only one that it finds.
func exact(query string, names []string) (string, bool) {
	found := filter(query, names)
	if strings.TrimSpace(query) == "" || len(found) == 0 {
		return "", false
	}
	if len(found) == 1 || fold(names[found[0]]) == fold(query) {
		return names[found[0]], true
	}
	return "", false
}
