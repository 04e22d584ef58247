package coach

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"ticketpp/internal/ticket"
)

func mustTag(t *testing.T, pattern string) *regexp.Regexp {
	t.Helper()
	re, err := regexp.Compile(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return re
}

// rules lists level and rule of findings, for comparing.
func rules(findings []Finding) string {
	var all []string
	for _, f := range findings {
		all = append(all, string(f.Level)+" "+f.Rule)
	}
	return strings.Join(all, ", ")
}

func TestDescriptionHints(t *testing.T) {
	c := newCoach(t, ticket.Helpdesk{})
	for text, want := range map[string]string{
		"La fattura 12 esce con IVA errata":                                  "",
		"Quando apro il pannello lampeggia e sparisce":                       "hint data",
		"Emettendo il mandato 12 mi dà errore":                               "hint error-text",
		"Emettendo il mandato 12 compare l'errore: capitolo incapiente":      "",
		"Emettendo il mandato 12 compare l'errore \"capitolo incapiente\"":   "",
		"Emettendo il mandato 12 compare l'errore ORA-00942":                 "",
		"Emettendo il mandato 12 compare l'errore della schermata":           "",
		"Errore di calcolo nella fattura 12":                                 "",
		"Scrivo per conto di una collega: la fattura 12 è doppia":            "hint on-behalf",
		"Il collega non riesce a stampare la fattura 12":                     "hint on-behalf",
		"Ho parlato con un collega della fattura 12, che risulta doppia":     "",
		"Il collega non riesce":                                              "reject generic, hint on-behalf",
		"My colleague cannot post invoice 12":                                "hint on-behalf",
		"On behalf of my boss: invoice 12 is wrong":                          "hint on-behalf",
		"URGENTISSIMO la fattura 12 è doppia":                                "hint urgency",
		"La fattura 12 è doppia, è urgente":                                  "",
		"La carta 4111 1111 1111 1111 è stata rifiutata":                     "hint personal-data",
		"La carta 4111 1111 1111 1112 è stata rifiutata":                     "",
		"Il fornitore ha l'IBAN IT60 X054 2811 1010 0000 0123 456":           "hint personal-data",
		"Il fornitore ha l'IBAN IT61X0542811101000000123456":                 "",
		"Avviso PagoPA 301000000000000012 non pagabile":                      "",
		"Il mio utente è abianchi, la password è Estate2024":                 "hint personal-data",
		"Accedo con password: girasole":                                      "hint personal-data",
		"La password è scaduta, utente abianchi":                             "",
		"Password non accettata per l'utente abianchi":                       "",
		"Reset password per abianchi dopo errore 12":                         "",
		"Sul modulo presenze la password temporanea non viene accettata mai": "",
		"The password is Summer2025! and the user is jsmith":                 "hint personal-data",
	} {
		if got := rules(c.Description(ticket.Description{Text: text})); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestPersonalDataIsCovered(t *testing.T) {
	c := newCoach(t, ticket.Helpdesk{})
	for text, want := range map[string]string{
		"Carta 4111-1111-1111-1111 rifiutata":                                 "Carta ****1111 rifiutata",
		"Bonifico su it60x0542811101000000123456 respinto":                    "Bonifico su ****3456 respinto",
		"Utente abianchi, password: Estate2024, fattura 12":                   "Utente abianchi, password: ****, fattura 12",
		"Bonifico su DE89 3704 0044 0532 0130 00 e carta 5555555555554444 no": "Bonifico su ****0 00 e carta ****4444 no",
	} {
		f := c.Description(ticket.Description{Text: text})
		if len(f) == 0 || f[0].Rule != RulePersonalData || f[0].Suggestion != want || f[0].Part != PartText {
			t.Errorf("%q: %+v, want %q", text, f, want)
		}
	}
	f := c.Description(ticket.Description{Doing: "Stampavo la fattura 12", Happened: "carta 4111111111111111 rifiutata"})
	if len(f) != 1 || f[0].Part != PartHappened || f[0].Suggestion != "carta ****1111 rifiutata" {
		t.Errorf("in a guide: %+v", f)
	}
}

// The three guides count together.
func TestGuidesCountTogether(t *testing.T) {
	c := newCoach(t, ticket.Helpdesk{})
	for want, d := range map[string]ticket.Description{
		"":               {Doing: "Stampavo", Data: "fattura 12", Happened: "non funziona"},
		"reject generic": {Doing: "lavoravo", Data: "programma", Happened: "non funziona"},
		"reject empty":   {Doing: " ", Data: "\n"},
		"reject pointer": {Text: "vedi allegato", Happened: "grazie"},
	} {
		if got := rules(c.Description(d)); got != want {
			t.Errorf("%+v: %q, want %q", d, got, want)
		}
	}
}

func TestFollowUp(t *testing.T) {
	c := newCoach(t, ticket.Helpdesk{})
	for text, want := range map[string]string{
		"Confermo, risolto": "", "ok grazie": "", "Sì": "", "Vedi allegato": "", "Chiamatemi pure": "", "Ci sono novità?": "", "Sollecito, grazie": "", "test": "",
		"": "reject empty", " \n": "reject empty", "URGENTISSIMO": "reject urgency", "URGENTE!!!!": "reject urgency",
		"URGENTISSIMO: la fattura 12 è ancora doppia": "hint urgency", "La password è Estate2024": "hint personal-data",
	} {
		if got := rules(c.FollowUp(text)); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestTicket(t *testing.T) {
	good := ticket.Ticket{
		Subject:     "Fattura 12 doppia",
		Description: ticket.Description{Text: "Il collega Neri non riesce a stampare la fattura 12, compare un errore"},
		Contact:     ticket.Contact{Name: "Anna Bianchi", Phone: "0731 538419", Email: "anna@comune.example"},
	}
	c := newCoach(t, desk())
	for name, test := range map[string]struct {
		change func(*ticket.Ticket)
		want   string
	}{
		"as it is":          {func(*ticket.Ticket) {}, "hint on-behalf, hint error-text"},
		"colleague named":   {func(x *ticket.Ticket) { x.OnBehalf.Name = "Neri Paolo" }, "hint error-text"},
		"screenshot":        {func(x *ticket.Ticket) { x.Screenshots = []ticket.Screenshot{{Included: true}} }, "hint on-behalf"},
		"screenshot left":   {func(x *ticket.Ticket) { x.Screenshots = []ticket.Screenshot{{}} }, "hint on-behalf, hint error-text"},
		"own people in BCC": {func(x *ticket.Ticket) { x.BCC = []string{"x@desk.example", "ok@comune.example"} }, "reject bcc, hint on-behalf, hint error-text"},
		"bad phone":         {func(x *ticket.Ticket) { x.Contact.Phone = "12" }, "reject phone, hint on-behalf, hint error-text"},
	} {
		x := good
		test.change(&x)
		if got := rules(c.Ticket(x, nil)); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

// A subject that says nothing is mended with the description's own words.
func TestSubjectFromTheDescription(t *testing.T) {
	c := newCoach(t, desk())
	x := ticket.Ticket{Subject: "Aiuto!!", Description: ticket.Description{Text: "Buongiorno. La stampa del registro IVA vendite di marzo esce vuota. Grazie"}}
	f := c.Ticket(x, nil)
	if want := "La stampa del registro IVA vendite di marzo esce vuota"; len(f) == 0 || f[0].Rule != RuleGeneric || f[0].Suggestion != want {
		t.Errorf("%+v, want %q", f, want)
	}
	if s := c.SubjectFrom(ticket.Description{Text: "Mi chiami, per favore?"}); s != "" {
		t.Errorf("made the subject %q of nothing", s)
	}
	if s := c.SubjectFrom(ticket.Description{Happened: fmt.Sprint("Il mandato ", strings.Repeat("12 respinto ", 30))}); len(s) > longestOffer || s == "" {
		t.Errorf("made a subject of %d bytes: %q", len(s), s)
	}
}
