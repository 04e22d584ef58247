package main

import (
	"encoding/csv"
	"strings"
)

// sample are the values that the samples set.
var sample = map[string]string{
	"language":            "it",
	"smtp.host":           "relay.comune.example",
	"smtp.port":           "587",
	"smtp.security":       "starttls",
	"organisation.bodies": "Comune di Esempio",
	"helpdesk.several":    "projectpp",
}

// intune is a table of custom settings (OMA-URI): the templates first, then
// one line for each value of the sample. Lines of a text are parted by U+F000,
// as are a list's numbers and values.
func intune(policies []policy) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	row := func(name, uri, kind, value string) { _ = w.Write([]string{name, uri, kind, value}) } // a Builder takes all
	row("Name", "OMA-URI", "Data type", "Value")
	row("Ticket++ templates", "./Device/Vendor/MSFT/Policy/ConfigOperations/ADMXInstall/trayapp/Policy/trayapp",
		"String", "(the whole text of trayapp.admx)")
	for _, p := range policies {
		value, ok := sample[p.Key()]
		if !ok || value == "" {
			continue
		}
		if p.Kind == "list" {
			value = "1&#xF000;" + value
		}
		row("Ticket++ "+p.Key(), "./Device/Vendor/MSFT/Policy/Config/trayapp~Policy~trayapp~"+category(p.Table)+"/"+p.id(),
			"String", `<enabled/><data id="value" value="`+value+`"/>`)
	}
	w.Flush()
	return b.String()
}
