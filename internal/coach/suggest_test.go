package coach

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"ticketpp/internal/ticket"
)

func TestSuggestions(t *testing.T) {
	c := newCoach(t, desk())
	for subject, want := range map[string]string{
		"urgente!!!!!! SOGGETTO INESISTENTE????":         "Soggetto inesistente",
		"urgente: mandati non partono":                   "Mandati non partono",
		"Mandati non trasmessi - URGENTE":                "Mandati non trasmessi",
		"Stampa F24 urgente":                             "Stampa F24",
		"Richiesta urgente annullamento mandato 12":      "Richiesta annullamento mandato 12",
		"MANDATI BLOCCATI URGENTE!!!":                    "Mandati bloccati",
		"È urgentissimo: protocollo fermo":               "Protocollo fermo",
		"Perché la stampa è vuota???":                    "Perché la stampa è vuota?",
		"cedolini sbagliati, URGENTISSIMO":               "Cedolini sbagliati",
		"Re: Stampa registro IVA errata":                 "Stampa registro IVA errata",
		"R: R: fattura":                                  "Fattura",
		"[Ticket#2026112210000013] RE: Fido errato":      "Fido errato",
		"#Standard# Ticket #[99871] Fido calcolato male": "Fido calcolato male",
		"[GLPI #0001234] stampante":                      "Stampante",
		"[EXTERNAL] Re: stampante offline":               "Stampante offline",
		"Per Marco: stampa F24 errata":                   "Stampa F24 errata",
		"c.a. sig. Rossi: giacenze negative":             "Giacenze negative",
		"Ciao Marco, la stampa F24 non va":               "La stampa F24 non va",
		"PER LUCA: STAMPA REGISTRO IVA":                  "Stampa registro IVA",
		"Errore stampa F24 per Michelangelo":             "Errore stampa F24",
		"Re: per Anna: URGENTE stampa CU!!!":             "Stampa CU",
		"SEGNALAZIONE SU EMISSIONE MANDATI":              "Segnalazione su emissione mandati",
		"CIE E ANPR: ERRORE PER ROSSI MARIO":             "CIE e ANPR: errore per Rossi Mario",
		"F24 E PAGOPA SCARTATI":                          "F24 e PAGOPA scartati",
		"URGENT: invoice 12 not posted":                  "Invoice 12 not posted",
		"Re: richiesta assistenza":                       "",
		"PER MICHELANGELO":                               "",
		"URGENTISSIMO BISOGNO DI AIUTO":                  "",
		"Aiuto!!":                                        "",
		"Stampa registro vuota!!":                        "Stampa registro vuota",
		"Buongiorno, la stampa dei cedolini è vuota!!!":  "La stampa dei cedolini è vuota",
		"Can't print invoices!!! URGENT PLEASE HELP":     "Can't print invoices",
		"Stampante rotta!!! Toner finito!!!":             "Stampante rotta, Toner finito",
		"pec ferma!!! rispondete!!!":                     "PEC ferma",
		"R: vpn ferma":                                   "VPN ferma",
		"Alla c.a. dell'ufficio tecnico: server fermo":   "Server fermo",
		"x Fabio e Zelinda":                              "",
	} {
		got := ""
		if f := c.Subject(subject); len(f) > 0 {
			got = f[0].Suggestion
		} else {
			t.Errorf("%q: nothing found", subject)
		}
		if got != want {
			t.Errorf("%q: suggestion %q, want %q", subject, got, want)
		}
	}
}

func TestTooLongIsCutAtAWord(t *testing.T) {
	c := newCoach(t, ticket.Helpdesk{})
	for _, subject := range []string{
		"La stampa del registro IVA " + strings.Repeat("vendite è vuota ", 20),
		"Mandato respinto " + strings.Repeat("è", 150),
		"Stampa" + strings.Repeat("à", 101),
	} {
		f := c.Subject(subject)
		if len(f) == 0 || f[0].Rule != RuleTooLong {
			t.Fatalf("%d bytes: %+v", len(subject), f)
		}
		if s := f[0].Suggestion; len(s) > longestSubject || s == "" || strings.HasSuffix(s, " ") {
			t.Errorf("suggestion of %d bytes: %q", len(s), s)
		}
	}
	if f := c.Subject(strings.Repeat("mandato ", 24) + "respinto"); len(f) != 0 {
		t.Errorf("200 bytes are not too long: %+v", f)
	}
}

func TestTooLongIsCutWhereAClauseEnds(t *testing.T) {
	c := newCoach(t, ticket.Helpdesk{})
	clause := "Le bolle importate dal sito da lunedì hanno l'indirizzo del cliente precedente invece del proprio e ne abbiamo già spedite quattordici"
	for subject, want := range map[string]string{
		clause + ", mentre quelle inserite a mano sullo stesso registro escono giuste": clause,
		"Stampa " + strings.Repeat("registro vendite ", 11) + "che dalla seconda riga": strings.TrimSpace("Stampa " + strings.Repeat("registro vendite ", 11)),
	} {
		if f := c.Subject(subject); len(f) == 0 || f[0].Suggestion != want {
			t.Errorf("%q: %+v", subject, f)
		}
	}
}

func TestInsistenceInAClearDescriptionIsCalmedKindly(t *testing.T) {
	f := newCoach(t, ticket.Helpdesk{}).Description(ticket.Description{Text: "URGENTISSIMO: mandato 12 bloccato dalla tesoreria"})
	if len(f) == 0 || f[0].Rule != RuleUrgency || f[0].Level != Hint || !strings.HasPrefix(f[0].Message, "Puoi") {
		t.Errorf("%+v", f)
	}
}

func TestTheHelpdesksOwnTag(t *testing.T) {
	own := desk()
	own.Tag = mustTag(t, `<Caso (?P<number>\d+)>`)
	if f := newCoach(t, own).Subject("<Caso 12> stampa errata"); len(f) == 0 || f[0].Rule != RuleReply || f[0].Suggestion != "Stampa errata" {
		t.Errorf("own tag: %+v", f)
	}
	if f := newCoach(t, desk()).Subject("<Caso 12> stampa errata"); len(f) != 0 {
		t.Errorf("another helpdesk's tag: %+v", f)
	}
}

func TestCapitalsAreOnlyAHint(t *testing.T) {
	f := newCoach(t, ticket.Helpdesk{}).Subject("FATTURE DUPLICATE IN CONTABILITÀ")
	if len(f) != 1 || f[0].Level != Hint || f[0].Rule != RuleCapitals || f[0].Suggestion != "Fatture duplicate in contabilità" {
		t.Errorf("%+v", f)
	}
}

// Texts glued together from the words of all tables find corners that nobody
// thinks of; the properties must hold there too.
func TestPropertiesOfGluedTexts(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var words []string
	for _, name := range []string{"more-subjects-bad.tsv", "more-subjects-good.tsv", "subjects.tsv"} {
		for _, l := range readLabelled(t, name) {
			words = append(words, strings.Fields(l.text)...)
		}
	}
	words = append(words, "-", ":", "!!!", "???", "–", "(", ")", "«", "»", "\n", "Re:", "URGENTE", "per", "x", "c.a.", "Marco", ",", "[Ticket#12]")
	glue := []string{" ", " ", " ", " ", ": ", ", ", " - ", "", "!!! ", "\n"}
	c := newCoach(t, desk())
	for range 20_000 {
		var b strings.Builder
		for range 1 + random.IntN(8) {
			w := words[random.IntN(len(words))]
			if random.IntN(6) == 0 {
				w = strings.ToUpper(w)
			}
			fmt.Fprint(&b, w, glue[random.IntN(len(glue))])
		}
		properties(t, c, b.String())
	}
}
