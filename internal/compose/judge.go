package compose

import (
	"slices"
	"strings"

	"ticketpp/internal/coach"
	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
)

// verdict is what there is to say of a ticket, field by field, the gravest
// first.
type verdict struct {
	findings map[fieldID][]coach.Finding
	// must holds the fields without which no mail can be made at all: they
	// stop the ticket whatever the helpdesk's mode.
	must map[fieldID]bool
}

// judge reads the whole ticket. c may be nil while the coach is still being
// made: then only what must be there is asked for.
func judge(t ticket.Ticket, desk ticket.Helpdesk, bodies []string, maxTotal int64, c Coach, texts *l10n.Texts) verdict {
	v := verdict{findings: map[fieldID][]coach.Finding{}, must: map[fieldID]bool{}}
	if c != nil {
		v.add(c.Subject(t.Subject)...)
		v.add(c.Description(t.Description)...)
		v.add(c.Contact(t.Contact, bodies)...)
		for _, address := range t.BCC {
			v.add(c.BCC(address)...)
		}
	}
	if t.Helpdesk == "" {
		v.require(idHelpdesk, texts.Get("compose.helpdesk.choose"))
	}
	if len(desk.Modules) > 0 && t.Module == "" {
		v.require(idModule, texts.Get("compose.module.choose"))
	}
	if strings.TrimSpace(t.Contact.Email) == "" && len(v.findings[idEmail]) == 0 {
		v.require(idEmail, texts.Get("compose.email.missing"))
	}
	if c != nil && isUntold(t) {
		v.add(coach.Finding{
			Field: coach.FieldDescription, Part: coach.PartHappened, Rule: ruleUntold, Level: coach.Hint,
			Message: texts.Get("compose.happened.missing"),
		})
	}
	for _, id := range []fieldID{idEmail, idBCC} {
		if coach.Rejects(v.findings[id]) {
			v.must[id] = true
		}
	}
	if sum := weight(t); maxTotal > 0 && sum > maxTotal {
		v.require(idFiles, texts.Get("compose.files.too_much", l10n.Vars{
			"Sum": size(sum, texts.Lang()), "Limit": size(maxTotal, texts.Lang()),
		}))
	}
	for _, findings := range v.findings {
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

func (v verdict) add(findings ...coach.Finding) {
	for _, f := range findings {
		id := fieldOf(f)
		v.findings[id] = append(v.findings[id], f)
	}
}

func (v verdict) require(id fieldID, message string) {
	v.must[id] = true
	v.findings[id] = append(v.findings[id], coach.Finding{Rule: coach.RuleEmpty, Level: coach.Reject, Message: message})
}

// order is the order in which the fields stand in the form.
func order() []fieldID {
	return []fieldID{
		idHelpdesk, idModule, idCategory, idBody, idKind, idSeverity, idSubject, idDoing, idData, idHappened,
		idName, idPhone, idEmail, idOffice, idHours, idBCC, idSpoken, idWhoName, idWhoPhone, idFiles,
	}
}

// faults returns the fields that stop the ticket, in the order of the form.
func (v verdict) faults() (ids []fieldID) {
	for _, id := range order() {
		if coach.Rejects(v.findings[id]) {
			ids = append(ids, id)
		}
	}
	return ids
}

// stopping returns the fields that must be put right before the ticket may
// be sent, in the order of the form: what must be there and is not, and
// where the helpdesk does not only warn, all that was found.
func (v verdict) stopping(mode ticket.CoachMode) (ids []fieldID) {
	for _, id := range v.faults() {
		if mode != ticket.Warn || v.must[id] {
			ids = append(ids, id)
		}
	}
	return ids
}

// stops reports whether the ticket may not be sent.
func (v verdict) stops(mode ticket.CoachMode) bool { return len(v.stopping(mode)) > 0 }

// isClear reports whether a technician knows where to begin: nothing stops
// the ticket, and of subject and description there is nothing to say but
// that they could be written in lower case.
func (v verdict) isClear() bool {
	if len(v.faults()) > 0 {
		return false
	}
	for _, id := range []fieldID{idSubject, idDoing, idData, idHappened} {
		for _, f := range v.findings[id] {
			if f.Rule != coach.RuleCapitals {
				return false
			}
		}
	}
	return true
}

// weight returns the bytes of all that goes with the ticket.
func weight(t ticket.Ticket) (sum int64) {
	for _, s := range t.Screenshots {
		if s.Included {
			sum += s.Size
		}
	}
	for _, a := range t.Attachments {
		sum += a.Size
	}
	return sum
}

// isBlank reports whether the user has written and attached nothing, so that
// nothing is lost with the ticket.
func isBlank(t ticket.Ticket) bool {
	words := []string{t.Subject, t.AlreadySpoken, t.OnBehalf.Name, t.OnBehalf.Phone}
	words = append(words, t.BCC...)
	return t.Description.IsEmpty() && len(t.Attachments) == 0 && strings.TrimSpace(strings.Join(words, "")) == ""
}

// isComplete reports whether a person can be folded into one line.
func isComplete(p ticket.Contact, bodies []string, c Coach) bool {
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

// addresses reads the addresses of a BCC field, parted by commas, semicolons
// or spaces.
func addresses(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",; \t\n", r) })
}
