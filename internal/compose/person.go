package compose

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"ticketpp/internal/rules"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
	"ticketpp/internal/window/choose"
	"ticketpp/internal/window/parts"
)

// person is who opens the ticket: one line when it is known, fields when
// something is missing or the user wants to change it.
type person struct {
	form     *Form
	box      *fyne.Container
	summary  *parts.Text
	edit     *parts.Link
	fields   *fyne.Container
	by       *choose.Row
	hoursRow *parts.Text
	open     bool
}

func newPerson(f *Form) *person {
	p := &person{form: f, summary: parts.NewText("")}
	p.summary.Letters = window.SizeSmall
	c := &f.ticket.Contact
	p.edit = parts.NewLink(f, "", p.toggle)
	f.events.Name("person.edit", p.edit)
	name := f.textField(idName, "compose.name", 1, func(s string) { c.Name = s })
	phone := f.textField(idPhone, "compose.phone", 1, func(s string) { c.Phone = s })
	email := f.textField(idEmail, "compose.email", 1, func(s string) { c.Email = s })
	office := f.textField(idOffice, "compose.office", 1, func(s string) { c.Office = s })
	hours := f.textField(idHours, "compose.hours", 1, func(s string) { c.Hours = s })
	hours.entry.PlaceHolder = f.texts.Get("compose.hours.placeholder")
	p.by = choose.NewRow(f, func(i int) {
		c.ContactBy = p.ways()[i]
		f.picked()
	})
	by := f.newField(idBy, "compose.contact_by", p.by)
	f.managed()
	p.hoursRow = parts.NewRemark(f.texts.Get("compose.hours.note"))
	gap := f.theme(window.SizeGap)
	p.fields = parts.NewStack(gap-2,
		parts.NewTopRow(12, 480, []float32{1, 1, 1.25}, name.column, phone.column, email.column),
		parts.NewTopRow(12, 480, []float32{1, 1, 1.25}, office.column, hours.column, by.column),
		p.hoursRow)
	title := []fyne.CanvasObject{newLabelled(f.texts.Get("compose.person")), p.summary}
	p.box = parts.NewInset(12, 9, parts.NewCard(window.ColorPanel, window.ColorLine),
		parts.NewTitled(gap, 8, []float32{0, 1, 0}, title, p.fields, p.edit))
	return p
}

// newLabelled is a bold word in front of a line.
func newLabelled(s string) *parts.Text {
	t := parts.NewText(s)
	t.Letters, t.Bold, t.Whole = window.SizeSmall, true, true
	return t
}

func (p *person) ways() []ticket.ContactBy { return []ticket.ContactBy{ticket.ByPhone, ticket.ByEmail} }

// show fills the fields from the ticket, folded when the person is complete.
func (p *person) show() {
	f := p.form
	c := f.ticket.Contact
	f.fields[idName].fill(c.Name)
	f.fields[idPhone].fill(c.Phone)
	f.fields[idEmail].fill(c.Email)
	f.fields[idOffice].fill(c.Office)
	f.fields[idHours].fill(c.Hours)
	var names []string
	for _, w := range p.ways() {
		names = append(names, f.texts.Get("contact_by."+string(w)))
	}
	p.by.Set(names, indexOf(p.ways(), c.ContactBy))
	p.fold(rules.IsComplete(c, nil, nil) && (c.Hours != "" || !f.desk.HoursRequired))
}

// fold shows the person as one line, or as fields.
func (p *person) fold(folded bool) {
	f := p.form
	p.open = !folded
	p.fields.Hidden = folded
	c := f.ticket.Contact
	if folded {
		p.summary.Paint(summary(c, f.texts.Get("contact_by."+string(c.ContactBy))), theme.ColorNameForeground)
		p.edit.SetWords(f.texts.Get("compose.person.edit"))
	} else {
		p.summary.Paint(f.texts.Get("compose.person.once"), window.ColorMuted)
		p.edit.SetWords(f.texts.Get("compose.person.done"))
	}
}

// toggle opens the fields, or folds them when nothing is missing.
func (p *person) toggle() {
	f := p.form
	if p.open && !rules.IsComplete(f.ticket.Contact, f.o.Bodies, f.watch.coach) {
		f.watch.reveal(idName, idPhone, idEmail, idHours)
		f.relayout()
		return
	}
	p.fold(p.open)
	f.relayout()
	if p.open {
		f.win.Canvas().Focus(f.fields[p.firstOpen()].focus)
		return
	}
	f.rememberContact()
}

// owns reports whether a field is one of the person's.
func (p *person) owns(id fieldID) bool {
	switch id {
	case idName, idPhone, idEmail, idOffice, idHours, idBy:
		return true
	}
	return false
}

// summary is the person in one line.
func summary(c ticket.Contact, by string) string {
	var parts []string
	for _, s := range []string{c.Name, c.Phone, c.Email, c.Office, c.Hours} {
		if s = strings.TrimSpace(s); s != "" {
			parts = append(parts, s)
		}
	}
	if c.ContactBy == ticket.ByEmail {
		parts = append(parts, by)
	}
	return strings.Join(parts, " · ")
}
