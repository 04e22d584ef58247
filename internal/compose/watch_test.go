package compose

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"ticketpp/internal/coach"
	"ticketpp/internal/rules"
	"ticketpp/internal/ticket"
)

func TestNothingIsSaidWhileAWordIsTyped(t *testing.T) {
	r := newRig(t, nil)
	r.typeInto(idSubject, "a fault")
	if got := r.advice(idSubject); got != "" {
		t.Fatalf("said while typing: %q", got)
	}
	r.rest()
	if got := r.advice(idSubject); got != "no fault" {
		t.Fatalf("said after a pause: %q", got)
	}
	r.typeInto(idSubject, "x")
	if got := r.advice(idSubject); got != "no fault" {
		t.Errorf("what is still so goes away: %q", got)
	}
	r.retype(idSubject, "good")
	if got := r.advice(idSubject); got != "" {
		t.Errorf("what is no longer so stays: %q", got)
	}
}

func TestLeavingAFieldSaysItAtOnce(t *testing.T) {
	r := newRig(t, nil)
	r.typeInto(idSubject, "a fault")
	r.tab()
	if got := r.advice(idSubject); got != "no fault" {
		t.Errorf("said after leaving: %q", got)
	}
}

func TestEmptyFieldsThatWereNotTouchedAreNotBlamed(t *testing.T) {
	r := newRig(t, nil)
	r.focus(idSubject)
	r.focus(idDoing)
	r.focus(idHappened)
	r.focus(idSubject)
	for _, id := range []fieldID{idSubject, idDoing, idHappened} {
		if got := r.advice(id); got != "" {
			t.Errorf("%s: %q", id, got)
		}
	}
	r.typeInto(idSubject, "x")
	r.key(fyne.KeyBackspace)
	r.tab()
	if got := r.advice(idSubject); got != "write subject" {
		t.Errorf("emptied again: %q", got)
	}
}

func TestSuggestionIsTakenByKeyAndUndone(t *testing.T) {
	r := newRig(t, nil)
	r.typeInto(idSubject, "a fault")
	r.rest()
	r.press(fyne.KeyModifierAlt, fyne.KeyReturn)
	if got := r.form.ticket.Subject; got != "a good" || r.entry(idSubject).Text != got {
		t.Fatalf("subject %q", got)
	}
	a := r.form.fields[idSubject].advice
	if !a.undo.Visible() || a.take.Visible() {
		t.Error("undo is not offered")
	}
	r.entry(idSubject).TypedShortcut(&fyne.ShortcutUndo{})
	if got := r.form.ticket.Subject; got != "a fault" {
		t.Errorf("Ctrl+Z gives %q", got)
	}
	if got := r.advice(idSubject); got != "no fault" {
		t.Errorf("then said: %q", got)
	}
}

func TestSuggestionIsTakenByClickAndUndone(t *testing.T) {
	r := newRig(t, nil)
	r.typeInto(idDoing, "my fault")
	r.tab()
	a := r.form.fields[idDoing].advice
	test.Tap(a.take)
	if got := r.form.ticket.Description.Doing; got != "my good" || r.focused() != idDoing {
		t.Fatalf("doing %q, keyboard in %q", got, r.focused())
	}
	test.Tap(a.undo)
	if got := r.form.ticket.Description.Doing; got != "my fault" {
		t.Errorf("undone: %q", got)
	}
	r.typeInto(idDoing, " good")
	r.rest()
	test.Tap(a.take)
	r.typeInto(idDoing, "!")
	if a.undo.Visible() && a.isShown() {
		t.Error("undo is offered though the text has changed since")
	}
}

func TestAltEnterElsewhereTakesTheFirstSuggestion(t *testing.T) {
	r := newRig(t, nil)
	r.typeInto(idSubject, "a fault")
	r.focus(idData)
	r.press(fyne.KeyModifierAlt, fyne.KeyEnter)
	if got := r.form.ticket.Subject; got != "a good" {
		t.Errorf("subject %q", got)
	}
}

func TestStatusSaysWhatIsMissingAndThenThatAllIsClear(t *testing.T) {
	r := newRig(t, nil)
	if got := r.status(); got != "Da completare: oggetto, che cosa è successo" {
		t.Errorf("at first: %q", got)
	}
	r.writeGood()
	if got := r.status(); got != "Chiaro: il tecnico sa da dove partire" || !r.form.bar.good.Visible() {
		t.Errorf("when all is well: %q", got)
	}
	r.typeInto(idHappened, " hint")
	r.rest()
	if got := r.status(); got != r.text("compose.status.hints") || r.form.bar.good.Visible() {
		t.Errorf("with a hint: %q", got)
	}
}

func TestCoachAsksWhoHasTheProblem(t *testing.T) {
	r := newRig(t, nil)
	r.typeInto(idHappened, "a colleague cannot")
	r.rest()
	more := r.form.fields[idHappened].advice.more
	if !more.Visible() {
		t.Fatal("no way to the field")
	}
	test.Tap(more)
	if r.focused() != idWhoName || r.form.more.fields.Hidden {
		t.Errorf("led to %q", r.focused())
	}
}

func TestOwnAddressesAreRefusedInBCC(t *testing.T) {
	r := newRig(t, nil)
	r.form.more.open(true)
	r.typeInto(idBCC, "x@y.it, tech@helpdesk.example")
	r.rest()
	if got := r.advice(idBCC); got != "outside addresses only" {
		t.Errorf("said: %q", got)
	}
	r.writeGood()
	r.ctrlEnter()
	if len(r.sent) != 0 || r.focused() != idBCC {
		t.Errorf("sent %d, keyboard in %q", len(r.sent), r.focused())
	}
}

func TestCoachOfTheHelpdeskBeforeIsNotAsked(t *testing.T) {
	asked := map[string]int{}
	r := newRig(t, func(o *Options) {
		o.Coach = func(h ticket.Helpdesk) (rules.Coach, error) { return named{h.ID, asked}, nil }
	})
	r.form.head.helpdesk.SetSelectedIndex(1)
	r.until("the new coach is made", func() bool {
		c, ok := r.form.watch.coach.(named)
		return ok && c.id == "m"
	})
	before := asked["h"]
	r.typeInto(idSubject, "x")
	r.rest()
	if asked["h"] != before || asked["m"] == 0 {
		t.Errorf("asked %v", asked)
	}
}

// named is a coach that counts how often it is asked.
type named struct {
	id    string
	asked map[string]int
}

func (n named) Subject(string) []coach.Finding {
	n.asked[n.id]++
	return nil
}
func (named) Description(ticket.Description) []coach.Finding   { return nil }
func (named) Contact(ticket.Contact, []string) []coach.Finding { return nil }
func (named) BCC(string) []coach.Finding                       { return nil }
