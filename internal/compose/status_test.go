package compose

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"ticketpp/internal/coach"
	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
)

func TestAnAnomalyThatIsNotToldIsAskedFor(t *testing.T) {
	r := newRig(t, nil)
	r.typeInto(idSubject, "Fido calcolato male")
	r.typeInto(idDoing, "Emettevo le fatture di vendita")
	r.rest()
	if r.form.bar.good.Visible() || r.status() != r.text("compose.status.hints") {
		t.Errorf("nothing is told, and the line says %q", r.status())
	}
	if got := r.advice(idHappened); got != "" {
		t.Errorf("said before the user came there: %q", got)
	}
	r.focus(idHappened)
	r.focus(idSubject)
	if got := r.advice(idHappened); got != r.text("compose.happened.missing") {
		t.Errorf("said of what was left out: %q", got)
	}
	r.typeInto(idHappened, "I")
	if got := r.advice(idHappened); got != "" {
		t.Errorf("said while it is written: %q", got)
	}
	r.typeInto(idHappened, "l fido è negativo")
	r.rest()
	if !r.form.bar.good.Visible() {
		t.Errorf("all is told, and the line says %q", r.status())
	}
}

func TestWhatHappenedIsAHintForAnomaliesOnly(t *testing.T) {
	r := newRig(t, func(o *Options) { o.Ticket.Helpdesk, o.Ticket.Module = "m", "F24" })
	r.typeInto(idSubject, "Fido calcolato male")
	r.typeInto(idData, "Fatture di dicembre")
	r.focus(idKind)
	r.key(fyne.KeyRight)
	r.rest()
	if r.form.ticket.Kind == ticket.Anomaly || !r.form.bar.good.Visible() {
		t.Errorf("a %s must tell what happened: %q", r.form.ticket.Kind, r.status())
	}
	r.key(fyne.KeyLeft)
	r.ctrlEnter()
	r.until("a hint does not stop it", func() bool { return len(r.sentTickets()) == 1 })
}

func TestPersonalDataAreAskedAboutOnce(t *testing.T) {
	r := newRig(t, nil)
	r.writeGood()
	r.typeInto(idDoing, "la password è secret")
	r.rest()
	if r.form.fields[idDoing].advice.message.Color != window.ColorAdvice {
		t.Error("the warning is as quiet as a hint")
	}
	if want := r.text("compose.status.personal", l10n.Vars{"Names": "che cosa facevi"}); r.status() != want || r.form.bar.state.Color != window.ColorAdvice {
		t.Errorf("the line says %q, want %q", r.status(), want)
	}
	r.ctrlEnter()
	if r.form.state != asking || len(r.sentTickets()) != 0 {
		t.Fatalf("state %v, sent %d", r.form.state, len(r.sentTickets()))
	}
	if got := r.status(); got != r.text("compose.ask.personal", l10n.Vars{"Names": "che cosa facevi"}) {
		t.Errorf("asks %q", got)
	}
	r.key(fyne.KeyEscape)
	if r.form.state != writing || r.ended() != "" {
		t.Fatal("Esc does not lead back to the form")
	}
	r.ctrlEnter()
	r.until("it is sent all the same", func() bool { return len(r.sentTickets()) == 1 })
}

func TestPersonalDataAreAskedAboutTogetherWithTheRest(t *testing.T) {
	r := newRig(t, func(o *Options) {
		h := desks()[0]
		h.Coach = ticket.Warn
		o.Helpdesks = []ticket.Helpdesk{h}
	})
	r.typeInto(idSubject, "a fault")
	r.typeInto(idHappened, "la password è secret")
	r.ctrlEnter()
	want := r.text("compose.ask.personal_too", l10n.Vars{"Names": "oggetto", "Personal": "che cosa è successo"})
	if got := r.status(); r.form.state != asking || got != want {
		t.Errorf("state %v, asks %q, want %q", r.form.state, got, want)
	}
	r.ctrlEnter()
	r.until("it is sent all the same", func() bool { return len(r.sentTickets()) == 1 })
}

// secretive finds the word "secret" too.
type secretive struct{ strict }

func (s secretive) Description(d ticket.Description) []coach.Finding {
	all := s.strict.Description(d)
	for part, text := range map[coach.Part]string{coach.PartDoing: d.Doing, coach.PartHappened: d.Happened} {
		if strings.Contains(text, "secret") {
			all = append(all, coach.Finding{
				Field: coach.FieldDescription, Part: part, Rule: coach.RulePersonalData, Level: coach.Hint, Message: "no secrets",
			})
		}
	}
	return all
}

func TestMissingFieldsAreNamedAsFarAsTwoLinesGo(t *testing.T) {
	r := newRig(t, func(o *Options) { o.Contact, o.Bodies, o.Ticket.Helpdesk = ticket.Contact{}, []string{"A", "B"}, "m" })
	state := r.form.bar.state
	const all = "Da completare: modulo, ente, oggetto, che cosa è successo, nome, telefono, e-mail"
	if got := strings.Join(state.Lines(state.Size().Width), " "); got != all {
		t.Errorf("with room for all: %q", got)
	}
	for width, want := range map[float32]string{
		360: all,
		270: "Da completare: modulo, ente, oggetto, che cosa è successo e altri 3 campi",
		240: "Da completare: modulo, ente, oggetto e altri 4 campi",
		20:  "Da completare: modulo e altri 6 campi", // no wording goes in
	} {
		lines := state.Lines(width)
		if got := strings.Join(lines, " "); width > 20 && (got != want || len(lines) > 2) || width == 20 && len(lines) <= 2 {
			t.Errorf("in %v: %d lines, %q, want %q", width, len(lines), got, want)
		}
	}
}

func TestPortalStandsInForThePhone(t *testing.T) {
	for _, c := range []struct{ phone, portal, want string }{
		{"0881.666679", "https://help.example/new", "È difficile da descrivere? H risponde al numero 0881.666679"},
		{"", "https://help.example/new", "È difficile da descrivere? Scrivi sul portale https://help.example/new"},
		{"", "", ""},
	} {
		r := newRig(t, func(o *Options) {
			o.Helpdesks = []ticket.Helpdesk{{ID: "h", Name: "H", Address: "h@h.example", Phone: c.phone, Portal: c.portal}}
		})
		got := ""
		if b := r.form.bar; b.phone.Visible() {
			got = b.phone.Words()
		}
		if got != c.want {
			t.Errorf("phone %q, portal %q: %q", c.phone, c.portal, got)
		}
	}
}
