package compose

import (
	"testing"

	"ticketpp/internal/ticket"
	"ticketpp/internal/window/parts"
)

// A choice that policy has made stands in words in the place of the choice.
func TestManagedChoices(t *testing.T) {
	r := newRig(t, func(o *Options) {
		o.Managed = []fieldID{idBody, idBy}
		o.Bodies = []string{"Comune di Esempio", "Unione dei Comuni"}
		o.Contact.Body, o.Contact.ContactBy = "Unione dei Comuni", ticket.ByEmail
		o.Ticket.Contact = ticket.Contact{Body: "Comune di Esempio", ContactBy: ticket.ByPhone}
	})
	f := r.form
	if c := f.ticket.Contact; c.Body != "Unione dei Comuni" || c.ContactBy != ticket.ByEmail {
		t.Errorf("the ticket has %+v", c)
	}
	for _, id := range f.o.Managed {
		fd := f.fields[id]
		if _, ok := fd.column.Objects[1].(*parts.Text); !ok || fd.focus != nil {
			t.Errorf("%s can still be chosen: %T", id, fd.column.Objects[1])
		}
	}
}

// What policy sets of the person is in the ticket whatever the draft says, and
// its field is locked and says why.
func TestManagedByTheAdministrator(t *testing.T) {
	r := newRig(t, func(o *Options) {
		o.Managed = []fieldID{idPhone, idOffice}
		o.Contact.Phone, o.Contact.Office = "0731 999111", "CED"
		o.Ticket.Contact = ticket.Contact{Name: "Anna Bianchi", Phone: "1", Email: "anna@comune.example", Office: "Casa"}
	})
	f := r.form
	if c := f.ticket.Contact; c.Phone != "0731 999111" || c.Office != "CED" {
		t.Errorf("the ticket has %+v", c)
	}
	f.person.fold(false)
	for id, locked := range map[fieldID]bool{idName: false, idPhone: true, idEmail: false, idOffice: true, idHours: false} {
		if got := f.fields[id].entry.Disabled(); got != locked {
			t.Errorf("%s locked: %v", id, got)
		}
	}
	if got := len(f.fields[idPhone].column.Objects) - len(f.fields[idEmail].column.Objects); got != 1 {
		t.Errorf("%d remarks beside the phone", got)
	}
	if f.fields[idPhone].entry.Text != "0731 999111" || f.person.firstOpen() != idName {
		t.Errorf("shown: %q, first %s", f.fields[idPhone].entry.Text, f.person.firstOpen())
	}
}
