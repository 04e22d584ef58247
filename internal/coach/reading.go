package coach

import (
	"strings"

	"ticketpp/internal/ticket"
)

// reader understands words for one helpdesk: the lexicon, and on top of it
// the helpdesk's own products and people.
type reader struct {
	lex     *lexicon
	own     map[string]class    // single words of the helpdesk
	phrases map[string][]phrase // several words
	staff   map[string]bool     // words of the names of its people
}

// newReader adds a helpdesk's words to the lexicon.
func newReader(lex *lexicon, desk ticket.Helpdesk) *reader {
	rd := &reader{lex: lex, own: map[string]class{}, phrases: map[string][]phrase{}, staff: map[string]bool{}}
	for _, p := range desk.Products {
		rd.add(p, product)
	}
	rd.addNew(desk.Name)
	for _, m := range desk.Modules {
		rd.addNew(m.Name)
	}
	for _, s := range desk.Staff {
		for _, t := range split(s) {
			rd.staff[t.norm] = true
			if rd.lex.lookup(t.norm)&(matter|hollow) == 0 {
				rd.own[t.norm] |= firstName
			}
		}
	}
	return rd
}

// add takes in a name that says nothing by itself.
func (rd *reader) add(name string, c class) {
	toks := split(name)
	switch len(toks) {
	case 0:
	case 1:
		rd.own[toks[0].norm] |= c
	default:
		var rest []string
		for _, t := range toks[1:] {
			rest = append(rest, t.norm)
		}
		rd.phrases[toks[0].norm] = append(rd.phrases[toks[0].norm], phrase{rest: rest, class: c})
	}
}

// addNew takes in the name of a helpdesk or of a module, but only when it is
// one made-up word: «Cityfinancing» names no matter, «F24» does.
func (rd *reader) addNew(name string) {
	if toks := split(name); len(toks) == 1 && rd.lex.lookup(toks[0].norm) == 0 {
		rd.own[toks[0].norm] |= product
	}
}

// reading is a text understood.
type reading struct {
	text     string
	toks     []token
	all      class // the classes that occur
	contents int   // words that name something
	names    int   // words that are persons' names
	noises   int   // keyboard noise
	letters  int
	capitals int
}

// shouted reports whether the text is written in capitals.
func (r *reading) shouted() bool { return r.letters >= 3 && r.capitals == r.letters }

// has reports whether a word of one of the classes occurs.
func (r *reading) has(c class) bool { return r.all&c != 0 }

// hollow reports whether nothing in the text names anything.
func (r *reading) hollow() bool { return r.contents == 0 }

// read understands a text. Its work grows with the text's length and no
// faster.
func (rd *reader) read(text string) *reading {
	r := &reading{text: text, toks: split(text)}
	for i := range r.toks {
		t := &r.toks[i]
		t.class = rd.lookup(t.norm)
		r.letters += t.letters
		r.capitals += t.capitals
	}
	for i := range r.toks {
		rd.phrasesAt(r, i, rd.lex.phrases)
		rd.phrasesAt(r, i, rd.phrases)
	}
	for i := range r.toks {
		t := &r.toks[i]
		if t.class == 0 && t.letters > 0 {
			rd.unknown(r, t)
		}
		r.all |= t.class
	}
	r.enclosures()
	r.weigh()
	return r
}

// phrasesAt marks the words of every phrase that begins at word i.
func (rd *reader) phrasesAt(r *reading, i int, phrases map[string][]phrase) {
	for _, p := range phrases[r.toks[i].norm] {
		if i+len(p.rest) >= len(r.toks) {
			continue
		}
		matches := true
		for k, w := range p.rest {
			if r.toks[i+1+k].norm != w {
				matches = false
				break
			}
		}
		if !matches {
			continue
		}
		for k := i; k <= i+len(p.rest); k++ {
			r.toks[k].class |= p.class
			r.toks[k].phrased = r.toks[k].phrased || p.class&hollow != 0
			r.toks[k].named = r.toks[k].named || p.class&matter != 0
		}
	}
}

// unknown decides about a word that the lexicon does not have.
func (rd *reader) unknown(r *reading, t *token) {
	if t.digits > 0 {
		return
	}
	if isNoise(t.norm, t.upper()) && (!t.upper() || r.shouted()) {
		t.noise = true
		r.noises++
		return
	}
	w := t.norm
	if len(w) > 7 && strings.HasSuffix(w, "mente") || len(w) > 5 && strings.HasSuffix(w, "ly") { // adverbs say how, not what
		t.class = function
		return
	}
	if hasRun(w) {
		w = squeeze(w, 1)
	}
	t.class = rd.lex.misspelt(w)
}

// weigh decides of each word whether it names something here.
func (r *reading) weigh() {
	afterOffice := -3
	for i := range r.toks {
		t := &r.toks[i]
		if t.is(office) {
			afterOffice = i
		}
		switch {
		case t.phrased, t.noise, r.inAddress(i):
		case r.signs(i):
			r.names++
		case t.is(department) && (i-afterOffice <= 2 || r.has(callback) && len(r.toks) <= fewWords):
		case t.is(firstName|surname) && !t.is(matter):
			r.names++
		default:
			t.content = r.says(t, i)
		}
		if t.content {
			r.contents++
		}
	}
	r.bodies()
}

// inAddress reports whether the word belongs to a mail address, which says who
// writes.
func (r *reading) inAddress(i int) bool {
	t := &r.toks[i]
	if t.end < len(r.text) && r.text[t.end] == '@' {
		return true
	}
	for k := i; k > 0 && i-k < 4; k-- {
		switch before := r.toks[k].start - 1; {
		case r.text[before] == '@' && before > 0 && r.text[before-1] != ' ':
			return true
		case r.toks[k-1].end != before || r.text[before] != '.' && r.text[before] != '-':
			return false
		}
	}
	return false
}

// signs reports whether an unknown word with a capital is the surname beside a
// first name («Anna Zibaldoni»).
func (r *reading) signs(i int) bool {
	t := &r.toks[i]
	if t.class != 0 || !t.titled || t.digits > 0 || r.shouted() {
		return false
	}
	return i > 0 && !t.apart && r.toks[i-1].is(firstName) && r.toks[i-1].titled ||
		i+1 < len(r.toks) && !r.toks[i+1].apart && r.toks[i+1].is(firstName) && r.toks[i+1].titled
}

// says reports whether a word that is no person's name names something.
func (r *reading) says(t *token, i int) bool {
	switch {
	case t.named:
		return true
	case r.drive(t), r.coded(t, i):
		return true
	case t.letters == 0:
		return t.is(matter) // 730 and 770 are forms; other numbers say nothing alone
	case t.is(pointerAux) && (r.has(pointer) || r.tries()), t.is(callbackAux) && r.has(callback|pointer):
		return false
	case t.is(weak):
		return r.failing(i)
	case t.is(hollow):
		return false
	case t.class != 0:
		return true
	case t.digits > 0: // F24, AX-12, 0x80070005; not «2a»
		return t.letters >= 2 || t.norm[0] > '9' || len(t.norm) >= 5
	case t.letters == 2: // «PO», «CU», but not «eh»
		return t.upper() && !r.shouted() || t.class == 0 && r.numbered(i)
	}
	return t.letters > 2
}

// drive reports whether the word is the letter of a drive («Z: non si apre»,
// «il disco S:\»).
func (r *reading) drive(t *token) bool {
	return t.end-t.start == 1 && t.letters == 1 && t.upper() && t.end < len(r.text) && r.text[t.end] == ':'
}

// coded reports whether the word and the number that a hyphen ties to it are
// one code («ORA-01017»).
func (r *reading) coded(t *token, i int) bool {
	if i+1 >= len(r.toks) || !t.upper() || t.letters < 2 || t.is(hollow&^(function|timeWord)) {
		return false
	}
	next := &r.toks[i+1]
	return next.start == t.end+1 && r.text[t.end] == '-' && next.digits >= 2
}

// numbered reports whether a number of some length stands right behind word i,
// as behind the maker of a model («hp 4050»).
func (r *reading) numbered(i int) bool {
	if i+1 >= len(r.toks) {
		return false
	}
	next := &r.toks[i+1]
	return !next.apart && next.letters == 0 && next.digits >= 3
}

// tries reports whether the text begins with a trial word: «Test invio email».
func (r *reading) tries() bool {
	for i := range r.toks {
		if r.toks[i].is(test) {
			return true
		}
		if !r.toks[i].is(function) {
			return false
		}
	}
	return false
}

// failing reports whether a weak word, at i, has a number behind it («pratica
// 1123») or a fault beside it («il file non si apre»). «Messaggio di errore» only says once more that there is one.
func (r *reading) failing(i int) bool {
	const near = 4
	if i+1 < len(r.toks) && r.toks[i+1].letters == 0 && !r.toks[i+1].apart {
		return true
	}
	for k := i + 1; k < len(r.toks) && k <= i+2; k++ {
		if r.toks[k].is(problem) && !r.toks[k].apart {
			return false
		}
	}
	for k := max(0, i-near); k < len(r.toks) && k <= i+near; k++ {
		if r.toks[k].is(fault) {
			return true
		}
	}
	return false
}

func (r *reading) unweigh(t *token) {
	if t.content {
		t.content = false
		r.contents--
	}
}

// nounLike reports whether an unknown word ends as names of things do and
// names of persons do not.
func nounLike(w string) bool {
	for _, end := range [...]string{"zione", "zioni", "sione", "sioni", "mento", "menti", "aggio", "aggi", "tura", "ture", "ita", "ismo", "ario", "abile", "ibile", "ing", "tion", "ment", "ness", "logia", "grafia", "enza", "anza", "ico", "ica"} {
		if strings.HasSuffix(w, end) && len(w) > len(end)+2 {
			return true
		}
	}
	return false
}
