package compose

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ticketpp/internal/l10n"
	"ticketpp/internal/rules"
	"ticketpp/internal/ticket"

	"ticketpp/internal/window/parts"
)

// matter is what the ticket is about: the subject and the three guides of the
// description.
type matter struct {
	form  *Form
	box   *fyne.Container
	start *parts.Link // begins the subject with the title of the window in front
	from  string
	room  *roomy // gives the last guide the room that is left over

	// aside stands under the subject, for what is suggested while it is typed.
	// Whoever adds to it hides what has nothing to say, and calls showAside.
	aside     *fyne.Container
	suggest   *suggest
	duplicate *duplicate
}

func newMatter(f *Form) *matter {
	m := &matter{form: f}
	m.start = parts.NewLink(f, "", m.begin)
	subject := f.textField(idSubject, "compose.subject", 1, func(s string) {
		f.ticket.Subject = s
		m.offer()
		m.suggest.typed(s)
		m.duplicate.typed(s)
	})
	subject.entry.PlaceHolder = f.texts.Get("compose.subject.placeholder")
	subject.column.Add(parts.NewShortLink(m.start))
	f.events.Name("subject.start", m.start)
	m.suggest = newSuggest(f)
	m.duplicate = newDuplicate(f)
	m.aside = parts.NewStack(4, m.duplicate.box, m.suggest.box)
	m.aside.Hide()
	subject.column.Add(m.aside)
	doing := f.textField(idDoing, "guide.doing", 2, func(s string) { f.ticket.Description.Doing = s })
	doing.entry.PlaceHolder = f.texts.Get("compose.doing.placeholder")
	data := f.textField(idData, "guide.data", 2, func(s string) { f.ticket.Description.Data = s })
	data.entry.PlaceHolder = f.texts.Get("compose.data.placeholder")
	happened := f.textField(idHappened, "compose.happened", 3, func(s string) { f.ticket.Description.Happened = s })
	happened.entry.PlaceHolder = f.texts.Get("compose.happened.placeholder")
	m.room = &roomy{}
	happened.column.Objects[1] = container.New(m.room, happened.column.Objects[1])
	m.box = parts.NewStack(f.theme("gap"), subject.column,
		parts.NewTopRow(12, 520, []float32{1, 1}, doing.column, data.column), happened.column)
	return m
}

// show fills the texts from the ticket. Free text, as the command line makes
// it, goes where what happened is told, and so does a subject that no line holds.
func (m *matter) show() {
	f := m.form
	if d := &f.ticket.Description; d.Text != "" {
		d.Happened = strings.TrimSpace(d.Text + "\n\n" + d.Happened)
		d.Text = ""
	}
	if short, cut := rules.OneLine(f.ticket.Subject); cut {
		d := &f.ticket.Description
		d.Happened = strings.TrimSpace(f.ticket.Subject + "\n\n" + d.Happened)
		f.ticket.Subject = short
	}
	f.fields[idSubject].fill(f.ticket.Subject)
	f.unload(idDoing, &f.ticket.Description.Doing)
	f.unload(idData, &f.ticket.Description.Data)
	f.unload(idHappened, &f.ticket.Description.Happened)
	m.offer()
}

// showAside shows the place under the subject as long as anything shows in it.
func (m *matter) showAside() {
	m.aside.Hidden = len(parts.Visible(m.aside.Objects)) == 0
	if m.form.root != nil {
		m.form.relayout()
	}
}

// offer offers the title of the window in front as a start, as long as there
// is no subject.
func (m *matter) offer() {
	m.from = subjectStart(m.form.ticket.Facts)
	hidden := m.from == "" || m.form.ticket.Subject != ""
	m.start.SetWords(m.form.texts.Get("compose.subject.start", l10n.Vars{"Title": rules.Shorten(m.from, 60)}))
	row := m.form.fields[idSubject].column.Objects[3]
	if row.Visible() == !hidden {
		return
	}
	if hidden {
		row.Hide()
	} else {
		row.Show()
	}
	if m.form.root != nil {
		m.form.relayout()
	}
}

// begin takes the offer.
func (m *matter) begin() {
	fd := m.form.fields[idSubject]
	s := m.from + ": "
	m.form.win.Canvas().Focus(fd.focus)
	fd.entry.Replace(s)
}

// subjectStart returns the title of the window that was in front.
func subjectStart(facts []ticket.Fact) string {
	for _, f := range facts {
		if f.Key == ticket.FactWindow {
			return rules.Shorten(strings.TrimSpace(f.Value), 100)
		}
	}
	return ""
}
