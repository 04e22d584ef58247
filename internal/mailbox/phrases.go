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
// because confirmations repeat the user's words behind their own. What is
// closed, suspended or registered must be the ticket: in an office's mails
// payments are suspended and documents are closed all day.
func phrases() []phrase {
	const it = `(ticket|segnalazion|richiest|problem|anomali|intervento|chiamat|malfunzionament|guast)[^.!?\n]{0,80}?[^\pL]`
	const en = `(ticket|request|issue|problem|case|incident|conversation)[^.!?\n]{0,80}?[^\pL]`
	list := []phrase{
		{kind: Confirmed, words: `pres[oa] in carico|abbiamo (ricevuto|registrato|preso in carico)|` +
			it + `(è|sono|risulta) stat[oaie] (corrett?amente )?(ricevut|registrat|assegnat|acquisit|inserit|apert|creat|generat|riapert|riattivat)[oaie]|` +
			`(è stato|abbiamo) (aperto|creato|generato) (un |il |correttamente |con successo )*(nuovo )?(ticket|richiesta)|ticket (riaperto|riattivato)|` +
			`in response to the creation|` + en + `has been (assigned an id|created|opened|received|registered|logged|reopened)|message has been received|` +
			`we(.ve| have)? received|got your request|thank you for (contacting|reaching out|your (request|e-?mail|message))|` +
			`grazie per (averci contattato|la (tua|sua|vostra) (segnalazione|richiesta))`},
		{kind: Resolved, words: it + `(è stat[oa]|risulta|viene|è|considera|consideriamo|dichiara) (ora |quindi |stat[oa] |pertanto |definitivamente )*(risolt|chius|conclus|completat)[oa]|` +
			`abbiamo (ora |quindi |pertanto )*(risolto|chiuso (il ticket|la segnalazione|la richiesta))|^\s*(risolto|chiuso)|` +
			`(stato|status)\s*(attuale|nuovo)?\s*:\s*(risolto|chiuso|resolved|closed|solved|done|completato)|(in stato|nello stato|allo stato) (di )?.?(risolto|chiuso)|ticket (risolto|chiuso)|` +
			en + `(has (now )?been|is|was) (now )?(marked as |set to )?(resolved|closed|solved|completed)|` +
			`(resolved|closed|completed|solved) (this|your) (request|ticket|issue|case)|resolved this as|status (was |has been )?(changed )?to .?(resolved|closed|solved|done)|` +
			`soluzione (proposta|fornita|applicata)\s*:|procediamo (quindi |pertanto )?(con la|alla) chiusura`},
		{kind: Suspended, words: it + `(è stat[oa]|viene|risulta|è) (ora |quindi |temporaneamente |stat[oa] )*(sospes[oa]|in sospeso|mess[oa] in (attesa|pausa))|` +
			`(stato|status)\s*:\s*(sospeso|suspended|on hold)|abbiamo sospeso (il ticket|la segnalazione|la richiesta)|ticket sospeso|` +
			en + `(has been|is) (now )?(suspended|put on hold|placed on hold|on hold)`},
		{kind: Question, words: `in attesa (del cliente|dell.utente|di (un )?((tuo|suo|vostro|cortese|gentile) )*(riscontro|risposta|informazioni|indicazioni)|della (tua|sua|vostra) risposta|(tua|sua|vostra) risposta)|` +
			`attendiamo (un )?(tuo|suo|vostro|cortese|gentile|la (tua|sua|vostra))|richiest[ae] di (ulteriori )?(informazioni|chiarimenti)|(abbiamo|avremmo) bisogno di|ci (occorr|serv)(e|ono|irebbe)|` +
			`(può|puoi|potete|potrebbe|potresti|potreste) (gentilmente |cortesemente |per favore )?(indicar|inviar|fornir|precisar|dir|mandar|specificar|confermar|verificar|allegar|provar|comunicar|trasmetter)|` +
			`(ti|le|vi|si) (chiediamo|chiede|preghiamo|prega) (gentilmente |cortesemente |cortese |quindi )*(di|conferma|riscontro)|(la|vi|ti) preghiamo di|` +
			`(please|could you|can you|kindly) (please |kindly )?(provide|send|confirm|attach|tell us|let us know (which|what|whether|if you can)|specify|clarify|try)|` +
			`(we|i) (would )?need (more|some|further|the|additional|your)|(waiting|awaiting) (for |on )?(your|the customer|customer)`},
	}
	for i, p := range list {
		list[i].re = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:` + p.words + `)`)
	}
	return list
}

// phrase is one way to say one thing.
type phrase struct {
	kind  Kind
	words string
	re    *regexp.Regexp
}

// maxSaid is how many bytes of a mail are read for what it means: a helpdesk
// says that first.
const maxSaid = 8 << 10

// said finds what the helpdesk's own words say; "" when nothing.
func said(m Mail) Kind {
	text := unquoted(clip(Fresh(m.Text), maxSaid))
	best, at := Kind(""), len(text)+1
	first := map[Kind]int{}
	for _, p := range phrases() {
		for _, where := range p.re.FindAllStringIndex(text, 20) {
			if p.kind == Question && refrains(text[where[1]:]) || p.kind != Question && doubtful(text, where) {
				continue
			}
			if (p.kind == Resolved || p.kind == Suspended) && aside(text, where) {
				continue
			}
			if first[p.kind] = where[1]; where[1] < at {
				best, at = p.kind, where[1]
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
// The point of «n. 12345» ends no sentence.
func unquoted(text string) string {
	text = regexp.MustCompile(`(?i)\bn(r|um)?\. ?(\d)`).ReplaceAllString(text, "$2")
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
	before := text[start:where[1]]
	negated := regexp.MustCompile(`(?i)(?:^|[^\pL])(non|né|se|qualora|quando|appena|finché|una volta|not|if|unless|until|when|once|never|ancora da)(?:[^\pL]|$)`)
	return negated.MatchString(before) || strings.HasSuffix(strings.TrimSpace(text[where[1]:end]), "?")
}

// aside reports whether what was found is said of something else that stands
// beside the ticket («in merito alla richiesta, il mandato è stato sospeso»),
// or of a part of it («abbiamo risolto la prima parte»).
func aside(text string, where []int) bool {
	another := regexp.MustCompile(`(?i)(?:[,;]|[^\pL]che)\s+(?:(?:il|lo|la|i|gli|le|un|una|the|a)\s|(?:l|un)['’])`)
	partly := regexp.MustCompile(`(?i)^\s*(?:(?:solo|soltanto|per ora|only)\s+)?(?:(?:la|una|in|the|a)\s+)?(?:(?:prima|seconda|terza|gran|buona|first|second)\s+)?(?:parte|part|parzialmente|partially)(?:[^\pL]|$)`)
	return another.MatchString(text[where[0]:where[1]]) || partly.MatchString(text[where[1]:])
}

// refrains reports whether what is asked for is to leave something: «si prega
// di non rispondere a questa e-mail».
func refrains(after string) bool {
	return regexp.MustCompile(`(?i)^\pL*\s+(non|not)\s`).MatchString(clip(after, 20))
}

// asks reports whether a text has a sentence that is a question.
func asks(text string) bool {
	return regexp.MustCompile(`\pL[\pL\s,;«»"'’()\d-]{6,}\?(\s|$)`).MatchString(text)
}
