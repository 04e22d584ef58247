package ticket

import (
	"regexp"
	"strings"
	"time"
)

// CoachMode says what a finding of the coach does to Send.
type CoachMode string

// The modes of the coach.
const (
	Block CoachMode = "block" // Send stays shut until the findings are gone
	Warn  CoachMode = "warn"  // Send asks once
)

// Module is one address of a helpdesk that has several (CWOL: one per module,
// 01S: one per procedure).
type Module struct {
	Name    string `json:"name"`
	Address string `json:"address"`
}

// Helpdesk is a helpdesk as the settings describe it, profile included. It is
// data: nothing in the code knows a particular helpdesk.
type Helpdesk struct {
	ID            string            `json:"id"`
	Profile       string            `json:"profile,omitempty"`
	Name          string            `json:"name"`
	Address       string            `json:"address,omitempty"` // where tickets without a module go
	Domains       []string          `json:"domains,omitempty"` // the helpdesk's own people: never in BCC, the only senders of confirmations
	Phone         string            `json:"phone,omitempty"`
	Fax           string            `json:"fax,omitempty"`
	Portal        string            `json:"portal,omitempty"` // https URL
	ConfirmWithin time.Duration     `json:"confirm_within"`   // when a confirmation is late
	ReopenWithin  time.Duration     `json:"reopen_within"`    // how long a resolved ticket can be reopened
	Tag           *regexp.Regexp    `json:"-"`                // finds the ticket's number as the group "number"; nil when unknown
	SubjectPrefix string            `json:"subject_prefix,omitempty"`
	Coach         CoachMode         `json:"coach"`
	HoursRequired bool              `json:"hours_required"`
	Products      []string          `json:"products,omitempty"` // words that say nothing by themselves in a subject
	Staff         []string          `json:"staff,omitempty"`    // names that do not belong in a subject
	Categories    []string          `json:"categories,omitempty"`
	Kinds         []Kind            `json:"kinds,omitempty"`      // empty: the form does not ask
	Charged       []Kind            `json:"charged,omitempty"`    // kinds that may be charged
	Severities    []Severity        `json:"severities,omitempty"` // empty: the form does not ask
	Headers       map[string]string `json:"headers,omitempty"`    // fixed extra headers
	Modules       []Module          `json:"modules,omitempty"`
	MoreModules   bool              `json:"-"` // the settings name others, which cannot be used: none is chosen unasked
}

// OnlyModule returns the name of the module that leaves no choice.
func (h Helpdesk) OnlyModule() (string, bool) {
	if len(h.Modules) != 1 || h.MoreModules {
		return "", false
	}
	return h.Modules[0].Name, true
}

// AsksModule reports whether somebody must choose a module.
func (h Helpdesk) AsksModule() bool {
	_, only := h.OnlyModule()
	return len(h.Modules) > 0 && !only
}

// AddressFor returns the one address to which a ticket for the named module
// goes: the module's own, or the helpdesk's when it has no modules. It
// reports false when the module is unknown or no address is configured.
func (h Helpdesk) AddressFor(module string) (string, bool) {
	if len(h.Modules) == 0 {
		return h.Address, h.Address != ""
	}
	for _, m := range h.Modules {
		if strings.EqualFold(m.Name, strings.TrimSpace(module)) {
			return m.Address, m.Address != ""
		}
	}
	return "", false
}

// IsCharged reports whether tickets of kind k may be charged.
func (h Helpdesk) IsCharged(k Kind) bool {
	for _, c := range h.Charged {
		if c == k {
			return true
		}
	}
	return false
}

// OwnsAddress reports whether address belongs to the helpdesk's own people:
// its domain is one of Domains or below one, or the address is the helpdesk's
// own. Such an address is never a BCC (Project++: "senza aggiungere in CC
// nessun'altra e-mail del personale").
func (h Helpdesk) OwnsAddress(address string) bool {
	address = strings.ToLower(strings.TrimSpace(address))
	if strings.EqualFold(address, h.Address) {
		return true
	}
	for _, m := range h.Modules {
		if strings.EqualFold(address, m.Address) {
			return true
		}
	}
	_, domain, ok := strings.Cut(address, "@")
	if !ok {
		return false
	}
	for _, own := range h.Domains {
		own = strings.ToLower(own)
		if domain == own || strings.HasSuffix(domain, "."+own) {
			return true
		}
	}
	return false
}
