package webform

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"ticketpp/internal/drafts"
	"ticketpp/internal/rules"
	"ticketpp/internal/ticket"
)

// Without a script a post keeps every field, and the page after it shows them.
func TestEveryFieldIsKept(t *testing.T) {
	s := serve(t, nil).run()
	page := s.post(append([]string{
		"do", "look", "category", "Web", "kind", "support", "severity", "blocking", "name", "Ada Neri", "phone", "0881 1", "email", "ada@comune.example",
		"office", "Tributi", "hours", "9-13", "contact_by", "email", "already_spoken", "Ugo", "bcc", "capo@comune.example; altro@studio.example",
		"behalf_name", "Ivo", "behalf_phone", "12", "facts", "1", "fact", "computer",
	}, whole...)...)
	got := s.kept()
	want := ticket.Contact{Name: "Ada Neri", Phone: "0881 1", Email: "ada@comune.example", Office: "Tributi", Hours: "9-13", ContactBy: ticket.ByEmail}
	if got.Contact != want || got.Subject != whole[1] || got.Description != (ticket.Description{Doing: whole[3], Data: whole[5], Happened: whole[7]}) {
		t.Errorf("kept %+v", got)
	}
	if got.Category != "Web" || got.Kind != ticket.Support || got.Severity != ticket.Blocking || got.AlreadySpoken != "Ugo" ||
		got.OnBehalf != (ticket.Person{Name: "Ivo", Phone: "12"}) || strings.Join(got.BCC, " ") != "capo@comune.example altro@studio.example" {
		t.Errorf("kept %+v", got)
	}
	if !got.Facts[0].Included || got.Facts[1].Included {
		t.Errorf("the facts are %+v", got.Facts)
	}
	contains(t, page, whole[1], whole[3], whole[5], whole[7], `value="Ada Neri"`, `value="capo@comune.example, altro@studio.example"`,
		`value="support" checked`, "può essere a pagamento")

	// What is not posted stays; what is not offered is not taken.
	s.post("subject", "due\nrighe", "category", "Nessuna", "kind", "joke", "helpdesk", "other")
	if now := s.kept(); now.Subject != "due righe" || now.Category != "Web" || now.Kind != ticket.Support || now.Helpdesk != "h" ||
		now.Description != got.Description || !now.Facts[0].Included {
		t.Errorf("kept %+v", now)
	}
}

// Whatever is written is shown as text.
func TestWordsAreNeverMarkup(t *testing.T) {
	s := serve(t, nil).run()
	evil := `"><script>alert(1)</script>'` + "</textarea>"
	var fields []string
	for _, name := range []string{"subject", "doing", "happened", "name", "office", "bcc", "behalf_name"} {
		fields = append(fields, name, evil)
	}
	if page := s.post(fields...); strings.Contains(page, "<script>alert") || strings.Contains(page, "</textarea>'") {
		t.Errorf("the page holds it:\n%s", page)
	}
}

func TestFilesGoAlongAndCanBeRemoved(t *testing.T) {
	s := serve(t, func(o *Options) { o.MaxTotal = func() int64 { return 100_000 } }).run()
	r, err := s.client.Do(s.request(pair{"file", "registro", "C:\\x\\nota però.txt"}, pair{"file", "", ""}, pair{"file", strings.Repeat("x", 200_000), "grande.bin"}))
	must(t, err)
	page := s.body(r)
	contains(t, page, "nota però.txt", "«grande.bin» è troppo grande per la posta")
	got := s.kept().Attachments
	if len(got) != 1 || got[0].Size != 8 || !strings.HasSuffix(got[0].Name, "nota però.txt") {
		t.Fatalf("attached %+v", got)
	}
	if page := s.post("do", "remove:"+got[0].File); strings.Contains(page, "nota però.txt") || len(s.kept().Attachments) != 0 {
		t.Errorf("still there: %+v", s.kept().Attachments)
	}
	s.post("do", "remove:draft.json") // not a file of the user's
	if s.kept().Contact.Name == "" {
		t.Error("the draft is gone")
	}
}

// The page says and stops what the window does, and asks once.
func TestSendIsHeldUpAndAsked(t *testing.T) {
	s := serve(t, nil).run()
	page := s.post("do", "send", "subject", "Aiuto!!!")
	contains(t, page, `id="say-subject" data-live aria-live="polite"><p class="error"`, `data-focus="subject"`, `aria-invalid="true"`)
	if len(s.sent) > 0 {
		t.Fatal("it was sent")
	}
	page = s.post("do", "send", "subject", whole[1], "happened", "Errore 2718 sul mandato: la mia password è Pippo2024!")
	contains(t, page, "c&#39;è un dato riservato", `data-focus="question"`, `value="send-anyway"`)
	if strings.Contains(page, `value="send"`) {
		t.Error("two ways to send at once")
	}
	// What was asked about is not the ticket any more.
	page = s.post("do", "send-anyway", "happened", "Errore 2718 sul mandato: la mia password è Pluto2025!", "doing", "")
	if len(s.sent) > 0 && s.sent[0].Description.Happened == "" {
		t.Error("sent without words")
	}
	if len(s.sent) == 0 {
		contains(t, page, `value="send-anyway"`)
		s.post("do", "send-anyway")
	}
	if len(s.sent) != 1 {
		t.Fatalf("sent %d times", len(s.sent))
	}
}

// From Send to the end; what the queue says is what the page says.
func TestWhatBecomesOfTheTicket(t *testing.T) {
	s := serve(t, nil).run()
	page := s.post(append([]string{"do", "send"}, whole...)...)
	contains(t, page, "Il ticket è in viaggio", "data-again")
	if strings.Contains(page, whole[1]) || strings.Contains(page, "shot-1.png") {
		t.Error("the page still holds the ticket")
	}
	if len(s.sent) != 1 || s.sent[0].Subject != whole[1] {
		t.Fatalf("sent %+v", s.sent)
	}
	s.steps <- Progress{Stage: Sending, Sent: 1_000_000, Total: 4_000_000}
	s.until("1 MB di 4 MB")
	s.steps <- Progress{Stage: Taken}
	close(s.steps)
	page = s.until("Consegnato al server di posta")
	for ; strings.Contains(page, "data-again"); page = s.get() {
		time.Sleep(time.Millisecond)
	}
	contains(t, page, "<title>Consegnato al server di posta")
	if o := s.ends(); o != Sent {
		t.Errorf("ended %s", o)
	}
	if _, err := s.client.Get("http://" + s.form.guard.host + s.form.guard.root); err == nil {
		t.Error("still served")
	}
}

// until fetches the page until it says something.
func (s *served) until(words string) (page string) {
	s.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if page = s.get(); strings.Contains(page, words) {
			return page
		}
	}
	s.t.Fatalf("the page never says %q:\n%s", words, page)
	return ""
}

// A ticket that no server takes can go by the user's own mail program.
func TestHandOff(t *testing.T) {
	s := serve(t, func(o *Options) {
		o.Callbacks.HandOff = func(context.Context) Progress { return Progress{Stage: Opened, File: "/home/anna/ticket.eml"} }
	}).run()
	s.post(append([]string{"do", "send"}, whole...)...)
	s.steps <- Progress{Stage: Paused, Reason: "Nessun server di posta.", HandOff: true}
	close(s.steps)
	contains(t, s.until("Nessun server di posta."), "0881 666679")
	contains(t, s.until(`value="handoff"`), "Apri nel mio programma di posta")
	s.post("do", "handoff")
	s.until("/home/anna/ticket.eml")
	if o := s.ends(); o != Sent {
		t.Errorf("ended %s", o)
	}
}

// Two clicks are one ticket.
func TestSendingTwiceSendsOnce(t *testing.T) {
	s := serve(t, nil).run()
	var fields []pair
	for i := 0; i < len(whole); i += 2 {
		fields = append(fields, pair{name: whole[i], value: whole[i+1]})
	}
	fields = append(fields, pair{name: "do", value: "send"})
	done := make(chan error, 5)
	for range cap(done) {
		r := s.request(fields...)
		go func() {
			got, err := s.client.Do(r)
			if err == nil {
				got.Body.Close()
			}
			done <- err
		}()
	}
	for range cap(done) {
		must(t, <-done)
	}
	if len(s.sent) != 1 {
		t.Errorf("sent %d times", len(s.sent))
	}
}

// A hand-over that fails leaves all with the form.
func TestFailedHandOver(t *testing.T) {
	s := serve(t, func(o *Options) {
		o.Callbacks.Send = func(*drafts.Draft) (<-chan Progress, error) { return nil, errTest }
		o.Callbacks.Explain = func(error) (string, string) { return "disk-full", "" }
	}).run()
	page := s.post(append([]string{"do", "send"}, whole...)...)
	contains(t, page, "non c&#39;è spazio sul disco", whole[1])
}

// A picture that went with the draft's folder keeps the ticket until it is
// taken out: to press Send again does not help, and which one is said.
func TestAHandOverThatAFileKeeps(t *testing.T) {
	s := serve(t, func(o *Options) {
		o.Callbacks.Send = func(*drafts.Draft) (<-chan Progress, error) { return nil, errTest }
		o.Callbacks.Explain = func(error) (string, string) { return "vanished", "schermata-1.png" }
	}).run()
	page := s.post(append([]string{"do", "send"}, whole...)...)
	contains(t, page, "perché «schermata-1.png» non si legge più. Togli quel file", whole[1])
}

func TestWhatCannotBeKeptIsSaid(t *testing.T) {
	s := serve(t, func(o *Options) { o.Callbacks.Explain = func(error) (string, string) { return "read-only", "" } }).run()
	must(t, s.form.draft.Close()) // nothing can be saved any more
	contains(t, s.post("subject", "Mandato"), "La cartella dei dati è in sola lettura", `value="Mandato"`)
	contains(t, s.post("do", "close"), "Premi ancora «Chiudi»")
	s.post("do", "close")
	if o := s.ends(); o != Left {
		t.Errorf("ended %s", o)
	}
}

func TestClosing(t *testing.T) {
	for name, c := range map[string]struct {
		fields []string
		words  string
		want   Outcome
		left   int
	}{
		"nothing written": {[]string{"do", "close"}, "né conservato niente", Discarded, 0},
		"half written":    {[]string{"do", "close", "subject", "Mandato"}, "è conservato", Left, 1},
		"only chosen":     {[]string{"do", "close", "category", "Web"}, "è conservato", Left, 1},
		"thrown away":     {[]string{"do", "discard-yes", "subject", "Mandato"}, "né conservato niente", Discarded, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, nil).run()
			if c.fields[1] == "discard-yes" {
				contains(t, s.post("do", "discard", "subject", "Mandato"), "Eliminare quello che hai scritto", `data-focus="question"`)
			}
			contains(t, s.post(c.fields...), c.words)
			if o := s.ends(); o != c.want {
				t.Errorf("ended %s", o)
			}
			if left, err := s.store.Left(); err != nil || len(left) != c.left {
				t.Errorf("left: %+v, %v", left, err)
			}
		})
	}
}

// What was drawn on a screenshot is not thrown away with a form without words.
func TestClosingKeepsWhatWasDrawn(t *testing.T) {
	s := serve(t, nil).run()
	s.post("do", "redact:1", "mark-1-x", "50", "mark-1-y", "20", "mark-1-w", "30", "mark-1-h", "10")
	contains(t, s.post("do", "close"), "è conservato")
	if o := s.ends(); o != Left {
		t.Errorf("ended %s", o)
	}
	if left, err := s.store.Left(); err != nil || len(left) != 1 {
		t.Errorf("left: %+v, %v", left, err)
	}
}

// A tab that is closed gives the draft back; one that is loaded again does not.
func TestTheTabGoes(t *testing.T) {
	s := serve(t, func(o *Options) { o.comesBack = 300 * time.Millisecond }).run()
	s.post("subject", "Mandato")
	away := func() {
		r := s.request()
		r.URL.Path += "away"
		got, err := s.client.Do(r)
		must(t, err)
		got.Body.Close()
	}
	away()
	contains(t, s.get(), `value="Mandato"`) // loaded again
	r := s.request()
	r.URL.Path, r.URL.RawQuery = r.URL.Path+"away", "page=1" // the page before, late
	got, err := s.client.Do(r)
	must(t, err)
	got.Body.Close()
	select {
	case r := <-s.result:
		t.Fatalf("ended %v", r)
	case <-time.After(600 * time.Millisecond): // twice what it would take
	}
	away()
	if o := s.ends(); o != Left {
		t.Errorf("ended %s", o)
	}
	if left, err := s.store.Left(); err != nil || len(left) != 1 || left[0].Subject != "Mandato" {
		t.Errorf("left: %+v, %v", left, err)
	}
}

func TestNobodyComes(t *testing.T) {
	for name, c := range map[string]struct {
		open error
		idle time.Duration
	}{"no browser": {errTest, time.Hour}, "a browser that does not come": {nil, time.Hour}} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, func(o *Options) { o.Patience, o.Idle = 20*time.Millisecond, c.idle })
			_, err := s.form.Run(t.Context(), func(context.Context, string) error { return c.open }, func() { t.Error("nobody was seen") })
			if !errors.Is(err, ErrNotOpened) {
				t.Fatalf("got %v", err)
			}
			if left, err := s.store.Left(); err != nil || len(left) != 1 {
				t.Errorf("left: %+v, %v", left, err)
			}
		})
	}
	s := serve(t, func(o *Options) { o.Idle = 200 * time.Millisecond }).run()
	s.post("subject", "Mandato")
	if o := s.ends(); o != Left {
		t.Errorf("forgotten, it ended %s", o)
	}
}

// A page from before is not taken for the one that counts.
func TestAnOlderPage(t *testing.T) {
	s := serve(t, nil).run()
	old, live := s.request(pair{name: "subject", value: "vecchio"}), s.request(pair{name: "subject", value: "vecchio"})
	live.Header.Set("X-Form", "1")
	s.post("subject", "nuovo")
	s.get()
	r, err := s.client.Do(live)
	must(t, err)
	r.Body.Close()
	if r.StatusCode != http.StatusConflict {
		t.Errorf("a script's older page: %s", r.Status)
	}
	r, err = s.client.Do(old)
	must(t, err)
	contains(t, s.body(r), `value="nuovo"`, "le ultime parole potrebbero mancare")
}

// The ticket that was left is offered, and taken up.
func TestTakeUp(t *testing.T) {
	var other string
	s := serve(t, func(o *Options) {
		o.Left = &LeftDraft{Subject: "Fattura 12", At: time.Now()}
	})
	d, err := s.store.Create(ticket.Ticket{Helpdesk: "h", Subject: "Fattura 12", Contact: anna})
	must(t, err)
	other = d.ID()
	must(t, d.Close())
	s.form.o.Callbacks.Switch = func() (*drafts.Draft, error) { return s.store.Resume(other) }
	s.run()
	contains(t, s.get(), "Hai lasciato a metà «Fattura 12»")
	contains(t, s.post("do", "resume"), `value="Fattura 12"`, "era rimasto a metà")
	if s.kept().ID != other {
		t.Error("another draft is open")
	}
	s.post("do", "close")
	s.ends()
	if left, _ := s.store.Left(); len(left) != 1 || left[0].ID != other {
		t.Errorf("left: %+v", left)
	}
}

// What policy has set of the person is shown, said, and not to be changed,
// whatever a forged page posts and on whatever way.
func TestManagedFields(t *testing.T) {
	set := ticket.Contact{
		Name: "Anna Bianchi", Phone: "0731 999111", Email: "anna.bianchi@gmial.com", Office: "Ragioneria",
		Hours: "9-13", Body: "Comune", ContactBy: ticket.ByEmail,
	}
	s := serve(t, func(o *Options) {
		o.Managed = []rules.Field{rules.Phone, rules.Email, rules.By, rules.Office, rules.Hours, rules.Body}
		o.Bodies = []string{"Comune", "Unione"}
		o.Contact = set
	}).run()
	forged := []string{
		"email", "other@evil.example", "office", "", "hours", "24", "phone", "0881 1", "contact_by", "phone", "body", "Unione",
		"name", "Ada Neri", "touched", "email phone",
	}
	want := set
	want.Name = "Ada Neri"
	page := s.post(forged...)
	contains(t, page, `value="anna.bianchi@gmial.com"`, "managed-email", "Gestito dall&#39;amministratore", `<fieldset class="field" disabled>`, "forse intendevi")
	if strings.Contains(page, "take:email") {
		t.Error("the suggestion can be taken")
	}
	s.post("do", "take:email")
	if c := s.kept().Contact; c != want {
		t.Errorf("kept %+v", c)
	}
	s.post(append([]string{"do", "send"}, append(forged, whole...)...)...)
	s.post(append([]string{"do", "send-anyway"}, append(forged, whole...)...)...)
	if len(s.sent) != 1 || s.sent[0].Contact != want {
		t.Errorf("sent %+v", s.sent)
	}
}
