package main

import (
	"cmp"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"ticketpp/internal/config"
)

//go:embed texts.toml
var textFile []byte

// words are a policy's or a category's texts, by language.
type words struct {
	EN     string `toml:"en"`
	IT     string `toml:"it"`
	HelpEN string `toml:"help_en"`
	HelpIT string `toml:"help_it"`
}

func (w words) name(language string) string {
	if language == "it" {
		return w.IT
	}
	return w.EN
}

func (w words) help(language string) string {
	if language == "it" {
		return w.HelpIT
	}
	return w.HelpEN
}

// policy is a setting as a policy.
type policy struct {
	config.Setting
	words
	text bool // one text of several lines, in TOML
}

// id names the policy in the templates.
func (p policy) id() string { return strings.ReplaceAll(p.Key(), ".", "_") }

// category names the table's.
func category(table string) string {
	return "trayapp_" + cmp.Or(table, "general")
}

const root = `Software\Policies\trayapp`

// key is the registry key that the policy's value stands in.
func (p policy) key() string {
	if p.Table == "" || p.text {
		return root
	}
	return root + `\` + p.Table
}

// read joins the settings' description with the texts; a setting without a
// text, and a text without a setting, are errors.
func read() (all []policy, tables map[string]words, err error) {
	var texts map[string]words
	if err := toml.Unmarshal(textFile, &texts); err != nil {
		return nil, nil, fmt.Errorf("texts.toml: %w", err)
	}
	used := map[string]bool{}
	take := func(key string) words {
		used[key] = true
		w := texts[key]
		if w.EN == "" || w.IT == "" || !strings.HasPrefix(key, "table.") && (w.HelpEN == "" || w.HelpIT == "") {
			err = fmt.Errorf("texts.toml says too little of %q", key)
		}
		return w
	}
	settings, several := config.Describe()
	tables = map[string]words{}
	for _, s := range settings {
		all = append(all, policy{Setting: s, words: take(s.Key())})
		name := cmp.Or(s.Table, "general")
		tables[name] = take("table." + name)
	}
	for _, name := range several {
		if !slices.ContainsFunc(settings, func(s config.Setting) bool { return s.Table == name }) {
			tables[name] = take("table." + name)
		}
		p := policy{Setting: config.Setting{Table: name, Name: "several"}, words: take(name + ".several"), text: true}
		all = append(all, p)
	}
	for key := range texts {
		if !used[key] {
			err = fmt.Errorf("texts.toml speaks of %q, which is no setting", key)
		}
	}
	return all, tables, err
}
