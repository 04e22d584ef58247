package main

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// admx is the language-neutral half of the templates.
func admx(policies []policy, tables map[string]words) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="utf-8"?>
<!-- Made by packaging/admx from the settings' description; not by hand. -->
<policyDefinitions xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions" revision="1.0" schemaVersion="1.0">
  <policyNamespaces>
    <target prefix="trayapp" namespace="Ticketpp.Policies.trayapp"/>
  </policyNamespaces>
  <resources minRequiredRevision="1.0"/>
  <supportedOn>
    <definitions>
      <definition name="SUPPORTED_trayapp" displayName="$(string.SUPPORTED_trayapp)"/>
    </definitions>
  </supportedOn>
  <categories>
    <category name="trayapp" displayName="$(string.trayapp)"/>
`)
	for _, name := range slices.Sorted(maps.Keys(tables)) {
		fmt.Fprintf(&b, "    <category name=%q displayName=\"$(string.%s)\">\n      <parentCategory ref=\"trayapp\"/>\n    </category>\n",
			category(name), category(name))
	}
	b.WriteString("  </categories>\n  <policies>\n")
	for _, p := range policies {
		b.WriteString(p.admx())
	}
	b.WriteString("  </policies>\n</policyDefinitions>\n")
	return b.String()
}

// admx is one policy. Each holds for the machine and for a user; of the two
// the machine's counts more, as the program reads them.
func (p policy) admx() string {
	id := p.id()
	head := fmt.Sprintf(`    <policy name="%s" class="Both" displayName="$(string.%s)" explainText="$(string.%s_help)" key="%s"`,
		id, id, id, p.key())
	inner := fmt.Sprintf("      <parentCategory ref=%q/>\n      <supportedOn ref=\"SUPPORTED_trayapp\"/>\n", category(p.Table))
	if p.Kind == "boolean" {
		return fmt.Sprintf("%s valueName=%q>\n%s      <enabledValue><decimal value=\"1\"/></enabledValue>\n"+
			"      <disabledValue><decimal value=\"0\"/></disabledValue>\n    </policy>\n", head, p.Name, inner)
	}
	return fmt.Sprintf("%s presentation=\"$(presentation.%s)\">\n%s      <elements>\n%s      </elements>\n    </policy>\n",
		head, id, inner, p.element())
}

// element is what the administrator fills in.
func (p policy) element() string {
	switch {
	case p.text:
		return fmt.Sprintf("        <multiText id=\"value\" valueName=%q maxLength=\"16000\" required=\"true\"/>\n", p.Table)
	case p.Kind == "one-of":
		var b strings.Builder
		fmt.Fprintf(&b, "        <enum id=\"value\" valueName=%q required=\"true\">\n", p.Name)
		for _, o := range p.Options {
			fmt.Fprintf(&b, "          <item displayName=\"$(string.%s)\"><value><string>%s</string></value></item>\n", option(o), o)
		}
		b.WriteString("        </enum>\n")
		return b.String()
	case p.Kind == "port":
		return fmt.Sprintf("        <decimal id=\"value\" valueName=%q minValue=\"1\" maxValue=\"65535\" required=\"true\"/>\n", p.Name)
	case p.Kind == "list":
		return fmt.Sprintf("        <list id=\"value\" key=\"%s\\%s\" valuePrefix=\"\"/>\n", p.key(), p.Name)
	}
	return fmt.Sprintf("        <text id=\"value\" valueName=%q maxLength=\"500\" required=\"true\"/>\n", p.Name)
}

// option names a choice among the texts.
func option(value string) string { return "option_" + cmp.Or(value, "empty") }

// adml is one language's half.
func adml(policies []policy, tables map[string]words, language string) string {
	var b strings.Builder
	say := func(id, text string) {
		fmt.Fprintf(&b, "      <string id=%q>%s</string>\n", id, escape(text))
	}
	b.WriteString(`<?xml version="1.0" encoding="utf-8"?>
<!-- Made by packaging/admx from the settings' description; not by hand. -->
<policyDefinitionResources xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions" revision="1.0" schemaVersion="1.0">
  <displayName>Ticket++</displayName>
  <description>Ticket++</description>
  <resources>
    <stringTable>
      <string id="trayapp">Ticket++</string>
`)
	say("SUPPORTED_trayapp", map[string]string{"en": "Windows 10 or later", "it": "Windows 10 o successivo"}[language])
	for _, name := range slices.Sorted(maps.Keys(tables)) {
		say(category(name), tables[name].name(language))
	}
	options := map[string]bool{}
	for _, p := range policies {
		say(p.id(), p.name(language))
		say(p.id()+"_help", p.help(language)+"\n\n"+p.footnote(language))
		for _, o := range p.Options {
			options[o] = true
		}
	}
	for _, o := range slices.Sorted(maps.Keys(options)) {
		text := o
		if o == "" {
			text = map[string]string{"en": "as the system", "it": "come il sistema"}[language]
		}
		say(option(o), text)
	}
	b.WriteString("    </stringTable>\n    <presentationTable>\n")
	for _, p := range policies {
		if control := p.control(language); control != "" {
			fmt.Fprintf(&b, "      <presentation id=%q>\n        %s\n      </presentation>\n", p.id(), control)
		}
	}
	b.WriteString("    </presentationTable>\n  </resources>\n</policyDefinitionResources>\n")
	return b.String()
}

// footnote says what a file would call the setting, and what it is without.
func (p policy) footnote(language string) string {
	key, without := p.Key(), "Without it: "+p.BuiltIn
	if p.text {
		key = "[[" + p.Table + "]]"
	}
	if language == "it" {
		without = "Se non è impostato: " + p.BuiltIn
	}
	if p.BuiltIn == "" {
		return "(" + key + ")"
	}
	return "(" + key + ") " + without
}

// control is the field for the element.
func (p policy) control(language string) string {
	label := escape(p.name(language))
	switch {
	case p.text:
		return `<multiTextBox refId="value">` + label + `</multiTextBox>`
	case p.Kind == "boolean":
		return ""
	case p.Kind == "one-of":
		return fmt.Sprintf(`<dropdownList refId="value" noSort="true" defaultItem="%d">%s</dropdownList>`,
			max(slices.Index(p.Options, p.BuiltIn), 0), label)
	case p.Kind == "port":
		return `<decimalTextBox refId="value" spinStep="1">` + label + `</decimalTextBox>`
	case p.Kind == "list":
		return `<listBox refId="value">` + label + `</listBox>`
	}
	return `<textBox refId="value"><label>` + label + `</label></textBox>`
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes all
	return strings.ReplaceAll(b.String(), "&#xA;", "\n")
}
