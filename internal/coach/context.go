package coach

import "strings"

// enclosures decides whether «allegato» points elsewhere or is itself the
// matter: it is the matter when something is wrong with it and nothing in the
// text points («Gli allegati non si aprono»).
func (r *reading) enclosures() {
	r.startPointing()
	if !r.has(enclosure) {
		return
	}
	points := r.has(pointer) || !r.has(fault)
	for i := range r.toks {
		if r.toks[i].is(enclosure) && i > 0 {
			switch r.toks[i-1].norm {
			case "in", "da", "come", "su", "see", "per", "as":
				points = true
			}
		}
	}
	for i := range r.toks {
		if t := &r.toks[i]; t.is(enclosure) {
			if points && (r.has(pointer) || !r.spokenOf(i)) {
				t.class |= pointer
				r.all |= pointer
			} else {
				t.class = weak
				r.all |= weak
			}
		}
	}
}

// spokenOf reports whether the enclosure at i is the screen one works on
// («non riesco a uscire dalla schermata»), not a picture sent along.
func (r *reading) spokenOf(i int) bool {
	if i == 0 || !strings.HasPrefix(r.toks[i].norm, "schermat") {
		return false
	}
	switch r.toks[i-1].norm {
	case "dalla", "sulla", "nella", "la", "una", "questa", "alla", "dalle", "nelle":
		return true
	}
	return false
}

// startPointing sees that «leggi mail» and «see my picture» point elsewhere.
func (r *reading) startPointing() {
	i := 0
	for i < len(r.toks) && (r.toks[i].is(greeting) || r.toks[i].norm == "si") { // «si veda …»
		i++
	}
	if i == len(r.toks) || !r.toks[i].is(pointerStart) {
		return
	}
	for k := i + 1; k < len(r.toks); k++ {
		if r.toks[k].is(pointerAux | enclosure) {
			r.toks[i].class |= pointer
			r.all |= pointer
			return
		}
		if !r.toks[k].is(function) {
			return
		}
	}
}

// bodies takes the weight from the name of a body («Comune di Jesi»): it says
// who writes, not what is wrong.
func (r *reading) bodies() {
	for i := 0; i+2 < len(r.toks); i++ {
		t := &r.toks[i]
		switch t.norm {
		case "comune", "provincia", "unione", "municipality", "city", "town":
		default:
			continue
		}
		switch r.toks[i+1].norm {
		case "di", "dei", "del", "della", "of":
		default:
			continue
		}
		named := false
		for k := i + 2; k < len(r.toks) && k < i+5; k++ {
			next := &r.toks[k]
			if next.apart || !next.titled || next.is(matter|hollow) {
				break
			}
			r.unweigh(next)
			if next.is(firstName | surname) {
				next.class &^= firstName | surname
				next.class |= function
				r.names--
			}
			named = true
		}
		if named {
			r.unweigh(t)
		}
	}
}
