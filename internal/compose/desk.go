package compose

import (
	"ticketpp/internal/rules"
	"ticketpp/internal/ticket"
)

func deskOf(id string, desks []ticket.Helpdesk) ticket.Helpdesk { return rules.DeskOf(id, desks) }

func fitDesk(t *ticket.Ticket, d ticket.Helpdesk) { rules.FitDesk(t, d) }

func moduleNames(d ticket.Helpdesk) []string { return rules.ModuleNames(d) }

func fillContact(c *ticket.Contact, known ticket.Contact, bodies []string) {
	rules.FillContact(c, known, bodies)
}
