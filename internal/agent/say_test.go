package agent

import (
	"bytes"
	"log/slog"
	"testing"

	"ticketpp/internal/l10n"
)

// What a notification says in two parts is, on one line, two sentences.
func TestALineForWhoeverStartedTheAgentIsMadeOfSentences(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
	for lang, want := range map[string]string{
		"it": "trayapp: La finestra si è chiusa da sola. Quello che hai scritto è conservato: riprendilo dal menu dell'icona «++».\n",
		"en": "trayapp: The window closed by itself. What you wrote is kept: resume it from the menu of the “++” icon.\n",
	} {
		texts, err := l10n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		var said bytes.Buffer
		a := &agent{Options: Options{Err: &said}, texts: texts, log: slog.New(slog.DiscardHandler)}
		a.say(t.Context(), "agent.window-crashed", nil)
		if said.String() != want {
			t.Errorf("said %q, want %q", said.String(), want)
		}
	}
}
