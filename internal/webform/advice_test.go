package webform

import (
	"net/http"
	"strings"
	"testing"

	"ticketpp/internal/ticket"
)

// live posts as the page's script does while somebody types.
func (s *served) live(fields ...string) string {
	s.t.Helper()
	var pairs []pair
	for i := 0; i < len(fields); i += 2 {
		pairs = append(pairs, pair{name: fields[i], value: fields[i+1]})
	}
	r := s.request(pairs...)
	r.Header.Set("X-Form", "1")
	got, err := s.client.Do(r)
	must(s.t, err)
	if got.Request.Method != http.MethodPost {
		s.t.Error("a script is sent elsewhere")
	}
	return s.body(got)
}

// Nothing is said of a word that is being typed; what was said stays as long
// as it is so; a suggestion is taken and taken back.
func TestAdviceWhileTyping(t *testing.T) {
	s := serve(t, nil).run()
	const loud = "URGENTISSIMO!!! Mandato 1532 non trasmesso"
	says := func(page string) bool { return strings.Contains(page, `id="take-subject"`) }
	if says(s.live("subject", loud, "touched", "subject", "typing", "subject")) {
		t.Error("said while typing")
	}
	if !says(s.live("subject", loud, "touched", "subject", "typing", "")) {
		t.Error("not said after a pause")
	}
	if !says(s.live("subject", loud+"!", "touched", "subject", "typing", "subject")) {
		t.Error("taken back while it is so")
	}
	page := s.post("do", "take:subject", "subject", loud)
	contains(t, page, `value="Mandato 1532 non trasmesso"`, `id="undo-subject"`, `data-focus="subject"`)
	contains(t, s.post("do", "undo:subject"), `value="`+loud+`"`)
	if strings.Contains(s.live("doing", "x", "touched", "doing", "typing", "doing"), `id="undo-subject"`) {
		t.Error("undone twice")
	}
	// An empty field is not missed before somebody was in it.
	s2 := serve(t, nil).run()
	if page := s2.live("doing", "Trasmettevo", "touched", "doing"); strings.Contains(page, `id="say-subject" data-live aria-live="polite"><p`) {
		t.Error("the subject is missed too early")
	}
}

// What a shorter subject leaves out is in the description, until it is undone.
func TestAShorterSubjectLosesNoWord(t *testing.T) {
	s := serve(t, nil).run()
	long := "La stampa del registro IVA " + strings.Repeat("vendite è vuota ", 20) + "da lunedì"
	s.live("subject", long, "happened", "errore 12", "touched", "subject", "typing", "")
	page := s.post("do", "take:subject", "subject", long, "happened", "errore 12")
	contains(t, page, "Il testo intero è in «Che cosa è successo».", `id="undo-subject"`)
	if got := s.kept(); got.Description.Happened != "errore 12\n"+long || len(got.Subject) > 200 {
		t.Errorf("kept %q, %q", got.Subject, got.Description.Happened)
	}
	s.post("do", "undo:subject", "happened", "errore 12\r\n"+long)
	if got := s.kept(); got.Description.Happened != "errore 12" || got.Subject != long {
		t.Errorf("undone: %q, %q", got.Subject, got.Description.Happened)
	}
}

func TestStartOfTheSubject(t *testing.T) {
	s := serve(t, nil).run()
	contains(t, s.get(), "Comincia da «Contabilità»")
	page := s.post("do", "start")
	contains(t, page, `value="Contabilità: "`)
	if strings.Contains(page, "Comincia da") {
		t.Error("still offered")
	}
}

// Another helpdesk asks other things; what was written stays.
func TestAnotherHelpdesk(t *testing.T) {
	cwol := ticket.Helpdesk{ID: "c", Name: "CWOL", Coach: ticket.Block, Modules: []ticket.Module{{Name: "Cityfinancing", Address: "cf@x.example"}, {Name: "Citypeople", Address: "cp@x.example"}}}
	s := serve(t, func(o *Options) { o.Helpdesks = append(o.Helpdesks, cwol) }).run()
	page := s.post("helpdesk", "c", "subject", "Mandato", "category", "Web", "kind", "support")
	contains(t, page, `value="Mandato"`, `<option value="Citypeople"`)
	if got := s.kept(); got.Helpdesk != "c" || got.Category != "" || got.Kind != ticket.Anomaly {
		t.Errorf("kept %+v", got)
	}
	contains(t, s.post("module", "Citypeople"), "cp@x.example")
	contains(t, s.post("do", "send", "module", ""), `data-focus="module"`)
}

// A helpdesk that stands in the settings and cannot be used is no reason to
// send its tickets to another one.
func TestTheOnlyUsableHelpdeskIsAsked(t *testing.T) {
	s := serve(t, func(o *Options) {
		o.MoreDesks = true
		tk := o.Draft.Ticket()
		tk.Helpdesk = ""
		must(t, o.Draft.Save(tk))
	}).run()
	contains(t, s.post(append([]string{"do", "send"}, whole...)...), `data-focus="helpdesk"`, `<option value="`+desk.ID+`"`)
	if len(s.sent) > 0 || s.kept().Helpdesk != "" {
		t.Errorf("sent %d, kept %q", len(s.sent), s.kept().Helpdesk)
	}
	s.post("helpdesk", desk.ID)
	if got := s.kept().Helpdesk; got != desk.ID {
		t.Errorf("chosen %q", got)
	}
}

func TestContactIsRemembered(t *testing.T) {
	var kept ticket.Contact
	s := serve(t, func(o *Options) {
		o.Callbacks.SaveContact = func(c ticket.Contact) error { kept = c; return nil }
	}).run()
	s.post(append([]string{"do", "send", "phone", "0731 538420"}, whole...)...)
	if kept.Phone != "0731 538420" || kept.Name != anna.Name {
		t.Errorf("remembered %+v", kept)
	}
}

// The same words as the window's where there is no helpdesk at all.
func TestWithoutAnyHelpdesk(t *testing.T) {
	s := serve(t, func(o *Options) { o.Helpdesks = nil }).run()
	contains(t, s.get(), "Nessun helpdesk configurato")
	contains(t, s.post(append([]string{"do", "send"}, whole...)...), "Chi segue i computer deve ancora indicare")
	if len(s.sent) > 0 {
		t.Error("sent to nobody")
	}
}

// Articles are looked for as the subject changes; one that was read can end
// the form without a ticket.
func TestArticleInsteadOfATicket(t *testing.T) {
	var asked []string
	var shown, solved Suggestion
	s := serve(t, func(o *Options) {
		o.Callbacks.Suggest = func(subject string) []Suggestion {
			asked = append(asked, subject)
			return []Suggestion{{"Mandati non trasmessi", "https://kb.example/1"}, {"Altro", "https://kb.example/2"}, {"3", "c"}, {"4", "d"}}
		}
		o.Callbacks.Show = func(a Suggestion) { shown = a }
		o.Callbacks.Solved = func(_ string, by Suggestion) { solved = by }
	}).run()
	page := s.post("subject", "Mandato 1532")
	contains(t, page, "Forse la risposta", "Mandati non trasmessi", `value="article:3"`)
	if strings.Contains(page, `value="article:4"`) || strings.Contains(page, `value="solved:1"`) {
		t.Error("too much is offered")
	}
	s.post("doing", "x")
	if len(asked) != 1 {
		t.Errorf("asked %q", asked)
	}
	contains(t, s.post("do", "article:1"), `value="solved:1"`)
	if shown.URL != "https://kb.example/1" {
		t.Errorf("shown %v", shown)
	}
	s.post("do", "solved-yes") // of nothing that was asked
	contains(t, s.post("do", "solved:1"), "ha risolto il problema?", `value="solved-yes"`)
	contains(t, s.post("do", "solved-yes"), "né conservato niente")
	if o := s.ends(); o != Discarded || solved.Title != "Mandati non trasmessi" || len(s.sent) > 0 {
		t.Errorf("ended %s, solved by %v", o, solved)
	}
}
