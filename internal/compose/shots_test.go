package compose

import (
	"testing"

	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
)

func TestTheFormSaysWhyThereIsNoPicture(t *testing.T) {
	texts, err := l10n.New("it")
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	for _, why := range []string{"refused", "timeout", "no-display", "not-kept", "", "unheard-of"} {
		s := &shots{form: &Form{texts: texts, noPicture: why}}
		words := texts.Get(s.none())
		if words == s.none() {
			t.Errorf("%q has no words", why)
		}
		said[words] = true
	}
	if len(said) != 5 {
		t.Errorf("%d different sentences, want one for each reason and one without", len(said))
	}
}

func TestWithoutAPictureTheFormStillWorks(t *testing.T) {
	r := newRig(t, func(o *Options) { o.Ticket.Screenshots = nil })
	r.form.NoPicture("refused")
	r.form.Load(ticket.Ticket{ID: "1", Helpdesk: "h"}, false)
	if len(r.form.shots.cells) != 0 || len(r.form.shots.list.Objects) != 1 {
		t.Errorf("the place of the pictures holds %v", r.form.shots.list.Objects)
	}
}
