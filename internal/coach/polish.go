package coach

import (
	"strings"
	"unicode/utf8"
)

// longestSubject is the most bytes of UTF-8 that a subject may have: longer
// ones are cut by mail systems on the way.
const longestSubject = 200

// polish returns the subject without insistence, address and shouting, cut
// to its longest length: the suggestion for every rule that can be met by
// taking something away. s carries no marks of a reply any more.
func (rd *reader) polish(s string) string {
	r := rd.read(s)
	if from, to := rd.addressed(r); to > from {
		s = without(r, spanOf(from, to))
		r = rd.read(s)
	}
	if at := r.pressing(); len(at) > 0 {
		s = without(r, r.widen(at))
		r = rd.read(s)
	}
	s = rd.withoutPleas(quiet(s, asks(r)))
	if r.shouted() && len(r.toks) > 1 {
		s = rd.lower(rd.read(s))
	}
	return rd.shortenWell(rd.begin(tidy(s)))
}

func spanOf(from, to int) []int {
	var at []int
	for i := from; i < to; i++ {
		at = append(at, i)
	}
	return at
}

// widen adds to words that are to go the little words that belong to them:
// «è molto urgente», «con urgenza», «massima urgenza».
func (r *reading) widen(at []int) []int {
	gone := map[int]bool{}
	for _, i := range at {
		gone[i] = true
		for k := i - 1; k >= 0 && !r.toks[k+1].apart && isTrailer(r.toks[k].norm); k-- {
			gone[k] = true
		}
		if i+1 < len(r.toks) && !r.toks[i+1].apart && (r.toks[i+1].norm == "che" || r.toks[i+1].norm == "that") {
			gone[i+1] = true
		}
	}
	var out []int
	for i := range r.toks {
		if gone[i] {
			out = append(out, i)
		}
	}
	return out
}

func isTrailer(w string) bool {
	switch w {
	case "e", "molto", "con", "la", "massima", "estrema", "very", "is", "it", "really", "in", "di", "d", "piu", "super", "assai", "so", "most", "extremely", "troppo", "davvero", "veramente", "carattere":
		return true
	}
	return false
}

// without returns the text of r without the given words, in ascending order.
func without(r *reading, at []int) string {
	var b strings.Builder
	last := 0
	for _, i := range at {
		b.WriteString(r.text[last:r.toks[i].start])
		b.WriteByte(' ')
		last = r.toks[i].end
	}
	b.WriteString(r.text[last:])
	return b.String()
}

// asks reports whether the text is a question, whose mark may stay.
func asks(r *reading) bool {
	for i := range r.toks {
		switch r.toks[i].norm {
		case "come", "perche", "quando", "dove", "chi", "quale", "quali", "quanto", "posso", "possiamo", "potete", "potreste", "si", "e", "how", "why", "when", "where", "who", "which", "what", "can", "could", "is", "are", "does", "do":
			return true
		}
		if !r.toks[i].is(greeting) {
			return false
		}
	}
	return false
}

// quiet takes away rows of ! and ?, and every ! where there are many. A row at
// the end of a question becomes one question mark.
func quiet(s string, question bool) string {
	loud, _ := shouts(s)
	var b strings.Builder
	for i := 0; i < len(s); {
		if s[i] != '!' && s[i] != '?' {
			b.WriteByte(s[i])
			i++
			continue
		}
		j, asked := i, false
		for j < len(s) && (s[j] == '!' || s[j] == '?') {
			asked = asked || s[j] == '?'
			j++
		}
		switch {
		case j == i+1 && (s[i] == '?' || !loud):
			b.WriteByte(s[i])
		case asked && question && trim(strings.Trim(s[j:], "!? ")) == "":
			b.WriteByte('?')
			j = len(s)
		case j < len(s) && wordEnds(b.String()) && wordBegins(s[j:]):
			b.WriteString(", ")
		default:
			b.WriteByte(' ')
		}
		i = j
	}
	return b.String()
}

// tidy mends the spaces and signs that a cut leaves behind.
func tidy(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	for range 4 {
		for _, pair := range [...][2]string{
			{"( )", ""},
			{"()", ""},
			{"[ ]", ""},
			{"[]", ""},
			{" ,", ","},
			{" :", ":"},
			{" ;", ";"},
			{" .", "."},
			{",,", ","},
			{", .", "."},
			{": :", ":"},
			{"::", ":"},
			{"- -", "-"},
			{"  ", " "},
			{" )", ")"},
			{"( ", "("},
		} {
			s = strings.ReplaceAll(s, pair[0], pair[1])
		}
		s = strings.TrimRight(strings.TrimLeft(s, " ,;:.-–—|/!?*>'’)]"), " ,;:-–—|/!*<([")
	}
	if strings.HasSuffix(s, " .") || strings.Count(s, ".") == 1 && strings.HasSuffix(s, ".") {
		s = strings.TrimRight(s, " .")
	}
	return s
}

// lower puts a shouted text into lower case; short names that are written in
// capitals stay, and so do the capitals of persons' names.
func (rd *reader) lower(r *reading) string {
	var b strings.Builder
	last := 0
	for i := range r.toks {
		t := &r.toks[i]
		b.WriteString(r.text[last:t.start])
		word := r.text[t.start:t.end]
		last = t.end
		switch {
		case t.digits > 0, t.is(acronym), t.letters > 1 && t.class == 0 && !strings.ContainsAny(t.norm, "aeiou"):
			b.WriteString(word)
		case t.is(firstName|surname|product) && !t.is(matter|function):
			first, n := utf8.DecodeRuneInString(word)
			b.WriteString(string(first) + strings.ToLower(word[n:]))
		default:
			b.WriteString(strings.ToLower(word))
		}
	}
	b.WriteString(r.text[last:])
	return b.String()
}
