//go:build desktop

package desktop

import (
	"strings"
	"testing"

	"ticketpp/test/desktop/office"
)

// TestLanguageChanges: a language that is set while the agent runs is that of
// the icon's menu, without a restart.
func TestLanguageChanges(t *testing.T) {
	f := work(t, office.Options{})
	must(t, f.StartAgent(t.Context()))
	waitMenu(t, f, "Apri un ticket")
	must(t, f.Configure(strings.Replace(office.UsualSettings, `language = "it"`, `language = "en"`, 1)))
	waitMenu(t, f, "Open a ticket")
	waitMenu(t, f, "Everything sent")
	waitNoMenu(t, f, "Esci")
	must(t, f.Configure(office.UsualSettings))
	waitMenu(t, f, "Apri un ticket")
}
