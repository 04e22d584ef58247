package kb

import (
	"math"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// queryWord is one word of a subject and what it stands for in the index.
type queryWord struct {
	weight float64 // what an article earns by having it
	forms  []form
	names  []string // the forms' terms, for titles
}

// form is a term of the index that a word may mean.
type form struct {
	term   int
	factor float64 // 1: the word itself
}

func (q queryWord) has(term string) bool { return slices.Contains(q.names, term) }

// query reads a subject. The last word may be half typed.
func (x *Index) query(subject string) []queryWord {
	last, _ := utf8.DecodeLastRuneInString(subject)
	typing := unicode.IsLetter(last) || unicode.IsDigit(last)
	var texts []string
	words(subject, func(w string) {
		if len(texts) < maxQuery && !slices.Contains(texts, w) {
			texts = append(texts, w)
		}
	})
	var out []queryWord
	known := false
	for i, w := range texts {
		_, empty := functionWords()[w]
		half := typing && i == len(texts)-1
		if empty && !half {
			continue
		}
		q := x.word(w, half, empty)
		if len(q.forms) == 0 && (empty || half) {
			continue // a half-typed word that nothing begins with says nothing yet
		}
		known = known || len(q.forms) > 0 && len(w) > 2
		out = append(out, q)
	}
	if !known {
		return nil
	}
	return out
}

// word finds the forms of a word: its stem in either language, what it begins
// when it is being typed, and what it was meant to be when nothing has it.
func (x *Index) word(w string, half, empty bool) queryWord {
	var q queryWord
	number := 0
	add := func(term int, factor float64) {
		if slices.ContainsFunc(q.forms, func(f form) bool { return f.term == term }) {
			return
		}
		q.forms = append(q.forms, form{term, factor})
		q.names = append(q.names, string(x.term.at(term)))
		number += x.frequency(term)
	}
	if !empty {
		for _, s := range stems(w) {
			if t, ok := x.find(s); ok {
				add(t, 1)
			}
		}
	}
	if half && len(w) >= 3 {
		for _, t := range x.begun(w) {
			add(t, prefixed)
		}
	}
	if len(q.forms) == 0 && !empty {
		for _, s := range stems(w) {
			for _, m := range x.meant(s) {
				add(m.term, m.factor)
			}
		}
	}
	q.weight = math.Log(1 + float64(x.articles)/math.Max(float64(number), 1))
	if len(q.forms) == 0 {
		q.weight = absent * math.Log(1+math.Min(float64(x.articles), 50))
	}
	return q
}

// frequency is about the number of articles that have a term.
func (x *Index) frequency(term int) int { return 1 + len(x.hit.at(term))/3 }

// find returns the place of a term.
func (x *Index) find(s string) (int, bool) {
	i := x.from(s)
	return i, i < x.terms && string(x.term.at(i)) == s
}

// from returns the place of the first term that is s or behind it.
func (x *Index) from(s string) int {
	return sort.Search(x.terms, func(i int) bool { return string(x.term.at(i)) >= s })
}

// begun returns the terms that begin with w, the usual ones when there are
// many.
func (x *Index) begun(w string) []int {
	const most = 24
	var out []int
	for i := x.from(w); i < x.terms && strings.HasPrefix(string(x.term.at(i)), w) && len(out) < 2000; i++ {
		out = append(out, i)
	}
	if len(out) > most {
		slices.SortStableFunc(out, func(a, b int) int { return len(x.hit.at(b)) - len(x.hit.at(a)) })
		out = out[:most]
	}
	return out
}
