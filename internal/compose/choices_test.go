package compose

import (
	"testing"

	"fyne.io/fyne/v2"
)

// Esc in a field in which a name is searched first takes back what was found
// nothing for: it does not throw the form away.
func TestEscEmptiesTheModuleBeforeItCloses(t *testing.T) {
	r := newRig(t, func(o *Options) { o.Ticket.Helpdesk = "m" })
	m := r.form.head.module
	r.focus(idModule)
	r.typeInto(idModule, "zzqq")
	r.key(fyne.KeyEscape)
	if m.Text != "" || r.ended() != "" || r.form.state != writing {
		t.Fatalf("%q is in the field, the form has ended %q", m.Text, r.ended())
	}
	r.key(fyne.KeyReturn) // it opens as the fields beside it do
	if !m.IsOpen() || len(m.Shown()) != 3 {
		t.Errorf("open: %v, %q", m.IsOpen(), m.Shown())
	}
}

// A form in which something was chosen is kept when it is closed.
func TestWhatWasChosenIsKept(t *testing.T) {
	for name, choose := range map[string]func(*rig){
		"category": func(r *rig) { r.form.head.category.SetSelectedIndex(1) },
		"severity": func(r *rig) { r.form.head.pickSeverity(1) },
		"helpdesk": func(r *rig) { r.form.head.helpdesk.SetSelectedIndex(1) },
	} {
		r := newRig(t, nil)
		choose(r)
		r.form.Escape()
		r.until(name+": the form is closed", func() bool { return r.ended() != "" })
		if r.ended() != Left {
			t.Errorf("%s: %q", name, r.ended())
		}
	}
	// Taken up and closed again it is still there.
	r := newRig(t, func(o *Options) { o.Ticket.Category = "Mago" })
	r.form.Escape()
	r.until("the form is closed", func() bool { return r.ended() != "" })
	if r.ended() != Left {
		t.Errorf("taken up: %q", r.ended())
	}
}
