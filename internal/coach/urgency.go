package coach

import "strings"

// shouts counts the signs of a text: whether three or more ! or ? stand in a
// row or as many ! in all, and whether two stand in a row.
func shouts(text string) (loud, raised bool) {
	row, marks := 0, 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '!':
			marks++
			row++
		case '?':
			row++
		case ' ': // «! ! !»
		default:
			row = 0
		}
		loud = loud || row >= 3 || marks >= 3
		raised = raised || row >= 2
	}
	return loud, raised
}

// insists reports whether a text that names nothing is insistence above all:
// «URGENTISSIMO BISOGNO DI AIUTO», «urgente!!!», «è urgente». A mild word among
// others («Help needed ASAP») says no more than they do.
func (r *reading) insists() bool {
	if r.has(insistent) {
		return true
	}
	if !r.has(urgent) {
		return false
	}
	loud, _ := shouts(r.text)
	if loud {
		return true
	}
	count, others := 0, 0
	for i := range r.toks {
		t := &r.toks[i]
		switch {
		case t.is(urgent):
			count++
			if i == 0 && len(r.toks) > 1 && (r.toks[1].apart || r.shouted()) {
				return true
			}
		case t.is(soon | function | greeting | timeWord), t.letters == 0:
		default:
			others++
		}
	}
	return count >= 2 || others == 0
}

// pressing returns the words of insistence in a text that names something.
func (r *reading) pressing() []int {
	var at []int
	for i := range r.toks {
		t := &r.toks[i]
		if t.is(insistent) || t.is(urgent) && !r.belongs(i) {
			at = append(at, i)
		}
	}
	return at
}

// belongs reports whether the urgent word at i belongs to the matter: an
// urgent payment, an ordinance «contingibile e urgente», «in via d'urgenza».
func (r *reading) belongs(i int) bool {
	t := &r.toks[i]
	if t.quoted {
		return true
	}
	switch t.norm {
	case "sos", "hurry":
		return false
	case "urgenze":
		return true
	case "emergenza", "emergency":
		return i > 0 || len(r.toks) > 1 && !r.toks[1].apart && !r.shouted()
	case "solleciti":
		return true
	case "sollecito", "sollecita", "sollecitare", "sollecitato", "sollecitati":
		return i > 0 || len(r.toks) > 1 && r.toks[1].is(matter|function) && !r.toks[1].apart
	}
	if i+1 < len(r.toks) {
		next := &r.toks[i+1]
		if next.is(calm) && !next.apart && !isItalianUrgent(t.norm) {
			return true // «urgent payment 12 rejected»
		}
	}
	if i == 0 || t.apart {
		return false
	}
	before := &r.toks[i-1]
	if strings.HasPrefix(t.norm, "urgenz") {
		switch before.norm {
		case "d", "di", "somma", "via":
			return i >= 2 && r.toks[i-2].is(calm|matter|function) || before.norm == "somma"
		}
		return false
	}
	if !before.is(calm) && i >= 2 && (before.norm == "e" || before.norm == "ed") {
		before = &r.toks[i-2]
	}
	return before.is(calm) && agree(before.norm, t.norm)
}

func isItalianUrgent(w string) bool { return w == "urgente" || w == "urgenti" || w == "urgenza" }

// agree reports whether an Italian noun and the adjective «urgente» have the
// same number: «Stampa mandati urgente» is insistence, «mandati urgenti» are
// mandates.
func agree(noun, adjective string) bool {
	plural := strings.HasSuffix(noun, "i") || noun == "delibere" || noun == "ordinanze" || noun == "pratiche" || noun == "sedute"
	return plural == (adjective == "urgenti") && adjective != "urg"
}
