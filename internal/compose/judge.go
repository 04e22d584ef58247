package compose

import (
	"ticketpp/internal/coach"
	"ticketpp/internal/l10n"
	"ticketpp/internal/rules"
	"ticketpp/internal/ticket"
)

// verdict is what there is to say of a ticket, as the room rules has it.
type verdict struct {
	findings map[fieldID][]coach.Finding
	must     map[fieldID]bool
}

func judge(t ticket.Ticket, desk ticket.Helpdesk, bodies []string, maxTotal int64, c Coach, texts *l10n.Texts) verdict {
	var reader rules.Coach
	if c != nil { // a nil of ours would not be one of theirs
		reader = c
	}
	v := rules.Judge(t, desk, bodies, maxTotal, reader, texts)
	return verdict{findings: v.Findings, must: v.Must}
}

func (v verdict) of() rules.Verdict { return rules.Verdict{Findings: v.findings, Must: v.must} }

func (v verdict) require(id fieldID, message string) { v.of().Require(id, message) }

func (v verdict) faults() []fieldID { return v.of().Faults() }

func (v verdict) stopping(mode ticket.CoachMode) []fieldID { return v.of().Stopping(mode) }

// stops reports whether the ticket may not be sent.
func (v verdict) stops(mode ticket.CoachMode) bool { return len(v.stopping(mode)) > 0 }

func (v verdict) isClear() bool { return v.of().IsClear() }

func (v verdict) personal() []fieldID { return v.of().Personal() }

func (v verdict) doubts() string { return v.of().Doubts() }

// order is the order in which the fields stand in the form.
func order() []fieldID { return rules.Order() }

func weight(t ticket.Ticket) int64 { return rules.Weight(t) }

func isBlank(t ticket.Ticket) bool { return rules.IsBlank(t) }

func isComplete(p ticket.Contact, bodies []string, c Coach) bool {
	if c == nil {
		return rules.IsComplete(p, bodies, nil)
	}
	return rules.IsComplete(p, bodies, c)
}

func addresses(s string) []string { return rules.Addresses(s) }
