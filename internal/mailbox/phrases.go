package mailbox

import (
	"regexp"
	"strings"
)

// The words by which helpdesks say what has become of a ticket, in the two
// languages of the program. They are those of the ticketing systems' own
// templates and of the documents (Project++: «in attesa del cliente»,
// «risolto»; 01S: a ticket suspended with a request for information), and
// name no helpdesk.

// action is what a ticketing system writes in a subject beside the tag, in
// front of the ticket's title ("[GLPI #0000012] Ticket risolto Stampa…",
// "[example.com #2] Resolved: Stampa…").
func action(after string) Kind {
	for _, a := range []struct {
		kind  Kind
		words string
	}{
		{Confirmed, `autoreply:|risposta automatica:|nuovo ticket\b|new ticket\b|ticket aperto\b|apertura ticket\b|ticket (opened|created|reopened|riaperto)\b|nuova richiesta\b|request received:|ticket received\b`},
		{Resolved, `resolved:|risolto:|chiuso:|closed:|ticket (risolto|chiuso|solved|closed|resolved)\b|chiusura (del )?ticket\b|soluzione (del )?ticket\b|solution\b`},
		{Suspended, `ticket sospeso\b|sospeso:|sospensione (del )?ticket\b|suspended:|ticket suspended\b`},
		{Question, `richiesta (di )?informazioni\b|in attesa del cliente\b|waiting (for|on) customer\b|information needed\b`},
	} {
		if regexp.MustCompile(`(?i)^[\s:–-]*(?:` + a.words + `)`).MatchString(after) {
			return a.kind
		}
	}
	return ""
}

// refusal finds the words by which a helpdesk says that it has taken nothing:
// RT's "Permission Denied", "Message not recorded" and "Could not load a valid
// user", osTicket's limit of open tickets, Znuny's "rejected".
func refusal(m Mail) string {
	subject := regexp.MustCompile(`(?i)^(re:\s*)?(permission denied|message not recorded|(rt )?could not load a valid user|no permission to|ticket denied|open tickets? limit|(your )?(message|e-?mail|request) (was |has been )?(rejected|refused|not (accepted|recorded|processed))|(messaggio|e-?mail|richiesta|ticket) (non (registrat|accettat|elaborat|apert|creat)[oa]|rifiutat[oa]|respint[oa]))`)
	if subject.MatchString(m.Subject) {
		return m.Subject
	}
	text := clip(Fresh(m.Text), 600)
	body := regexp.MustCompile(`(?i)[^.\n]*\b(permission denied|could not load a valid user|(message|e-?mail|request|ticket) (was|has been|is) (rejected|refused|not (accepted|recorded|processed|created))|(could|can) ?not (record|process|create|accept) your (message|e-?mail|request|ticket)|do(es)? not have permission to (create|reply)|not (authori[sz]ed|allowed|permitted) to (create|open|submit) (a )?(tickets?|requests?)|(messaggio|mail|richiesta|segnalazione) non (è stat[oa] |può essere )(registrat|accettat|elaborat|accolt)[oa]|(messaggio|mail|richiesta|segnalazione) è stat[oa] (respint|rifiutat)[oa]|non è stato possibile (aprire|creare|registrare) il ticket|non (è|siete|sei) (autorizzat[oai]|abilitat[oai]) (ad aprire|all.apertura|a inviare)|(mittente|indirizzo)( \S+)? non (è )?(riconosciut|autorizzat|abilitat|censit)o)\b[^\n]*`)
	if found := body.FindString(text); found != "" {
		return clip(oneLine(found), 300)
	}
	return ""
}

// phrases are patterns that say one thing each; the earliest in a text wins,
// because confirmations repeat the user's words behind their own.
func phrases() []struct {
	kind Kind
	re   *regexp.Regexp
} {
	list := []struct{ kind, words string }{
		{string(Confirmed), `pres[oa] in carico|abbiamo (ricevuto|registrato|preso in carico)|(è|sono|risulta) stat[oaie] (corrett?amente )?(ricevut|registrat|assegnat|acquisit|inserit|riapert|riattivat)[oaie]|(è stato|abbiamo) (aperto|creato|generato) (un |il |correttamente |con successo )*(nuovo )?(ticket|richiesta)|(ticket|richiesta|segnalazione)( \S+){0,8} (è stat[oa] )(apert|creat|generat|riapert|riattivat)[oa]|ticket (riaperto|riattivato)|in response to the creation|has been (assigned an id|created|opened|received|registered|logged|reopened)|we(.ve| have)? received|got your request|thank you for (contacting|reaching out|your (request|e-?mail|message))|grazie per (averci contattato|la (tua|sua|vostra) (segnalazione|richiesta))`},
		{string(Resolved), `(è stat[oa]|risulta|abbiamo|viene|è) (ora |quindi |stat[oa] |pertanto |definitivamente )*(risolt|chius|completat|conclus)[oa]\b|(stato|status)\s*(attuale|nuovo)?\s*:\s*(risolto|chiuso|resolved|closed|solved|done|completato)|(in stato|nello stato|allo stato) (di )?.?(risolto|chiuso)|ticket (risolto|chiuso)\b|has (now )?been (marked as |set to )?(resolved|closed|solved|completed)|(is|was) (now )?(marked as |set to )?(resolved|closed|solved)\b|(resolved|closed|completed|solved) (this|your) (request|ticket|issue|case)|status (was |has been )?(changed )?to .?(resolved|closed|solved|done)|soluzione (proposta|fornita|applicata)\s*:|procediamo (quindi |pertanto )?(con la|alla) chiusura`},
		{string(Suspended), `(è stat[oa]|abbiamo|viene|risulta|è|in stato|stato:) (ora |quindi |temporaneamente |stat[oa] )*(sospes[oa]|in sospeso|mess[oa] in (attesa|pausa))|ticket sospeso|has been (suspended|put on hold|placed on hold)|is (now )?(suspended|on hold)`},
		{string(Question), `in attesa (del cliente|dell.utente|di (un )?(tuo|suo|vostro|cortese )*(riscontro|risposta|informazioni|indicazioni)|della (tua|sua|vostra) risposta|(tua|sua|vostra) risposta)|attendiamo (un )?(tuo|suo|vostro|cortese|gentile|la (tua|sua|vostra))|richiest[ae] di (ulteriori )?(informazioni|chiarimenti)|(abbiamo|avremmo) bisogno di|ci (occorr|serv)(e|ono|irebbe)|(può|puoi|potete|potrebbe|potresti|potreste) (gentilmente |cortesemente |per favore )?(indicar|inviar|fornir|precisar|dir|mandar|specificar|confermar|verificar|allegar|provar|comunicar|trasmetter)|(ti|le|vi|si) (chiediamo|chiede|preghiamo|prega) (gentilmente |cortesemente |cortese |quindi )*(di|conferma|riscontro)|(si prega|ti preghiamo|la preghiamo|vi preghiamo) di (inviar|fornir|precisar|specificar|indicar|confermar|verificar|allegar|rispondere)|(please|could you|can you|kindly) (please |kindly )?(provide|send|confirm|attach|tell us|let us know (which|what|whether|if you can)|specify|clarify|try)|(we|i) (would )?need (more|some|further|the|additional|your)|(waiting|awaiting) (for |on )?(your|the customer|customer)|waiting for customer`},
	}
	out := make([]struct {
		kind Kind
		re   *regexp.Regexp
	}, len(list))
	for i, l := range list {
		out[i].kind, out[i].re = Kind(l.kind), regexp.MustCompile(`(?i)(?:^|[^\pL])(?:`+l.words+`)`)
	}
	return out
}

// said finds what the helpdesk's own words say; "" when nothing.
func said(m Mail) Kind {
	text := unquoted(Fresh(m.Text))
	best, at := Kind(""), len(text)+1
	first := map[Kind]int{}
	for _, p := range phrases() {
		for _, where := range p.re.FindAllStringIndex(text, 20) {
			if doubtful(text, where) && p.kind != Question {
				continue
			}
			if first[p.kind] = where[0]; where[0] < at {
				best, at = p.kind, where[0]
			}
			break
		}
	}
	if best == Confirmed && !m.Automatic { // a person who thanks first, and asks then
		if _, ok := first[Suspended]; ok {
			return Suspended
		}
		if _, ok := first[Question]; ok {
			return Question
		}
	}
	if best == Question { // asked, and the ticket put aside for it
		if _, ok := first[Suspended]; ok {
			return Suspended
		}
	}
	if best == "" && !m.Automatic && asks(text) {
		return Question
	}
	return best
}

// unquoted takes out what stands in quotation marks: most often the user's own
// subject. A word or two in straight ones is the helpdesk's (status "Closed").
func unquoted(text string) string {
	return regexp.MustCompile(`«[^»\n]*»|“[^”\n]*”|"[^"\n]{25,}"`).ReplaceAllString(text, "…")
}

// doubtful reports whether what was found is denied, conditional or asked:
// «non è stato risolto», «se è stato risolto», "once it has been closed",
// «è stato risolto?».
func doubtful(text string, where []int) bool {
	start := strings.LastIndexAny(text[:where[0]], ".!?\n:;") + 1
	end := len(text)
	if i := strings.IndexAny(text[where[1]:], ".!?\n"); i >= 0 {
		end = where[1] + i + 1
	}
	before := text[start:min(where[0]+1, len(text))]
	negated := regexp.MustCompile(`(?i)(?:^|[^\pL])(non|né|se|qualora|quando|appena|finché|una volta|not|if|unless|until|when|once|never|ancora da)(?:[^\pL]|$)`)
	return negated.MatchString(before) || strings.HasSuffix(strings.TrimSpace(text[where[1]:end]), "?")
}

// asks reports whether a text has a sentence that is a question.
func asks(text string) bool {
	return regexp.MustCompile(`\pL[\pL\s,;«»"'’()\d-]{6,}\?(\s|$)`).MatchString(text)
}
