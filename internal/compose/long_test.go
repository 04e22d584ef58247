package compose

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"ticketpp/internal/coach"
	"ticketpp/internal/rules"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window/parts"
)

// long is a coach that finds every subject too long.
type long struct{ secretive }

func (long) Subject(s string) []coach.Finding {
	if len(s) < 10 {
		return nil
	}
	return []coach.Finding{{Field: coach.FieldSubject, Rule: coach.RuleTooLong, Level: coach.Reject, Message: "too long", Suggestion: s[:9]}}
}

// What a shorter subject leaves out is in the description, until it is undone.
func TestAShorterSubjectLosesNoWord(t *testing.T) {
	r := newRig(t, func(o *Options) {
		o.Coach = func(ticket.Helpdesk) (rules.Coach, error) { return long{}, nil }
	})
	r.typeInto(idHappened, "errore 12")
	r.typeInto(idSubject, "stampe IVA vuote da lunedì")
	r.rest()
	r.press(fyne.KeyModifierAlt, fyne.KeyReturn)
	if got := r.form.ticket; got.Subject != "stampe IV" || got.Description.Happened != "errore 12\nstampe IVA vuote da lunedì" {
		t.Fatalf("%q, %q", got.Subject, got.Description.Happened)
	}
	if got := r.advice(idSubject); !strings.Contains(got, "Che cosa è successo") {
		t.Errorf("where the rest is: %q", got)
	}
	r.entry(idSubject).TypedShortcut(&fyne.ShortcutUndo{})
	if got := r.form.ticket; got.Subject != "stampe IVA vuote da lunedì" || got.Description.Happened != "errore 12" {
		t.Errorf("undone: %q, %q", got.Subject, got.Description.Happened)
	}
}

// A text that no line holds goes into the description when it is pasted into
// the subject, and when an old draft has it there.
func TestALongPasteGoesIntoTheDescription(t *testing.T) {
	r := newRig(t, nil)
	pasted := strings.Repeat("Fattura 1532 errata 😀 ", 400)
	r.typeInto(idSubject, "Fattura")
	r.entry(idSubject).TypedShortcut(&fyne.ShortcutPaste{Clipboard: copied(pasted)})
	if got := r.form.ticket; got.Subject != "Fattura" || got.Description.Happened != pasted || r.focused() != idHappened {
		t.Errorf("subject of %d, description of %d bytes, keyboard in %q", len(got.Subject), len(got.Description.Happened), r.focused())
	}
	r.form.person.fold(false)
	r.retype(idOffice, "")
	r.entry(idOffice).TypedShortcut(&fyne.ShortcutPaste{Clipboard: copied(pasted)})
	if got := r.form.ticket.Contact.Office; !strings.HasPrefix(pasted, got) || len([]rune(got)) != 500 {
		t.Errorf("an office of %d bytes", len(got))
	}

	r = newRig(t, func(o *Options) { o.Ticket.Subject, o.Ticket.Description.Happened = pasted, "e poi" })
	if got := r.form.ticket; !strings.HasPrefix(got.Description.Happened, "Fattura 1532 errata") || !strings.HasSuffix(got.Description.Happened, "😀 \n\ne poi") || len([]rune(got.Subject)) != 500 {
		t.Errorf("loaded: subject of %d, description of %d bytes", len(got.Subject), len(got.Description.Happened))
	}
}

// Whoever takes a suggestion and tabs on is in the next field.
func TestTabPassesTheSuggestion(t *testing.T) {
	r := newRig(t, nil)
	r.typeInto(idSubject, "a fault")
	r.rest()
	r.tab()
	if got := r.focused(); got != idDoing {
		t.Errorf("beside a suggestion Tab goes to %q", got)
	}
	r.focus(idSubject)
	r.press(fyne.KeyModifierAlt, fyne.KeyReturn)
	r.tab()
	if got := r.focused(); got != idDoing {
		t.Errorf("behind a suggestion that was taken Tab goes to %q", got)
	}
	test.Tap(r.form.fields[idSubject].advice.undo) // the mouse still does it
	if got := r.form.ticket.Subject; got != "a fault" {
		t.Errorf("undone: %q", got)
	}
}

// The wheel goes on where the pointer is over a field that has nothing more to
// scroll.
func TestTheWheelPassesFields(t *testing.T) {
	r := newRig(t, nil)
	r.form.more.open(true)
	r.form.win.Resize(fyne.NewSize(900, 300))
	turn := func(id fieldID, by float32) (moved bool) {
		was := r.form.scroll.Offset.Y
		wheel := wheelOver(r.form.fields[id].column.Objects[1])
		wheel.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, by)})
		return r.form.scroll.Offset.Y != was
	}
	if !turn(idSubject, -40) || !turn(idHappened, -40) {
		t.Error("the form stays")
	}
	r.form.fields[idHappened].entry.SetText(strings.Repeat("riga\n", 60)) // the cursor stays at the top
	if turn(idHappened, -40) {
		t.Error("the form moves, and the text has further lines")
	}
	for range 100 { // to the end of the text
		if turn(idHappened, -400) {
			return
		}
	}
	t.Error("behind the text's end the form stays")
}

// A click on a field's label goes to the field, as on a page.
func TestALabelLeadsToItsField(t *testing.T) {
	r := newRig(t, nil)
	for _, id := range []fieldID{idSubject, idHappened, idSeverity} {
		test.Tap(r.form.fields[id].column.Objects[0].(fyne.Tappable))
		if got := r.focused(); got != id {
			t.Errorf("the label of %q leads to %q", id, got)
		}
	}
}

// wheelOver finds what takes the mouse's wheel over a field.
func wheelOver(o fyne.CanvasObject) fyne.Scrollable {
	for {
		if s, ok := o.(fyne.Scrollable); ok {
			return s
		}
		objects := o.(*fyne.Container).Objects
		o = objects[len(objects)-1] // what lies on top
	}
}

// Who has turned the wheel and types on sees what is typed; a field that is seen
// in part stays where it is.
func TestTypingBringsTheFieldBack(t *testing.T) {
	r := newRig(t, nil)
	f := r.form
	f.more.open(true)
	f.win.Resize(fyne.NewSize(900, 300))
	e := f.fields[idSubject].entry
	f.win.Canvas().Focus(e)
	away := func(y float32) float32 {
		f.scroll.ScrollToOffset(fyne.NewPos(0, y))
		return f.scroll.Offset.Y
	}
	if away(10_000) < 300 {
		t.Fatal("the form is not long enough")
	}
	e.TypedRune('x')
	at, _ := parts.Locate(f.root, e)
	if at.Y < 0 || at.Y+e.Size().Height > f.scroll.Size().Height {
		t.Errorf("the subject stands at %v, the view has %v", at.Y, f.scroll.Size().Height)
	}
	half := away(f.scroll.Offset.Y + at.Y + 10)
	e.TypedRune('y')
	if f.scroll.Offset.Y != half {
		t.Errorf("the form jumps from %v to %v", half, f.scroll.Offset.Y)
	}
}
