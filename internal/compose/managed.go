package compose

import (
	"slices"

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
	for _, id := range f.o.Managed {
		switch id {
		case idName:
			c.Name = f.o.Contact.Name
		case idPhone:
			c.Phone = f.o.Contact.Phone
		case idEmail:
			c.Email = f.o.Contact.Email
		case idOffice:
			c.Office = f.o.Contact.Office
		case idHours:
			c.Hours = f.o.Contact.Hours
		case idBody:
			c.Body = f.o.Contact.Body
		case idBy:
			c.ContactBy = f.o.Contact.ContactBy
		}
	}
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
