package compose

import (
	"slices"
	"strings"

	"ticketpp/internal/ticket"
)

// deskOf returns the helpdesk with that id, or the only one. Among several
// the user chooses: a ticket at the wrong helpdesk is worse than a click.
func deskOf(id string, desks []ticket.Helpdesk) ticket.Helpdesk {
	for _, d := range desks {
		if d.ID == id {
			return d
		}
	}
	if len(desks) == 1 {
		return desks[0]
	}
	return ticket.Helpdesk{}
}

// fitDesk makes a ticket fit a helpdesk: what the helpdesk knows stays, what
// it does not know goes, and what leaves no choice is chosen. The words that
// the user wrote are never touched.
func fitDesk(t *ticket.Ticket, d ticket.Helpdesk) {
	t.Helpdesk = d.ID
	t.Module = fitName(t.Module, moduleNames(d))
	t.Category = fitName(t.Category, d.Categories)
	t.Kind = fitFirst(t.Kind, d.Kinds, ticket.Anomaly)
	t.Severity = fitFirst(t.Severity, d.Severities, ticket.Normal)
}

// fitName keeps name if it is one of names, as it is written there; else it
// takes the only one there is, or none.
func fitName(name string, names []string) string {
	for _, n := range names {
		if strings.EqualFold(n, strings.TrimSpace(name)) {
			return n
		}
	}
	if len(names) == 1 {
		return names[0]
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

func moduleNames(d ticket.Helpdesk) []string {
	names := make([]string, len(d.Modules))
	for i, m := range d.Modules {
		names[i] = m.Name
	}
	return names
}

// fillContact gives a ticket what is remembered of the person, where the
// ticket says nothing, and the Ente where there is only one.
func fillContact(c *ticket.Contact, known ticket.Contact, bodies []string) {
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
