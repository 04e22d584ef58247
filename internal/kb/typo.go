package kb

import (
	"cmp"
	"slices"
	"sort"
)

// meant returns the terms that a word without articles was probably meant to
// be: one slip of the hand away (a letter wrong, missing, too many, or two
// swapped), two for long words. Nobody slips on the first letter. The nearest come first.
func (x *Index) meant(w string) []form {
	const most = 6
	allowed := 0
	switch {
	case hasDigit(w) || len(w) < 5:
		return nil // a code is another code, not a slip, and short words are near too many
	case len(w) < 9:
		allowed = 1
	default:
		allowed = 2
	}
	f := finder{x: x, word: w, allowed: allowed}
	first := make([]int, len(w)+1)
	for i := range first {
		first[i] = i
	}
	f.walk(0, x.terms, 0, nil, first, 0)
	slices.SortFunc(f.found, func(a, b near) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(len(x.hit.at(b.term)), len(x.hit.at(a.term))))
	})
	var out []form
	for _, n := range f.found[:min(len(f.found), most)] {
		out = append(out, form{n.term, 1 - 0.25*float64(n.distance)})
	}
	return out
}

func hasDigit(w string) bool {
	for i := range len(w) {
		if w[i] >= '0' && w[i] <= '9' {
			return true
		}
	}
	return false
}

// near is a term and its distance from a word.
type near struct{ term, distance int }

// finder walks the sorted terms as if they were a tree of letters, with one
// row of the table of distances (optimal string alignment) a letter, and turns
// back where no term below can be near.
type finder struct {
	x       *Index
	word    string
	allowed int
	found   []near
}

// walk looks at the terms from lo to hi, which share their first depth
// letters; row is the distances of these letters from each beginning of the
// word, before the row of one letter less, and last the letter read last.
func (f *finder) walk(lo, hi, depth int, before, row []int, last byte) {
	if lo < hi && len(f.x.term.at(lo)) == depth {
		if d := row[len(f.word)]; d <= f.allowed {
			f.found = append(f.found, near{lo, d})
		}
		lo++
	}
	for lo < hi {
		letter := f.x.term.at(lo)[depth]
		end := lo + sort.Search(hi-lo, func(i int) bool { return f.x.term.at(lo + i)[depth] > letter })
		if depth > 0 || letter == f.word[0] {
			if next, least := f.next(before, row, letter, last); least <= f.allowed {
				f.walk(lo, end, depth+1, row, next, letter)
			}
		}
		lo = end
	}
}

// next returns the row after one more letter, and its least distance.
func (f *finder) next(before, row []int, letter, last byte) ([]int, int) {
	next := make([]int, len(row))
	next[0] = row[0] + 1
	least := next[0]
	for i := 1; i < len(row); i++ {
		change := row[i-1]
		if f.word[i-1] != letter {
			change++
		}
		next[i] = min(change, row[i]+1, next[i-1]+1)
		if before != nil && i > 1 && f.word[i-1] == last && f.word[i-2] == letter {
			next[i] = min(next[i], before[i-2]+1)
		}
		least = min(least, next[i])
	}
	return next, least
}
