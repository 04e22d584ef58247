package compose

import (
	"fyne.io/fyne/v2"

	"ticketpp/internal/l10n"
	"ticketpp/internal/rules"
	"ticketpp/internal/ticket"

	"ticketpp/internal/window/choose"
	"ticketpp/internal/window/parts"
)

// head says where the ticket goes and of which sort it is: helpdesk, module,
// category, Ente, kind and severity. What leaves no choice is not asked.
type head struct {
	form     *Form
	box      *fyne.Container
	where    *fyne.Container // helpdesk, module, category, Ente
	sort     *fyne.Container // kind, severity
	helpdesk *parts.Picker
	module   *choose.Finder
	category *parts.Picker
	body     *parts.Picker
	kind     *choose.Row
	severity *choose.Row
	address  *parts.Text // who will get the ticket
	charge   *parts.Text // the kind may be charged
	filling  bool
	chosen   bool // the user has chosen something
}

func newHead(f *Form) *head {
	h := &head{form: f, address: parts.NewRemark(""), charge: parts.NewRemark("")}
	h.helpdesk = parts.NewPicker(f, nil, h.pickHelpdesk)
	h.helpdesk.PlaceHolder = f.texts.Get("compose.choose")
	if len(f.o.Helpdesks) == 0 {
		h.helpdesk.PlaceHolder = f.texts.Get("compose.helpdesk.none")
	}
	h.module = choose.NewFinder(newEntry(f, 1), f.layer, h.pickModule)
	h.module.OnLayout = func() {
		for i, r := range h.module.Rows() {
			f.events.Name("module.option."+itoa(i+1), r)
		}
		f.laidOut()
	}
	h.module.Where = func() fyne.Position {
		f.backIntoView(h.module.Entry)
		at, _ := parts.Locate(f.root, h.module.Entry)
		return at
	}
	h.module.PlaceHolder = f.texts.Get("compose.module.placeholder")
	h.category = parts.NewPicker(f, nil, h.pickCategory)
	h.category.PlaceHolder = f.texts.Get("compose.choose")
	h.body = parts.NewPicker(f, f.o.Bodies, h.pickBody)
	h.body.PlaceHolder = f.texts.Get("compose.choose")
	h.kind = choose.NewRow(f, h.pickKind)
	h.severity = choose.NewRow(f, h.pickSeverity)
	f.newField(idHelpdesk, "compose.helpdesk", h.helpdesk)
	f.newField(idModule, "compose.module", h.module)
	f.newField(idCategory, "compose.category", h.category)
	f.newField(idBody, "compose.body", h.body)
	f.newField(idKind, "compose.kind", h.kind)
	f.newField(idSeverity, "compose.severity", h.severity)
	h.where, h.sort = parts.NewTopRow(12, 440, nil), parts.NewTopRow(12, 560, nil)
	f.fields[idKind].column.Add(h.charge)
	h.box = parts.NewStack(f.theme("gap"), parts.NewStack(4, h.address, h.where), h.sort)
	return h
}

// load is for another ticket. What a draft has of several was chosen before.
func (h *head) load() {
	h.chosen = rules.IsChosen(h.form.ticket, h.form.desk)
	h.show()
}

// show fills the head from the ticket.
func (h *head) show() {
	h.filling = true
	defer func() { h.filling = false }()
	f := h.form
	names := make([]string, len(f.o.Helpdesks))
	for i, d := range f.o.Helpdesks {
		names[i] = d.Name
	}
	h.helpdesk.Options = names
	h.helpdesk.ClearSelected()
	h.helpdesk.SetSelected(f.desk.Name)
	// Without any helpdesk the field stays, to say so.
	f.fields[idHelpdesk].column.Hidden = len(names) == 1 && !f.o.MoreDesks

	h.module.Set(rules.ModuleNames(f.desk), f.ticket.Module)
	f.fields[idModule].column.Hidden = !f.desk.AsksModule()

	h.category.Options = f.desk.Categories
	h.category.ClearSelected()
	h.category.SetSelected(f.ticket.Category)
	f.fields[idCategory].column.Hidden = len(f.desk.Categories) < 2

	h.body.SetSelected(f.ticket.Contact.Body)
	f.fields[idBody].column.Hidden = len(f.o.Bodies) < 2

	h.kind.Set(h.kindNames(), indexOf(f.desk.Kinds, f.ticket.Kind))
	f.fields[idKind].column.Hidden = len(f.desk.Kinds) < 2
	h.severity.Set(h.severityNames(), indexOf(f.desk.Severities, f.ticket.Severity))
	f.fields[idSeverity].column.Hidden = len(f.desk.Severities) < 2

	h.arrange()
	h.remarks()
}

// arrange puts the fields that are asked into two rows, or into one when the
// kind is not asked and one has room for them: an Ente has a long name.
func (h *head) arrange() {
	first, second := []fieldID{idHelpdesk, idModule, idCategory, idBody}, []fieldID{idKind, idSeverity}
	if h.form.fields[idKind].column.Hidden {
		if h.asked(first) < 3 {
			first, second = append(first, idSeverity), nil
		} else {
			first, second = []fieldID{idHelpdesk, idModule, idCategory}, []fieldID{idBody, idSeverity}
		}
	}
	h.where.Layout.(*parts.Row).Weights = h.fillRow(h.where, first)
	h.sort.Layout.(*parts.Row).Weights = h.fillRow(h.sort, second)
}

// asked counts the fields that are asked.
func (h *head) asked(ids []fieldID) (n int) {
	for _, id := range ids {
		if !h.form.fields[id].column.Hidden {
			n++
		}
	}
	return n
}

// fillRow puts the fields that are asked into a row, and returns how they
// share it.
func (h *head) fillRow(c *fyne.Container, ids []fieldID) (weights []float32) {
	c.Objects = nil
	for _, id := range ids {
		column := h.form.fields[id].column
		if column.Hidden {
			continue
		}
		c.Objects = append(c.Objects, column)
		weights = append(weights, share(id))
	}
	c.Hidden = len(c.Objects) == 0
	return weights
}

// share is how much of a row a field takes, beside others: some have long words.
func share(id fieldID) float32 {
	switch id {
	case idKind:
		return 2.4
	case idModule, idBody:
		return 1.4
	}
	return 1
}

// remarks says what follows from the choices.
func (h *head) remarks() {
	f := h.form
	h.address.Hidden = true
	if address, ok := f.desk.AddressFor(f.ticket.Module); ok {
		h.address.Paint(f.texts.Get("compose.goes_to", l10n.Vars{"Helpdesk": f.desk.Name, "Address": address}), h.address.Color)
		h.address.Hidden = false
	} else if len(f.desk.Modules) > 0 {
		h.address.Paint(f.texts.Get("compose.goes_to_module", l10n.Vars{"Helpdesk": f.desk.Name}), h.address.Color)
		h.address.Hidden = false
	}
	h.charge.Hidden = !f.desk.IsCharged(f.ticket.Kind)
	h.charge.Paint(f.texts.Get("compose.kind.charged"), h.charge.Color)
}

func (h *head) kindNames() (names []string) {
	for _, k := range h.form.desk.Kinds {
		names = append(names, h.form.texts.Get("kind."+string(k)))
	}
	return names
}

func (h *head) severityNames() (names []string) {
	for _, s := range h.form.desk.Severities {
		names = append(names, h.form.texts.Get("severity."+string(s)))
	}
	return names
}

// pickHelpdesk changes the helpdesk; everything written stays.
func (h *head) pickHelpdesk(i int) {
	f := h.form
	if h.filling || i < 0 || f.o.Helpdesks[i].ID == f.desk.ID {
		return
	}
	h.chosen = true
	f.desk = f.o.Helpdesks[i]
	rules.FitDesk(&f.ticket, f.desk)
	f.watch.newDesk()
	h.show()
	f.bar.show()
	f.relayout()
	f.picked()
	f.watch.makeCoach()
}

func (h *head) pickModule(name string) {
	f := h.form
	if h.filling {
		return
	}
	f.ticket.Module = name
	h.chosen = h.chosen || name != ""
	f.watch.touched[idModule] = true
	h.remarks()
	f.changed()
	if name != "" {
		f.watch.look()
	}
	f.relayout()
}

func (h *head) pickCategory(i int) {
	if f := h.form; !h.filling && i >= 0 {
		h.chosen = true
		f.ticket.Category = f.desk.Categories[i]
		f.picked()
	}
}

func (h *head) pickBody(i int) {
	if f := h.form; !h.filling && i >= 0 {
		h.chosen = true
		f.ticket.Contact.Body = f.o.Bodies[i]
		f.picked()
	}
}

func (h *head) pickKind(i int) {
	f := h.form
	h.chosen = true
	f.ticket.Kind = f.desk.Kinds[i]
	h.remarks()
	f.relayout()
	f.picked()
}

func (h *head) pickSeverity(i int) {
	f := h.form
	h.chosen = true
	f.ticket.Severity = f.desk.Severities[i]
	f.picked()
}

func indexOf[T ticket.Kind | ticket.Severity | ticket.ContactBy](values []T, v T) int {
	for i, x := range values {
		if x == v {
			return i
		}
	}
	return -1
}
