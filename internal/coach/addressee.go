package coach

import "strings"

// addressed finds out whether a subject is addressed to a person. It returns
// the words that do so as the half-open range from..to of r.toks; to equals
// from when nobody is addressed.
//
// The difference between «Per Anna: errore» and «Per Anna Verdi non si stampa
// la CU» is in the form: a marker of address, a title, or one first name set
// apart from the rest speaks to somebody; a full name in a sentence, or behind
// a matter, is whom the matter is about.
func (rd *reader) addressed(r *reading) (from, to int) {
	if from, to = rd.marked(r); to > from {
		return from, to
	}
	if from, to = rd.inFront(r); to > from {
		return from, to
	}
	if from, to = rd.behind(r); to > from {
		return from, to
	}
	if r.hollow() && r.names > 0 && !r.has(problem|fault|object|product|callback|reserve|pointer) {
		return 0, len(r.toks) // nothing but a name and courtesy
	}
	return 0, 0
}

// marked looks for «alla cortese attenzione di», «c.a.», «att.ne», «attn».
func (rd *reader) marked(r *reading) (from, to int) {
	for i := 0; i < len(r.toks); i++ {
		j := rd.marker(r, i)
		if j == i {
			continue
		}
		strong := r.toks[i].is(address) || j < len(r.toks) && r.toks[j].is(office)
		for i > 0 && !r.toks[i].apart && (r.toks[i-1].norm == "alla" || r.toks[i-1].norm == "per" || r.toks[i-1].norm == "all") {
			i--
			strong = true
		}
		if i > 0 && !r.toks[i].apart && !r.toks[i-1].is(greeting) {
			return 0, 0
		}
		for j < len(r.toks) && (isArticle(r.toks[j].norm) || r.toks[j].is(office)) {
			j++
		}
		end, _ := rd.person(r, j, true)
		if end == j && !strong {
			return 0, 0
		}
		if end == j { // an office, or nobody: up to the next sign
			for end < len(r.toks) && end-j < 3 && !r.toks[end].apart {
				end++
			}
		}
		return i, end
	}
	return 0, 0
}

// marker returns the end of a marker of address that begins at i, or i.
func (rd *reader) marker(r *reading, i int) int {
	j := i
	for j < len(r.toks) && r.toks[j].is(address) && (j == i || !r.toks[j].apart || r.toks[j].phrased) {
		j++
	}
	if j > i {
		return j
	}
	t := &r.toks[i]
	switch {
	case t.norm == "ca", t.norm == "att":
		j = i + 1
	case t.norm == "c" && i+1 < len(r.toks) && r.toks[i+1].norm == "a" && r.toks[i+1].start <= t.end+2:
		j = i + 2
	case t.norm == "attenzione" && i+1 < len(r.toks) && !r.toks[i+1].apart:
		j = i + 1
	default:
		return i
	}
	if j >= len(r.toks) {
		return i
	}
	k := j
	for k < len(r.toks) && isArticle(r.toks[k].norm) {
		k++
	}
	if k < len(r.toks) && r.toks[k].is(office) && t.norm != "attenzione" {
		return j
	}
	if end, _ := rd.person(r, k, true); end == k {
		return i
	}
	return j
}

// inFront looks for a person at the beginning: «Per Anna: …», «x Marco»,
// «Ciao Luca, …», «Michelangelo: …».
func (rd *reader) inFront(r *reading) (from, to int) {
	i, greeted, preposition := 0, false, false
	for i < len(r.toks) && r.toks[i].is(greeting) && !r.toks[i].is(firstName) {
		i, greeted = i+1, true
	}
	from = i
	called := i < len(r.toks) && strings.HasSuffix(r.text[:r.toks[i].start], "@")
	if i < len(r.toks) && isToward(r.toks[i].norm) {
		preposition = true
		i++
		article := i
		for i < len(r.toks) && isArticle(r.toks[i].norm) {
			i++
		}
		if i > article && i < len(r.toks) && !r.toks[i].is(title) && !(r.toks[i].is(firstName) && i+1 == len(r.toks)) {
			if rd.isStaffRole(&r.toks[i]) && r.hollow() {
				return from, len(r.toks)
			}
			return 0, 0
		}
	}
	end, whom := rd.person(r, i, preposition || called)
	if end == i {
		return 0, 0
	}
	if called {
		return 0, end
	}
	if preposition && isLooseToward(r.toks[from].norm) && !whom.known && whom.titles == 0 && r.sign(from+1) != ':' {
		return 0, 0
	}
	from, to = rd.settle(r, from, end, preposition, greeted, whom)
	if to > from && greeted {
		from = 0 // the greeting goes with the name
	}
	return from, to
}

// settle decides about a person found at the beginning of a subject.
func (rd *reader) settle(r *reading, from, end int, preposition, greeted bool, whom someone) (int, int) {
	if end == len(r.toks) || r.contentAfter(end) == 0 {
		if preposition || greeted || whom.staff || end < len(r.toks) && r.toks[end].apart {
			return from, end
		}
		return 0, 0
	}
	if isFirm(r.toks[end].norm) {
		return 0, 0
	}
	apart := r.toks[end].apart
	single := whom.words == 1 && whom.known
	switch {
	case whom.staff && (preposition || apart):
		return from, end
	case whom.titles > 0 && apart && (preposition || greeted):
		return from, end
	case greeted && !preposition && single && whom.first && (apart || !r.toks[from].apart):
		return from, end // «Ciao Anna …», but not «Buongiorno, Anna non riesce …»
	case apart && single && whom.first && (preposition || r.sign(end) == ','):
		return from, end
	case single && whom.first && r.toks[from].norm == "x":
		return from, end
	case preposition && single && whom.first && r.toks[end].is(problem|help|fault):
		return from, end
	}
	return 0, 0
}

// behind looks for a person at the end: «errore stampa - per Marco»,
// «problema x Luca», and for the helpdesk's own people anywhere behind «per».
func (rd *reader) behind(r *reading) (from, to int) {
	for i := 1; i+1 < len(r.toks); i++ {
		t := &r.toks[i]
		if !isToward(t.norm) {
			continue
		}
		j := i + 1
		for j < len(r.toks) && isArticle(r.toks[j].norm) {
			j++
		}
		end, whom := rd.person(r, j, false)
		if end == j || j > i+1 && whom.titles == 0 && !whom.staff {
			continue
		}
		last := end == len(r.toks)
		switch {
		case !last && !r.toks[end].apart:
		case whom.staff,
			r.hollow() && !r.has(callback) && whom.known && last,
			t.apart && last && whom.known && (whom.words == 1 || whom.titles > 0):
			return i, end
		}
	}
	return 0, 0
}

// someone tells what kind of name was read.
type someone struct {
	words  int  // of the name, titles apart
	titles int  // Mr, dott.ssa
	known  bool // all of them names of the lexicon
	first  bool // the first one is a first name
	staff  bool // one of the helpdesk's own people
}

// person reads a person's name at word i and returns where it ends. guess
// allows names that the lexicon does not have, if they look like one.
func (rd *reader) person(r *reading, i int, guess bool) (int, someone) {
	whom := someone{known: true}
	j := i
	for j < len(r.toks) && r.toks[j].is(title) && (j == i || !r.toks[j].apart) {
		whom.titles++
		j++
	}
	for j < len(r.toks) && whom.words < 3 {
		t := &r.toks[j]
		if j > i && t.apart && !(whom.words == 0 && whom.titles > 0) { // «sig. Rossi»
			break
		}
		if (t.norm == "e" || t.norm == "and" || t.norm == "o") && whom.words > 0 && j+1 < len(r.toks) &&
			(r.toks[j+1].is(firstName|surname) || guess && rd.nameish(r, &r.toks[j+1])) {
			j++
			continue
		}
		isName := t.is(firstName|surname) && !t.is(matter|hollow)
		if !isName && !(guess || whom.titles > 0) || !isName && !rd.nameish(r, t) {
			break
		}
		whom.staff = whom.staff || rd.staff[t.norm]
		whom.first = whom.first || whom.words == 0 && t.is(firstName)
		whom.known = whom.known && isName
		whom.words++
		j++
	}
	if whom.words == 0 && whom.titles == 0 {
		return i, whom
	}
	if j < len(r.toks) && isFirm(r.toks[j].norm) && !r.toks[j].apart {
		return i, whom
	}
	return j, whom
}

// nameish reports whether a word that the lexicon does not have may be a name.
func (rd *reader) nameish(r *reading, t *token) bool {
	if t.class != 0 || t.noise || t.digits > 0 || t.letters < 3 || nounLike(t.norm) {
		return false
	}
	return t.titled || t.upper() || len(r.toks) <= 2
}

// isStaffRole reports whether the word is what a helpdesk's person is called.
func (rd *reader) isStaffRole(t *token) bool {
	switch t.norm {
	case "tecnico", "operatore", "operatrice", "consulente", "programmatore", "vostro", "vostra", "technician", "operator", "consultant", "engineer":
		return true
	}
	return false
}

// sign returns the first sign between word i and the one before it, or 0.
func (r *reading) sign(i int) byte {
	if i <= 0 || i >= len(r.toks) {
		return 0
	}
	for _, b := range []byte(r.text[r.toks[i-1].end:r.toks[i].start]) {
		if b != ' ' {
			return b
		}
	}
	return 0
}

// contentAfter counts the words from i on that name something.
func (r *reading) contentAfter(i int) int {
	n := 0
	for ; i < len(r.toks); i++ {
		if r.toks[i].content {
			n++
		}
	}
	return n
}

func isToward(w string) bool {
	switch w {
	case "per", "x", "for":
		return true
	}
	return isLooseToward(w)
}

// isLooseToward knows the prepositions that only address when a name known as
// such follows.
func isLooseToward(w string) bool { return w == "a" || w == "ad" || w == "to" }

func isArticle(w string) bool {
	switch w {
	case "il", "lo", "la", "l", "i", "gli", "le", "the", "di", "del", "della", "dell", "d", "dei", "of":
		return true
	}
	return false
}

// isFirm knows what stands behind a firm's name.
func isFirm(w string) bool {
	switch w {
	case "srl", "spa", "snc", "sas", "srls", "scarl", "coop", "onlus", "ltd", "inc", "llc", "gmbh", "plc":
		return true
	}
	return false
}
