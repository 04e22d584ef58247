package config

import "strings"

// Setting describes a key for whoever makes templates for policy.
type Setting struct {
	Table   string // "" is the top
	Name    string
	Kind    string   // what a value is: "one-of", "boolean", "port", "list"; else a text of some form
	Options []string // of "one-of", as they are written
	BuiltIn string   // a text's or a choice's own value, "" for none
}

// Key is the setting's whole name, as [Settings.Origin] takes it.
func (s Setting) Key() string { return strings.TrimPrefix(s.Table+"."+s.Name, ".") }

// Describe lists the settings that stand in one table each, in the order of
// the documentation, and the names of the tables of which there may be
// several: those are one text value in the registry.
func Describe() (settings []Setting, several []string) {
	for _, g := range schema() {
		if g.many {
			several = append(several, g.name)
		}
		if !g.one {
			continue
		}
		for _, r := range g.rules {
			s := Setting{Table: g.name, Name: r.name}
			// A check tells what it wants when it gets what nobody can want.
			if _, faults := r.check(&node{kind: isOther}); len(faults) > 0 {
				s.Kind = faults[0].want
				s.Options = optionsOf(faults[0].options)
			}
			if text, ok := r.builtIn.(string); ok {
				s.BuiltIn = text
			}
			settings = append(settings, s)
		}
	}
	return settings, several
}

// optionsOf reads back what oneOf writes.
func optionsOf(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text[1:len(text)-1], `", "`)
}
