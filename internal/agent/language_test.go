package agent

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"ticketpp/internal/config"
	"ticketpp/internal/tray"
)

// A language that the user chooses while the agent runs is that of the icon,
// the notifications and what already stands there.
func TestALanguageThatChanges(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "config.toml")
	configure := func(language string) {
		t.Helper()
		if err := os.WriteFile(file, []byte("language = \""+language+"\"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	configure("it")
	a, err := open(Options{Where: config.Options{ConfigFile: file, DataDir: filepath.Join(dir, "data")}, Version: "test", Err: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go a.watchSettings(ctx)
	go a.follow(ctx)
	shows := func(problem string) {
		t.Helper()
		var last tray.State
		eventually(t, problem, func() bool {
			select {
			case last = <-a.states:
			default:
			}
			return last.Problem == problem
		})
	}
	a.touch()
	shows("Nessun helpdesk configurato")
	configure("en")
	shows("No helpdesk is set up")
	if got := a.texts.Get("tray.quit"); got != "Quit" {
		t.Errorf("the menu says %q", got)
	}
	a.problem.set(func() string { return a.texts.Get("agent.no-delivery") })
	english := a.texts.Get("agent.no-delivery")
	a.touch()
	shows(english)
	configure("it")
	eventually(t, "Italian again", func() bool { return a.texts.Lang() == "it" })
	italian := a.texts.Get("agent.no-delivery")
	if italian == english {
		t.Errorf("still %q", italian)
	}
	shows(italian)
}
