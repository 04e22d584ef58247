package rules

import (
	"slices"
	"strings"

	"ticketpp/internal/coach"
	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
)

// Verdict is what there is to say of a ticket, field by field, the gravest
// first.
type Verdict struct {
	Findings map[Field][]coach.Finding
	// Must holds the fields without which no mail can be made at all: they
	// stop the ticket whatever the helpdesk's mode.
	Must map[Field]bool
}

// Judge reads the whole ticket. bodies are the Enti among which the user
// chooses; maxTotal is in bytes, 0 without a limit. c may be nil while the
// coach is still being made: then only what must be there is asked for.
func Judge(t ticket.Ticket, desk ticket.Helpdesk, bodies []string, maxTotal int64, c Coach, texts *l10n.Texts) Verdict {
	v := Verdict{Findings: map[Field][]coach.Finding{}, Must: map[Field]bool{}}
	if c != nil {
		v.add(c.Subject(t.Subject)...)
		v.add(c.Description(t.Description)...)
		v.add(c.Contact(t.Contact, bodies)...)
		for _, address := range t.BCC {
			v.add(c.BCC(address)...)
		}
	}
	if t.Helpdesk == "" {
		v.Require(Helpdesk, texts.Get("compose.helpdesk.choose"))
	}
	if len(desk.Modules) > 0 && t.Module == "" {
		v.Require(Module, texts.Get("compose.module.choose"))
	}
	if strings.TrimSpace(t.Contact.Email) == "" && len(v.Findings[Email]) == 0 {
		v.Require(Email, texts.Get("compose.email.missing"))
	}
	if c != nil && isUntold(t) {
		v.add(coach.Finding{
			Field: coach.FieldDescription, Part: coach.PartHappened, Rule: ruleUntold, Level: coach.Hint,
			Message: texts.Get("compose.happened.missing"),
		})
	}
	for _, id := range []Field{Email, BCC} {
		if coach.Rejects(v.Findings[id]) {
			v.Must[id] = true
		}
	}
	if sum := Weight(t); maxTotal > 0 && sum > maxTotal {
		v.Require(Files, texts.Get("compose.files.too_much", l10n.Vars{
			"Sum": Size(sum, texts.Lang()), "Limit": Size(maxTotal, texts.Lang()),
		}))
	}
	for _, findings := range v.Findings {
		slices.SortStableFunc(findings, func(a, b coach.Finding) int { return gravity(b) - gravity(a) })
	}
	return v
}

// ruleUntold is the form's own rule: an anomaly of which the guides tell
// everything but what happened.
const ruleUntold = "untold"

// isUntold reports whether a ticket breaks ruleUntold. Free text may tell it
// anywhere.
func isUntold(t ticket.Ticket) bool {
	d := t.Description
	blank := func(s string) bool { return strings.TrimSpace(s) == "" }
	return t.Kind == ticket.Anomaly && blank(d.Text) && blank(d.Happened) && !d.IsEmpty()
}

// gravity says which of the findings of a field is said first.
func gravity(f coach.Finding) int {
	switch {
	case f.Level == coach.Reject:
		return 3
	case f.Rule == coach.RulePersonalData:
		return 2
	case f.Rule == ruleUntold:
		return 1
	}
	return 0
}

func (v Verdict) add(findings ...coach.Finding) {
	for _, f := range findings {
		id := FieldOf(f)
		v.Findings[id] = append(v.Findings[id], f)
	}
}

// Require says of a field that without it no mail can be made.
func (v Verdict) Require(id Field, message string) {
	v.Must[id] = true
	v.Findings[id] = append(v.Findings[id], coach.Finding{Rule: coach.RuleEmpty, Level: coach.Reject, Message: message})
}

// Faults returns the fields that stop the ticket, in the order of the form.
func (v Verdict) Faults() (ids []Field) {
	for _, id := range Order() {
		if coach.Rejects(v.Findings[id]) {
			ids = append(ids, id)
		}
	}
	return ids
}

// Stopping returns the fields that must be put right before the ticket may
// be sent, in the order of the form: what must be there and is not, and
// where the helpdesk does not only warn, all that was found.
func (v Verdict) Stopping(mode ticket.CoachMode) (ids []Field) {
	for _, id := range v.Faults() {
		if mode != ticket.Warn || v.Must[id] {
			ids = append(ids, id)
		}
	}
	return ids
}

// Stops reports whether the ticket may not be sent.
func (v Verdict) Stops(mode ticket.CoachMode) bool { return len(v.Stopping(mode)) > 0 }

// IsClear reports whether a technician knows where to begin: nothing stops
// the ticket, and of subject and description there is nothing to say but
// that they could be written in lower case.
func (v Verdict) IsClear() bool {
	if len(v.Faults()) > 0 {
		return false
	}
	for _, id := range []Field{Subject, Doing, Data, Happened} {
		for _, f := range v.Findings[id] {
			if f.Rule != coach.RuleCapitals {
				return false
			}
		}
	}
	return true
}

// Personal returns the fields that hold what no helpdesk needs, such as a
// password, in the order of the form.
func (v Verdict) Personal() (ids []Field) {
	for _, id := range Order() {
		if slices.ContainsFunc(v.Findings[id], isPersonal) {
			ids = append(ids, id)
		}
	}
	return ids
}

func isPersonal(f coach.Finding) bool { return f.Rule == coach.RulePersonalData }

// Doubts is all about which the user must be asked before the ticket is sent,
// so that nothing is asked twice; empty when there is nothing to ask.
func (v Verdict) Doubts() string {
	doubts := Join(v.Faults())
	for _, id := range v.Personal() {
		for _, f := range v.Findings[id] {
			if isPersonal(f) {
				doubts += "\n" + string(id) + ": " + f.Message
			}
		}
	}
	return doubts
}

// Join writes fields in one line, parted by blanks.
func Join(ids []Field) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = string(id)
	}
	return strings.Join(names, " ")
}
