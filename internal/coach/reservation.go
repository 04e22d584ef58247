package coach

// reserves reports whether the text holds a place for a need that is not
// there yet (CWOL guidelines: «prenotazioni di assistenza»). An appointment
// for training is none.
func (r *reading) reserves() bool {
	if r.has(training) {
		return false
	}
	if r.has(reserve) && r.books() {
		return true
	}
	if !r.has(eventual) {
		return false
	}
	if r.hollow() {
		return r.has(opening|future|help|callback) || r.foresees()
	}
	if r.uncertainHelp() || r.onlyFears() {
		return true
	}
	return r.has(opening) && r.sameSentence(opening, eventual) && (r.has(problem|future) || r.foresees())
}

// foresees reports whether a whole phrase speaks of a need to come («in
// previsione di», «just in case»).
func (r *reading) foresees() bool {
	for i := range r.toks {
		if r.toks[i].is(eventual) && r.toks[i].phrased {
			return true
		}
	}
	return false
}

// books reports whether it is assistance that is booked: alone or whatever
// for («prenoto assistenza per la chiusura»), but not «Prenotazione sala».
func (r *reading) books() bool {
	others := 0
	for i := range r.toks {
		t := &r.toks[i]
		if t.content && !t.is(reserve) {
			others++
		}
	}
	if others == 0 { // «Prenotazioni non funzionano» speaks of a matter
		return r.has(opening|help|timeWord|future) && !r.suffers()
	}
	for i := range r.toks {
		if !r.toks[i].is(reserve) {
			continue
		}
		for k := i + 1; k < len(r.toks) && k <= i+4; k++ {
			if r.toks[k].apart {
				break
			}
			if r.toks[k].is(opening) {
				return true
			}
			if !r.toks[k].is(function) {
				break
			}
		}
	}
	return false
}

// suffers reports whether something is wrong already. «Nel caso di problemi»
// only fears that it may be.
func (r *reading) suffers() bool {
	for i := range r.toks {
		if t := &r.toks[i]; t.is(fault|problem) && !t.is(eventual|function) {
			return true
		}
	}
	return false
}

// uncertainHelp reports whether it is assistance itself that is only possible:
// «eventuale assistenza per le votazioni».
func (r *reading) uncertainHelp() bool {
	for i := 1; i < len(r.toks); i++ {
		a, b := &r.toks[i-1], &r.toks[i]
		if !b.apart && (a.is(opening) && b.is(eventual) || a.is(eventual) && b.is(opening)) && !a.phrased && !b.phrased {
			return true
		}
	}
	return false
}

// onlyFears reports whether a short text begins with a need to come and tells
// of none that is there: «in caso di problemi con le votazioni».
func (r *reading) onlyFears() bool {
	i := 0
	for i < len(r.toks) && r.toks[i].is(greeting) {
		i++
	}
	return i < len(r.toks) && r.toks[i].is(eventual) && r.toks[i].phrased &&
		r.has(problem) && !r.suffers() && r.contents <= 2
}

// sameSentence reports whether words of both classes stand in one sentence.
func (r *reading) sameSentence(a, b class) bool {
	var seen class
	for i := range r.toks {
		t := &r.toks[i]
		if t.apart {
			seen = 0
		}
		seen |= t.class & (a | b)
		if seen&a != 0 && seen&b != 0 {
			return true
		}
	}
	return false
}
