package coach

// spelling is a word, or a stem with its family of endings, that may be found
// misspelt.
type spelling struct {
	text  string
	class class
	stems map[string]class // not nil for a stem
}

// The shortest words in which a misspelling is looked for, and those in which
// two slips are allowed. Shorter ones have too many honest neighbours.
const (
	shortestSlip    = 5
	shortestTwoSlip = 10
	shortestTwoStem = 8
	longestSlip     = 24
)

func (lex *lexicon) addSpelling(s spelling) {
	if s.class&misspellable == 0 || s.class&(function|matter) != 0 || len(s.text) < shortestSlip-1 || len(s.text) > longestSlip {
		return
	}
	lex.similar[s.text[0]] = append(lex.similar[s.text[0]], s)
}

// misspelt returns the classes of the everyday word of which w is a
// misspelling by a slip or two, or zero. The caller has made sure that w is no
// word of the lexicon: known words, look-alikes and names never are
// misspellings.
func (lex *lexicon) misspelt(w string) class {
	if len(w) < shortestSlip || len(w) > longestSlip {
		return 0
	}
	for i := 0; i < len(w); i++ {
		if w[i] < 'a' || w[i] > 'z' {
			return 0
		}
	}
	slips := 1
	if len(w) >= shortestTwoSlip {
		slips = 2
	}
	best, bestClass := slips+1, class(0)
	try := func(list []spelling) {
		for i := range list {
			if d := list[i].distance(w, best-1); d < best {
				best, bestClass = d, list[i].class
			}
		}
	}
	try(lex.similar[w[0]])
	if w[1] != w[0] {
		try(lex.similar[w[1]]) // the first two letters swapped, or the first one too much
	}
	return bestClass
}

// distance returns how many slips lead from s to w; anything above limit
// means too many.
func (s *spelling) distance(w string, limit int) int {
	if s.stems == nil {
		if len(s.text) < shortestSlip {
			return limit + 1
		}
		return slips(s.text, w, limit)
	}
	if len(s.text) < shortestSlip {
		return limit + 1
	}
	tooFar := limit + 1
	if len(s.text) < shortestTwoStem {
		limit = min(limit, 1)
	}
	for n := len(s.text) - 1; n <= len(s.text)+1 && n <= len(w); n++ {
		if n < shortestSlip-1 || len(w) < shortestSlip+1 || !italianEnding(w[n:]) && !englishEnding(w[n:]) {
			continue
		}
		if d := slips(s.text, w[:n], limit); d <= limit {
			tooFar = min(tooFar, d)
		}
	}
	return tooFar
}

// slips is the number of letters to be added, dropped, changed or swapped with
// their neighbour between a and b (optimal string alignment), or limit+1 when
// that is more than limit.
func slips(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	if a == b {
		return 0
	}
	var rows [3][longestSlip + 2]int
	before, last, now := &rows[0], &rows[1], &rows[2]
	for j := 0; j <= len(b); j++ {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		now[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(last[j]+1, now[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			now[j] = d
			least = min(least, d)
		}
		if least > limit {
			return limit + 1
		}
		before, last, now = last, now, before
	}
	return min(last[len(b)], limit+1)
}
