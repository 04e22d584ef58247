package dispatch

import (
	"slices"

	"ticketpp/internal/ticket"
)

// sealedTicket is the ticket as the queue keeps it beside its mail: without
// what only the editor needs of a screenshot. Marks may spell out what lies
// under a redaction, and the originals stay behind with the draft.
func sealedTicket(t ticket.Ticket) ticket.Ticket {
	t.Screenshots = slices.Clone(t.Screenshots)
	for i := range t.Screenshots {
		s := &t.Screenshots[i]
		s.Original, s.Marks, s.Pointer = "", nil, nil
	}
	return t
}
