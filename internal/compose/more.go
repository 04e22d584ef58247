package compose

import (
	"strings"

	"fyne.io/fyne/v2"

	"ticketpp/internal/l10n"
	"ticketpp/internal/rules"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
)

// more holds the fields that few tickets need, folded away: copies to outside
// addresses, who was spoken with, who has the problem, and what the
// workstation says of itself.
type more struct {
	form   *Form
	box    *fyne.Container
	toggle *parts.Link
	fields *fyne.Container
	facts  *fyne.Container
	checks []*parts.Check
}

func newMore(f *Form) *more {
	m := &more{form: f}
	m.toggle = parts.NewLink(f, "", func() { m.open(m.fields.Hidden) })
	f.events.Name("more", m.toggle)
	spoken := f.textField(idSpoken, "compose.spoken", 1, func(s string) { f.ticket.AlreadySpoken = s })
	spoken.entry.PlaceHolder = f.texts.Get("compose.spoken.placeholder")
	bcc := f.textField(idBCC, "compose.bcc", 1, func(s string) { f.ticket.BCC = rules.Addresses(s) })
	bcc.entry.PlaceHolder = f.texts.Get("compose.bcc.placeholder")
	who := f.textField(idWhoName, "compose.behalf.name", 1, func(s string) { f.ticket.OnBehalf.Name = s })
	who.entry.PlaceHolder = f.texts.Get("compose.behalf.placeholder")
	phone := f.textField(idWhoPhone, "compose.behalf.phone", 1, func(s string) { f.ticket.OnBehalf.Phone = s })
	m.facts = parts.NewStack(0)
	m.fields = parts.NewStack(f.theme(window.SizeGap),
		parts.NewTopRow(12, 480, []float32{1, 1}, spoken.column, bcc.column),
		parts.NewTopRow(12, 480, []float32{1, 1}, who.column, phone.column),
		parts.NewStack(1, parts.NewRemark(f.texts.Get("compose.facts")), m.facts))
	m.fields.Hide()
	m.box = parts.NewStack(6, parts.NewShortLink(m.toggle), m.fields)
	return m
}

// show fills the fields from the ticket; it opens them when one is used.
func (m *more) show() {
	f := m.form
	t := f.ticket
	f.fields[idSpoken].fill(t.AlreadySpoken)
	f.fields[idBCC].fill(strings.Join(t.BCC, ", "))
	f.fields[idWhoName].fill(t.OnBehalf.Name)
	f.fields[idWhoPhone].fill(t.OnBehalf.Phone)
	m.checks, m.facts.Objects = nil, nil
	for i, fact := range t.Facts {
		c, line := parts.NewCheck(f, f.texts.Get("compose.fact", l10n.Vars{
			"Label": f.texts.Get("fact." + fact.Key), "Value": rules.Shorten(fact.Value, 90),
		}), fact.Included, func(on bool) {
			f.ticket.Facts[i].Included = on
			f.changed()
		})
		f.events.Name("fact."+fact.Key, c)
		m.checks = append(m.checks, c)
		m.facts.Objects = append(m.facts.Objects, line)
	}
	used := t.AlreadySpoken != "" || len(t.BCC) > 0 || t.OnBehalf != ticket.Person{}
	m.fields.Hidden = !used
	m.word()
}

func (m *more) word() {
	key := "compose.more.open"
	if !m.fields.Hidden {
		key = "compose.more.close"
	}
	m.toggle.SetWords(m.form.texts.Get(key))
}

// open unfolds or folds the fields.
func (m *more) open(on bool) {
	if m.fields.Hidden == !on {
		return
	}
	if on {
		m.fields.Show()
	} else {
		m.fields.Hide()
	}
	m.word()
	m.form.relayout()
	if on {
		m.form.bringIntoView(m.fields)
	}
}

// owns reports whether a field is one of these.
func (m *more) owns(id fieldID) bool {
	switch id {
	case idSpoken, idBCC, idWhoName, idWhoPhone:
		return true
	}
	return false
}

// askWho leads from the coach's question to the field for the person who has
// the problem.
func (f *Form) askWho() {
	f.more.open(true)
	f.win.Canvas().Focus(f.fields[idWhoName].focus)
}
