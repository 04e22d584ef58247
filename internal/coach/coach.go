// Package coach says what is wrong with a subject, a description or a
// contact, and what to write instead, so that no ticket leaves that a
// technician cannot work on and no good one is refused. It works on texts
// alone: it must not know windows, files, the network or a particular
// helpdesk.
package coach

import (
	"fmt"
	"regexp"
	"unicode/utf8"

	"ticketpp/assets"
	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
)

// Level says how grave a finding is.
type Level string

// The levels. A hint never stops a ticket; what a reject does is the
// helpdesk's choice (ticket.Block, ticket.Warn).
const (
	Hint   Level = "hint"
	Reject Level = "reject"
)

// Field names the part of the form that a finding speaks of.
type Field string

// The fields.
const (
	FieldSubject     Field = "subject"
	FieldDescription Field = "description"
	FieldName        Field = "name"
	FieldPhone       Field = "phone"
	FieldEmail       Field = "email"
	FieldHours       Field = "hours"
	FieldBody        Field = "body"
	FieldBCC         Field = "bcc"
)

// Part names the one of the description's texts that a finding speaks of. It
// is empty for findings about the whole description and about other fields.
type Part string

// The parts of a description, as in ticket.Description.
const (
	PartText     Part = "text"
	PartDoing    Part = "doing"
	PartData     Part = "data"
	PartHappened Part = "happened"
)

// Finding is one thing to do better.
type Finding struct {
	Field      Field  `json:"field"`
	Part       Part   `json:"part,omitempty"` // which text of the description Suggestion replaces
	Rule       string `json:"rule"`           // stable name, see the Rule constants
	Level      Level  `json:"level"`
	Message    string `json:"message"`              // one sentence that says what to do next
	Suggestion string `json:"suggestion,omitempty"` // a good text to take instead; empty when there is none
}

// The rules, by their stable names.
const (
	RuleEmpty        = "empty"
	RuleGeneric      = "generic"
	RuleMeaningless  = "meaningless"
	RuleCallback     = "callback"
	RulePointer      = "pointer"
	RulePerson       = "person"
	RuleUrgency      = "urgency"
	RuleReply        = "reply"
	RuleReservation  = "reservation"
	RuleTooLong      = "too-long"
	RuleCapitals     = "capitals"
	RuleData         = "data"
	RuleErrorText    = "error-text"
	RuleOnBehalf     = "on-behalf"
	RulePersonalData = "personal-data"
	RuleName         = "name"
	RulePhone        = "phone"
	RuleEmail        = "email"
	RuleHours        = "hours"
	RuleBody         = "body"
	RuleBCC          = "bcc"
)

// Coach reads texts for one helpdesk in one language of messages. It is safe
// for concurrent use.
type Coach struct {
	texts *l10n.Texts
	desk  ticket.Helpdesk
	words *reader
	tags  *regexp.Regexp
}

// New returns a coach whose messages come from t and that knows the helpdesk
// h (its products, staff, tag, domains and whether it asks for hours); the
// zero Helpdesk will do. The lexicon is read here, so that a program that
// never asks pays nothing.
func New(t *l10n.Texts, h ticket.Helpdesk) (*Coach, error) {
	lex, err := readLexicon(assets.Lexicon)
	if err != nil {
		return nil, err
	}
	tags, err := compileTags()
	if err != nil {
		return nil, fmt.Errorf("compile the patterns of tags: %w", err)
	}
	return &Coach{texts: t, desk: h, words: newReader(lex, h), tags: tags}, nil
}

// Rejects reports whether one of the findings is a reject.
func Rejects(findings []Finding) bool {
	for _, f := range findings {
		if f.Level == Reject {
			return true
		}
	}
	return false
}

// clip returns at most the first limit bytes of s, cut between characters.
func clip(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit]
}
