package compose

import (
	"slices"

	"ticketpp/internal/rules"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window/parts"
)

// managed locks what the administrator has set of the person, and says so
// beside each field: what policy sets, no form changes.
func (f *Form) managed() {
	for _, id := range f.o.Managed {
		fd := f.fields[id]
		switch {
		case fd == nil:
			continue
		case fd.entry != nil:
			fd.entry.Disable()
		default: // a choice: what was chosen stands there in words
			fd.focus = nil
			fd.column.Objects[1] = parts.NewText(f.chosen(id))
		}
		remark := parts.NewRemark(f.texts.Get("compose.managed"))
		fd.column.Add(remark)
		f.events.Name(string(id)+".managed", remark)
	}
}

// chosen is the administrator's choice in words.
func (f *Form) chosen(id fieldID) string {
	if id == idBy {
		return f.texts.Get("contact_by." + string(f.o.Contact.ContactBy))
	}
	return f.o.Contact.Body
}

// obey puts the administrator's values into a ticket, over what a draft of
// before may hold.
func (f *Form) obey(c *ticket.Contact) {
	rules.Obey(c, f.o.Contact, f.o.Managed)
}

// firstOpen is the first of the person's fields that the person may change.
func (p *person) firstOpen() fieldID {
	for _, id := range []fieldID{idName, idPhone, idEmail, idOffice, idHours} {
		if !slices.Contains(p.form.o.Managed, id) {
			return id
		}
	}
	return idBy
}
