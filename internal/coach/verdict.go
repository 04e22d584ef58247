package coach

// verdict names the rule that a text breaks which names nothing, the most
// telling one: a call that is asked for says more than the greeting around it.
func (r *reading) verdict() string {
	switch {
	case r.letters < 2:
		return RuleMeaningless
	case r.reserves():
		return RuleReservation
	case r.has(pointer):
		return RulePointer
	case r.has(callback):
		return RuleCallback
	case r.points():
		return RulePointer
	case r.insists():
		return RuleUrgency
	case r.senseless():
		return RuleMeaningless
	}
	return RuleGeneric
}

// points reports whether the text begins by sending the reader elsewhere or
// names an older ticket.
func (r *reading) points() bool {
	for i := range r.toks {
		t := &r.toks[i]
		if t.is(pointerStart) && !t.phrased && (i == 0 || !isAsked(r.toks[i-1].norm)) {
			return true
		}
		if t.norm == "ticket" && i+1 < len(r.toks) && r.toks[i+1].letters == 0 {
			return true // an older ticket
		}
		if !t.is(greeting|function) || t.is(problem) {
			return false
		}
	}
	return false
}

// senseless reports whether, function words taken away, only trial words
// («prova», «oggetto») and keyboard noise are left.
func (r *reading) senseless() bool {
	found := r.noises > 0
	for i := range r.toks {
		t := &r.toks[i]
		switch {
		case t.noise:
		case t.is(test):
			found = true
		case t.letters == 0, t.is(function), t.is(opening) && r.has(test), t.letters <= 2:
		case t.content:
			return false
		default:
			return false
		}
	}
	return found || !r.wordy()
}

// wordy reports whether the text has a word of the lexicon at all.
func (r *reading) wordy() bool {
	for i := range r.toks {
		if r.toks[i].class != 0 {
			return true
		}
	}
	return false
}

// isAsked knows the words that make a request of the verb behind them: «potete
// guardare?» asks for help, «guardare la mail» sends elsewhere.
func isAsked(w string) bool {
	switch w {
	case "puo", "puoi", "potete", "potreste", "potresti", "potrebbe", "can", "could", "you":
		return true
	}
	return false
}
