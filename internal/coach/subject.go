package coach

import (
	"strings"

	"ticketpp/internal/l10n"
)

// mostRead is how many bytes of a subject are understood. Ten times the
// longest one allowed: what stands behind cannot make it a good one.
const mostRead = 10 * longestSubject

// Subject returns what is to be done better in a subject, the gravest first;
// nothing when it is good. A subject passes when, greetings, urgency, generic
// words and product names taken away, something remains that names what is
// not working or wanted.
func (c *Coach) Subject(s string) []Finding {
	s = trim(s)
	if s == "" {
		return []Finding{c.reject(FieldSubject, RuleEmpty)}
	}
	rules := c.subjectRules(s)
	if len(rules) == 0 {
		return nil
	}
	suggestion := c.improve(s)
	findings := make([]Finding, 0, len(rules))
	for _, rule := range rules {
		f := c.reject(FieldSubject, rule.name)
		f.Level = rule.level
		if suggestion != s {
			f.Suggestion = suggestion
		}
		if rule.level == Hint && f.Suggestion == "" {
			continue
		}
		findings = append(findings, f)
	}
	return findings
}

// broken is a rule that a text breaks.
type broken struct {
	name  string
	level Level
}

// subjectRules returns the rules that a subject breaks, the gravest first.
func (c *Coach) subjectRules(s string) []broken {
	long := len(s) > longestSubject
	s = clip(s, mostRead)
	var rules []broken
	add := func(name string, level Level) {
		for _, r := range rules {
			if r.name == name {
				return
			}
		}
		rules = append(rules, broken{name, level})
	}
	body, replied := c.unreply(s)
	if replied {
		add(RuleReply, Reject)
	}
	r := c.words.read(body)
	_, to := c.words.addressed(r)
	person := to > 0
	if person {
		add(RulePerson, Reject)
	}
	switch {
	case r.hollow() && (replied || person): // said once is enough
	case r.hollow():
		add(r.verdict(), Reject)
	case r.reserves():
		add(RuleReservation, Reject)
	}
	if !r.hollow() {
		loud, raised := shouts(body)
		if loud || len(r.pressing()) > 0 {
			add(RuleUrgency, Reject)
		} else if raised {
			add(RuleUrgency, Hint)
		}
	}
	if long {
		add(RuleTooLong, Reject)
	}
	if r.shouted() && len(r.toks) > 1 && len(rules) == 0 {
		add(RuleCapitals, Hint)
	}
	return rules
}

// improve returns the subject with all taken away that can be, when what
// remains is a good subject; else "".
func (c *Coach) improve(s string) string {
	s = clip(s, mostRead)
	for range 3 {
		s, _ = c.unreply(s)
		s = c.words.polish(s)
	}
	if s == "" {
		return ""
	}
	for _, rule := range c.subjectRules(s) {
		if rule.level == Reject {
			return ""
		}
	}
	return s
}

// reject makes a finding with the words for its field and rule.
func (c *Coach) reject(field Field, rule string) Finding {
	return Finding{Field: field, Rule: rule, Level: Reject, Message: c.say(field, rule)}
}

// hint makes a finding that never stops a ticket.
func (c *Coach) hint(field Field, rule string) Finding {
	return Finding{Field: field, Rule: rule, Level: Hint, Message: c.say(field, rule)}
}

// say returns the words for a rule. The severity is only pointed to where the
// helpdesk's form asks for it.
func (c *Coach) say(field Field, rule string) string {
	key := "coach." + string(field) + "." + rule
	if strings.HasPrefix(rule, RuleUrgency) && len(c.desk.Severities) == 0 {
		key += "-alone"
	}
	return c.texts.Get(key, l10n.Vars{"Helpdesk": c.desk.Name, "Phone": c.desk.Phone, "Limit": longestSubject})
}
