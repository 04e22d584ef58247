package coach

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// withoutPleas takes the clauses at the beginning and the end of a subject away
// that only greet, thank or beg («Buongiorno, …», «… PLEASE HELP»), as long as
// the rest still names something.
func (rd *reader) withoutPleas(s string) string {
	r := rd.read(s)
	if r.hollow() {
		return s
	}
	from, to := 0, len(r.toks)
	for {
		end := from + 1
		for end < to && !r.toks[end].apart {
			end++
		}
		if end >= to || !r.pleads(from, end) {
			break
		}
		from = end
	}
	for {
		start := to - 1
		for start > from && !r.toks[start].apart {
			start--
		}
		if start <= from || !r.pleads(start, to) {
			break
		}
		to = start
	}
	if from == 0 && to == len(r.toks) {
		return s
	}
	start, end := 0, len(s)
	if from > 0 {
		start = r.toks[from].start
	}
	if to < len(r.toks) {
		end = r.toks[to-1].end
	}
	if kept := s[start:end]; !rd.read(kept).hollow() {
		return kept
	}
	return s
}

// pleads reports whether the words from..to only greet or beg.
func (r *reading) pleads(from, to int) bool {
	plea := false
	for i := from; i < to; i++ {
		t := &r.toks[i]
		if t.content || !t.is(greeting|help|function|soon) || t.is(problem|fault|object|firstName|surname) || t.norm == "non" {
			return false
		}
		plea = plea || t.is(greeting|help|soon)
	}
	return plea
}

func wordEnds(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, " "))
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func wordBegins(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, " "))
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// begin gives a text a capital at its beginning; an acronym gets them all
// («vpn ferma»: «VPN ferma»).
func (rd *reader) begin(s string) string {
	if toks := split(s); len(toks) > 0 {
		t := &toks[0]
		if c := rd.lookup(t.norm); c&acronym != 0 && c&(function|timeWord) == 0 && t.capitals == 0 {
			return s[:t.start] + strings.ToUpper(s[t.start:t.end]) + s[t.end:]
		}
	}
	return capitalise(s)
}

// capitalise gives a text a capital at its beginning, unless its first word
// has one somewhere («iPad», «pH»).
func capitalise(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if !unicode.IsLower(r) {
		return s
	}
	word, _, _ := strings.Cut(s, " ")
	if strings.IndexFunc(word, unicode.IsUpper) >= 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// shortenWell cuts a subject to its longest length, at the end of a clause when
// that keeps most of it, and never behind a word that calls for another («il»,
// «e», «che»).
func (rd *reader) shortenWell(s string) string {
	short := shorten(s, longestSubject)
	if short == s {
		return s
	}
	r := rd.read(short)
	last := len(r.toks)
	for i := last - 1; i > last/2; i-- {
		if r.toks[i].apart {
			last = i
			break
		}
	}
	for last > 1 && r.toks[last-1].is(function) && !r.toks[last-1].content {
		last--
	}
	if last == 0 || r.toks[last-1].end < len(short)/2 {
		return short
	}
	return strings.TrimRight(short[:r.toks[last-1].end], " ,;:-–—|/([")
}

// shorten cuts a text at a word so that it has at most limit bytes.
func shorten(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	cut := limit
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	if space := strings.LastIndexFunc(s[:cut+1], unicode.IsSpace); space > limit/2 && s[cut] != ' ' {
		cut = space
	}
	return strings.TrimRight(strings.TrimRightFunc(s[:cut], unicode.IsSpace), " ,;:-–—|/([")
}
