package rules

import (
	"slices"
	"strings"

	"ticketpp/internal/coach"
	"ticketpp/internal/ticket"
)

// DeskOf returns the helpdesk with that id, or the only one. Among several
// the user chooses: a ticket at the wrong helpdesk is worse than a click. more
// says that the settings name others, which cannot be used.
func DeskOf(id string, desks []ticket.Helpdesk, more bool) ticket.Helpdesk {
	for _, d := range desks {
		if d.ID == id {
			return d
		}
	}
	if len(desks) == 1 && !more {
		return desks[0]
	}
	return ticket.Helpdesk{}
}

// FitDesk makes a ticket fit a helpdesk: what the helpdesk knows stays, what
// it does not know goes, and what leaves no choice is chosen. The words that
// the user wrote are never touched.
func FitDesk(t *ticket.Ticket, d ticket.Helpdesk) {
	t.Helpdesk = d.ID
	if t.Module = fitName(t.Module, ModuleNames(d)); t.Module == "" {
		t.Module, _ = d.OnlyModule()
	}
	if t.Category = fitName(t.Category, d.Categories); t.Category == "" && len(d.Categories) == 1 {
		t.Category = d.Categories[0]
	}
	t.Kind = fitFirst(t.Kind, d.Kinds, ticket.Anomaly)
	t.Severity = fitFirst(t.Severity, d.Severities, ticket.Normal)
}

// fitName keeps name if it is one of names, as it is written there.
func fitName(name string, names []string) string {
	for _, n := range names {
		if strings.EqualFold(n, strings.TrimSpace(name)) {
			return n
		}
	}
	return ""
}

// fitFirst keeps v if it is one of values; else it takes the first, or usual
// where there are none.
func fitFirst[T comparable](v T, values []T, usual T) T {
	switch {
	case len(values) == 0:
		return usual
	case slices.Contains(values, v):
		return v
	}
	return values[0]
}

// ModuleNames lists a helpdesk's modules by name, in the order of the
// settings.
func ModuleNames(d ticket.Helpdesk) []string {
	names := make([]string, len(d.Modules))
	for i, m := range d.Modules {
		names[i] = m.Name
	}
	return names
}

// FillContact gives a ticket what is remembered of the person, where the
// ticket says nothing, and the Ente where there is only one.
func FillContact(c *ticket.Contact, known ticket.Contact, bodies []string) {
	for _, p := range []struct {
		to   *string
		from string
	}{
		{&c.Name, known.Name},
		{&c.Phone, known.Phone},
		{&c.Email, known.Email},
		{&c.Office, known.Office},
		{&c.Body, known.Body},
		{&c.Hours, known.Hours},
	} {
		if *p.to == "" {
			*p.to = p.from
		}
	}
	if c.ContactBy == "" {
		c.ContactBy = known.ContactBy
	}
	if c.ContactBy == "" {
		c.ContactBy = ticket.ByPhone
	}
	if len(bodies) == 1 && c.Body == "" {
		c.Body = bodies[0]
	}
}

// IsComplete reports whether a person can be folded into one line, and is
// worth to be remembered. c may be nil.
func IsComplete(p ticket.Contact, bodies []string, c Coach) bool {
	if strings.TrimSpace(p.Name) == "" || strings.TrimSpace(p.Phone) == "" || strings.TrimSpace(p.Email) == "" {
		return false
	}
	if c == nil {
		return true
	}
	for _, f := range c.Contact(p, bodies) {
		if f.Level == coach.Reject && f.Field != coach.FieldBody {
			return false
		}
	}
	return true
}
