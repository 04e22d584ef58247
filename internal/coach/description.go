package coach

import (
	"strings"

	"ticketpp/internal/ticket"
)

// mostDescribed is how many bytes of a description are understood word by
// word; personal data is looked for in all of it.
const mostDescribed = 16 << 10

// Description returns what is to be done better in a description, the gravest
// first. The free text and the three guides count together.
func (c *Coach) Description(d ticket.Description) []Finding {
	text := whole(d)
	if text == "" {
		return []Finding{c.reject(FieldDescription, RuleEmpty)}
	}
	var findings []Finding
	r := c.words.read(clip(text, mostDescribed))
	switch {
	case r.hollow(), r.vague():
		findings = append(findings, c.reject(FieldDescription, r.verdict()))
	case r.reserves() && r.contents <= fewWords:
		findings = append(findings, c.reject(FieldDescription, RuleReservation))
	}
	findings = append(findings, c.personalData(d)...)
	if r.has(behalf) && r.speaksFor() {
		findings = append(findings, c.hint(FieldDescription, RuleOnBehalf))
	}
	if Rejects(findings) { // the other hints ask for more of what is there
		return findings
	}
	if loud, _ := shouts(text); loud && r.has(urgent|insistent) || r.has(insistent) {
		findings = append(findings, c.calmly())
	}
	if !r.hasData() && strings.TrimSpace(d.Data) == "" {
		findings = append(findings, c.hint(FieldDescription, RuleData))
	}
	if r.missesError() {
		findings = append(findings, c.hint(FieldDescription, RuleErrorText))
	}
	return findings
}

// vague reports whether a sentence about the computer or the program has but
// one word that is not general, and that one unknown («Il software è bloccato e
// non risponde ai tasti funzione»): a description tells more than a subject.
func (r *reading) vague() bool {
	if r.contents != 1 || len(r.toks) < 6 || !r.has(object|product) || r.names > 0 {
		return false
	}
	general := 0
	for i := range r.toks {
		t := &r.toks[i]
		if t.digits > 0 || t.quoted || t.content && t.class != 0 {
			return false
		}
		if t.is(problem | fault | object | help | product) {
			general++
		}
	}
	return general >= 2
}

// fewWords is how many words that name something a text may have and still be
// nothing but a reservation.
const fewWords = 6

// FollowUp reads a text for a ticket that exists already. It knows only the
// rules empty, urgency and personal-data: «Confermo, risolto» is a good
// answer, and asking for news is allowed (Project++: «sia per sollecitare che
// per richiedere aggiornamenti»); only insistence that says nothing is not.
func (c *Coach) FollowUp(text string) []Finding {
	text = trim(text)
	if text == "" {
		return []Finding{c.reject(FieldDescription, RuleEmpty)}
	}
	var findings []Finding
	r := c.words.read(clip(text, mostDescribed))
	loud, _ := shouts(clip(text, mostDescribed))
	if r.has(insistent) || loud && r.has(urgent) {
		f := c.calmly()
		if r.hollow() {
			f = c.reject(FieldDescription, RuleUrgency)
		}
		findings = append(findings, f)
	}
	return append(findings, c.personalData(ticket.Description{Text: text})...)
}

// calmly is the hint for a text that insists and tells its matter all the same.
func (c *Coach) calmly() Finding {
	f := c.hint(FieldDescription, RuleUrgency)
	f.Message = c.say(FieldDescription, RuleUrgency+"-calm")
	return f
}

// whole is the description as one text.
func whole(d ticket.Description) string {
	var parts []string
	for _, s := range [...]string{d.Text, d.Doing, d.Data, d.Happened} {
		if s = trim(s); s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "\n")
}

// speaksFor reports whether a phrase of [behalf] says that somebody else has
// the problem: the phrase itself does, or a fault or a want follows in the
// same sentence («il collega non riesce»). «Ne ho parlato con un collega» does
// not.
func (r *reading) speaksFor() bool {
	for i := range r.toks {
		if !r.toks[i].is(behalf) {
			continue
		}
		if i > 0 {
			switch r.toks[i-1].norm {
			case "con", "da", "dal", "dalla", "with", "by", "come", "like", "anche":
				continue
			}
		}
		switch r.toks[i].norm {
		case "per", "on", "a", "for", "al", "alla", "ad":
			return true
		}
		for k := i + 1; k < len(r.toks) && k < i+10 && !r.toks[k].apart; k++ {
			switch r.toks[k].norm {
			case "non", "ha", "riesce", "deve", "vuole", "dice", "segnala", "hanno", "riescono", "cannot", "can", "t", "has", "is", "does", "needs", "gets", "says":
				return true
			}
		}
	}
	return false
}

// hasData reports whether a document, a period, a register or a person is
// named: a number, a word of the office's matters, a proper name.
func (r *reading) hasData() bool {
	for i := range r.toks {
		t := &r.toks[i]
		if t.digits > 0 || t.quoted || t.is(matter) && t.content || t.is(firstName|surname) && i > 0 {
			return true
		}
		if i > 0 && !t.apart && t.titled && t.content && !r.shouted() {
			return true
		}
	}
	return false
}

// missesError reports whether an error is said to have been shown, and
// neither quoted nor to be seen in what is attached.
func (r *reading) missesError() bool {
	if !r.has(failure) || !r.has(shown) || r.has(pointer|enclosure) {
		return false
	}
	if strings.ContainsAny(r.text, "\"«“") {
		return false
	}
	for i := range r.toks {
		t := &r.toks[i]
		if t.is(enclosure) {
			return false
		}
		if t.is(failure) && r.quotedBehind(i) {
			return false
		}
	}
	return true
}

// quotedBehind reports whether the error's own words or its code stand behind
// the word i: «errore: chiave duplicata», «errore ORA-00942», «errore 500».
func (r *reading) quotedBehind(i int) bool {
	for k := i + 1; k < len(r.toks) && k < i+6; k++ {
		t := &r.toks[k]
		if k+1 < len(r.toks) && strings.Contains(r.text[r.toks[k-1].end:t.start], ":") {
			return true
		}
		if k <= i+2 && (t.digits >= 3 || t.digits > 0 && t.letters > 0) {
			return true
		}
	}
	return false
}
