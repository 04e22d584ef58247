package webform

import (
	"bytes"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"ticketpp/internal/coach"
	"ticketpp/internal/l10n"
	"ticketpp/internal/rules"
	"ticketpp/internal/ticket"
)

// page is what the templates show.
type page struct {
	f     *Form
	Root  string
	Lang  string
	Title string
	Focus string // id of the element that gets the keyboard
}

// templates parses the page's. For each page anew: an idle program keeps none,
// and nobody types faster than that takes.
func templates() (*template.Template, error) { return template.ParseFS(web, "web/*.html") }

// show writes the page as it is now.
func (f *Form) show(w http.ResponseWriter, focus string) {
	if focus == "" {
		focus = f.focus
	}
	f.focus = ""
	p := page{f: f, Root: f.guard.root, Lang: f.o.Texts.Lang(), Focus: focus}
	name := "form"
	switch {
	case f.outcome != "" && !f.handed:
		name = "closed"
	case f.handed:
		name = "after"
		if f.step.isLast() && f.followed {
			defer f.finish(Sent)
		}
	}
	p.Title = p.title(name)
	f.write1(w, http.StatusOK, name, p)
}

// turnAway says why there is no page.
func (f *Form) turnAway(w http.ResponseWriter, status int, key string) {
	p := page{f: f, Lang: f.o.Texts.Lang(), Title: f.o.Texts.Get("webform.refused.title")}
	f.write1(w, status, "refused", struct {
		page
		Words string
	}{p, f.o.Texts.Get(key)})
}

func (f *Form) write1(w http.ResponseWriter, status int, name string, p any) {
	t, err := templates()
	var b bytes.Buffer
	if err == nil {
		err = t.ExecuteTemplate(&b, name, p)
	}
	if err != nil {
		f.o.Log.Error("page", "name", name, "err", err)
		http.Error(w, "page", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // a browser that went away
}

func (p page) title(name string) string {
	switch name {
	case "closed":
		return p.T("webform.closed.title")
	case "after":
		return p.After().Title + " – Ticket++"
	}
	return p.T("compose.title")
}

// T gives a text.
func (p page) T(key string) string { return p.f.o.Texts.Get(key) }

// Serial is the number of this page.
func (p page) Serial() int { return p.f.serial }

// field is one field with words, as the templates show it.
type field struct {
	ID, Label, Value, Placeholder string
	Note                          string // under it
	Auto                          string // for the browser's own filling in
	Rows                          int    // 0: one line
	Required                      bool
	Managed                       string // that the administrator has set it
	Advice                        advice
	Focus                         bool
}

// advice is what stands below a field.
type advice struct {
	ID      string
	Words   string
	Class   string // "error", "advice", "muted"
	Take    string // the words of the button that takes the suggestion
	Undo    string // takes it back
	Who     string // leads to who has the problem
	Invalid bool   // for screen readers
}

// Field is a field by its id.
func (p page) Field(id string) field {
	return p.field(rules.Field(id))
}

func (p page) field(id rules.Field) field {
	t := p.f.o.Texts
	x := field{ID: string(id), Advice: p.advice(id), Managed: p.managed(id), Focus: p.Focus == string(id)}
	if s := p.f.text(id); s != nil {
		x.Value = *s
	}
	label := "compose." + string(id)
	switch id {
	case rules.Doing, rules.Data:
		label = "guide." + string(id)
		x.Rows, x.Placeholder = 3, t.Get("compose."+string(id)+".placeholder")
	case rules.Happened:
		x.Rows, x.Placeholder = 5, t.Get("compose.happened.placeholder")
	case rules.Subject:
		x.Required, x.Placeholder = true, t.Get("compose.subject.placeholder")
	case rules.Name:
		x.Required, x.Auto = true, "name"
	case rules.Phone:
		x.Required, x.Auto = true, "tel"
	case rules.Email:
		x.Required, x.Auto = true, "email"
	case rules.Office:
		x.Auto = "organization"
	case rules.Hours:
		x.Required = p.f.desk.HoursRequired
		x.Placeholder, x.Note = t.Get("compose.hours.placeholder"), t.Get("compose.hours.note")
	case rules.BCC:
		x.Value = strings.Join(p.f.ticket.BCC, ", ")
		x.Placeholder = t.Get("compose.bcc.placeholder")
	case rules.Spoken:
		label, x.Placeholder = "compose.spoken", t.Get("compose.spoken.placeholder")
	case rules.WhoName:
		label, x.Placeholder = "compose.behalf.name", t.Get("compose.behalf.placeholder")
	case rules.WhoPhone:
		label = "compose.behalf.phone"
	}
	x.Label = t.Get(label)
	return x
}

// managed says of a field that the administrator has set it; "" of others.
func (p page) managed(id rules.Field) string {
	if !slices.Contains(p.f.o.Managed, id) {
		return ""
	}
	return p.T("compose.managed")
}

// advice is what there is to say beside a field now.
func (p page) advice(id rules.Field) advice {
	s, t := &p.f.state, p.f.o.Texts
	a := advice{ID: string(id)}
	if x, ok := s.finding(id); ok {
		a.Words, a.Class = x.Message, "muted"
		switch {
		case x.Level == coach.Reject && s.tried:
			a.Class, a.Invalid = "error", true
		case x.Level == coach.Reject, x.Rule == coach.RulePersonalData:
			a.Class = "advice"
		}
		if x.Suggestion != "" && s.text(id) != nil && !slices.Contains(p.f.o.Managed, id) {
			a.Take = t.Get("compose.advice.take", l10n.Vars{"Text": rules.Shorten(x.Suggestion, 80)})
		}
		if x.Rule == coach.RuleOnBehalf {
			a.Who = t.Get("compose.advice.on_behalf")
		}
		return a
	}
	if r, ok := s.taken[id]; ok && s.text(id) != nil && *s.text(id) == r.now {
		a.Undo = t.Get("compose.advice.undo")
		if r.told != nil {
			a.Words, a.Class = t.Get("compose.advice.moved"), "muted"
		}
	}
	return a
}

// Advice is that of a field by its id.
func (p page) Advice(id string) advice { return p.advice(rules.Field(id)) }

// Start are the words of the button that begins the subject with the title of
// the window in front; "" where there is none.
func (p page) Start() string {
	from := rules.SubjectStart(p.f.ticket.Facts)
	if from == "" || p.f.ticket.Subject != "" {
		return ""
	}
	return p.f.o.Texts.Get("compose.subject.start", l10n.Vars{"Title": rules.Shorten(from, 60)})
}

// Has reports whether a field is asked: what leaves no choice is not.
func (p page) Has(id string) bool {
	s := &p.f.state
	switch rules.Field(id) {
	case rules.Helpdesk: // without any helpdesk the field stays, to say so
		return len(p.f.o.Helpdesks) != 1 || p.f.o.MoreDesks
	case rules.Module:
		return s.desk.AsksModule()
	case rules.Category:
		return len(s.desk.Categories) > 1
	case rules.Body:
		return len(p.f.o.Bodies) > 1
	case rules.Kind:
		return len(s.desk.Kinds) > 1
	case rules.Severity:
		return len(s.desk.Severities) > 1
	}
	return true
}

// option is one of a row of choices.
type option struct {
	Value, Label string
	Chosen       bool
	Focus        bool
}

// choice is a field in which one thing is chosen.
type choice struct {
	ID, Label, Empty string
	Required         bool
	Managed          string // that the administrator has set it
	Options          []option
	Advice           advice
	Focus            bool
}

// Choice is a field of choices by its id.
func (p page) Choice(id string) choice {
	s, t := &p.f.state, p.f.o.Texts
	c := choice{ID: id, Label: t.Get("compose." + id), Empty: t.Get("compose.choose"), Advice: p.Advice(id), Managed: p.managed(rules.Field(id)), Focus: p.Focus == id}
	switch rules.Field(id) {
	case rules.Helpdesk:
		c.Required = true
		if len(p.f.o.Helpdesks) == 0 {
			c.Empty = t.Get("compose.helpdesk.none")
		}
		for _, d := range p.f.o.Helpdesks {
			c.Options = append(c.Options, option{Value: d.ID, Label: d.Name, Chosen: d.ID == s.desk.ID})
		}
	case rules.Module:
		c.Required = true
		c.Options = options(rules.ModuleNames(s.desk), s.ticket.Module, "", t)
	case rules.Category:
		c.Options = options(s.desk.Categories, s.ticket.Category, "", t)
	case rules.Body:
		c.Required = true
		c.Options = options(p.f.o.Bodies, s.ticket.Contact.Body, "", t)
	case rules.Kind:
		c.Options = options(s.desk.Kinds, s.ticket.Kind, "kind.", t)
	case rules.Severity:
		c.Options = options(s.desk.Severities, s.ticket.Severity, "severity.", t)
	case rules.By:
		c.Options = options([]ticket.ContactBy{ticket.ByPhone, ticket.ByEmail}, s.ticket.Contact.ContactBy, "contact_by.", t)
	}
	return c
}

// options lists values, with the texts KEY+value where there are any.
func options[T ~string](values []T, chosen T, key string, t *l10n.Texts) (list []option) {
	for _, v := range values {
		label := string(v)
		if key != "" {
			label = t.Get(key + label)
		}
		list = append(list, option{Value: string(v), Label: label, Chosen: v == chosen})
	}
	return list
}

// GoesTo says who will get the ticket.
func (p page) GoesTo() string {
	s, t := &p.f.state, p.f.o.Texts
	if address, ok := s.desk.AddressFor(s.ticket.Module); ok {
		return t.Get("compose.goes_to", l10n.Vars{"Helpdesk": s.desk.Name, "Address": address})
	}
	if len(s.desk.Modules) > 0 {
		return t.Get("compose.goes_to_module", l10n.Vars{"Helpdesk": s.desk.Name})
	}
	return ""
}

// Charged says that the kind may be charged.
func (p page) Charged() string {
	if !p.f.desk.IsCharged(p.f.ticket.Kind) {
		return ""
	}
	return p.T("compose.kind.charged")
}

// Focused reports whether an element gets the keyboard.
func (p page) Focused(id string) bool { return id != "" && p.Focus == id }

// is reports whether a field is among some.
func is(id rules.Field, among ...rules.Field) bool { return slices.Contains(among, id) }
