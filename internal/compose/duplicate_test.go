package compose

import (
	"errors"
	"strings"
	"testing"

	"ticketpp/internal/ticket"
)

// withOpenTicket is a form of somebody whose ticket about mandates is open.
func withOpenTicket(t *testing.T) (r *rig, moved *[]string) {
	moved = new([]string)
	r = newRig(t, func(o *Options) {
		o.Callbacks.Similar = func(desk, subject string) []Known {
			if desk != "h" || !strings.Contains(strings.ToLower(subject), "mandat") {
				return nil
			}
			return []Known{{ID: "a", Number: "12345", Subject: "Mandato 1532 non trasmesso"}, {ID: "b", Number: "7"}}
		}
		o.Callbacks.AddTo = func(id string, tk ticket.Ticket) error {
			r.mu.Lock()
			defer r.mu.Unlock()
			if strings.Contains(tk.Subject, "guasto") {
				return errors.New("broken")
			}
			*moved = append(*moved, id+" "+tk.Subject)
			return nil
		}
	})
	return r, moved
}

func TestAKnownMatterIsAskedAboutAndCanBeAdded(t *testing.T) {
	r, moved := withOpenTicket(t)
	d := r.form.matter.duplicate
	r.typeInto(idSubject, "Mandato 1532 fermo")
	if d.box.Visible() {
		t.Fatal("it asks while a word is typed")
	}
	r.rest()
	r.until("it asks", func() bool { return d.box.Visible() && r.form.matter.aside.Visible() })
	if got := d.words.Words(); !strings.Contains(got, "Aggiungere al ticket 12345?") {
		t.Errorf("it asks %q", got)
	}
	d.add.Tapped(nil)
	r.until("the form ends", func() bool { return r.ended() == Moved })
	if len(*moved) != 1 || (*moved)[0] != "a Mandato 1532 fermo" || len(r.sent) != 0 {
		t.Errorf("moved %v, sent %v", *moved, r.sent)
	}
}

func TestAnotherMatterIsNotAskedAboutAgain(t *testing.T) {
	r, _ := withOpenTicket(t)
	d := r.form.matter.duplicate
	r.typeInto(idSubject, "Mandato 1532 fermo")
	r.rest()
	r.until("it asks", func() bool { return d.box.Visible() })
	d.other.Tapped(nil)
	if d.box.Visible() || r.focused() != idSubject {
		t.Error("it still asks")
	}
	r.typeInto(idSubject, " da ieri")
	r.rest()
	r.until("it asks about the next one", func() bool { return d.box.Visible() && d.known.ID == "b" })
	r.retype(idSubject, "Fido calcolato male")
	r.rest()
	r.until("nothing is like it", func() bool { return !d.box.Visible() })
}

func TestWhatCannotBeAddedStaysInTheForm(t *testing.T) {
	r, _ := withOpenTicket(t)
	d := r.form.matter.duplicate
	r.typeInto(idSubject, "Mandato guasto")
	r.rest()
	r.until("it asks", func() bool { return d.box.Visible() })
	d.add.Tapped(nil)
	r.until("the failure is said", func() bool { return strings.Contains(r.status(), "è ancora qui") })
	if r.form.state != writing || r.ended() != "" {
		t.Errorf("state %v, outcome %q", r.form.state, r.ended())
	}
}
