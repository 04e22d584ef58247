package window

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2/lang"

	"ticketpp/internal/l10n"
)

// Whatever the system speaks, the toolkit says what the texts say.
func TestTheToolkitSpeaksOurLanguage(t *testing.T) {
	for _, c := range []struct{ system, ours, paste, name string }{
		{"en_US.UTF-8", "it", "Incolla", "Nome"},
		{"it_IT.UTF-8", "en", "Paste", "Name"},
		{"de_DE.UTF-8", "it", "Incolla", "Nome"},
		{"fr_FR.UTF-8", "en", "Paste", "Name"},
		{"it_IT.UTF-8", "it", "Incolla", "Nome"},
	} {
		for _, name := range []string{"LANG", "LC_ALL", "LC_MESSAGES", "LANGUAGE"} {
			t.Setenv(name, "")
		}
		t.Setenv("LANG", c.system)
		texts, err := l10n.New(c.ours)
		if err != nil {
			t.Fatal(err)
		}
		if err := Speak(texts); err != nil {
			t.Fatal(err)
		}
		if paste, name := lang.L("Paste"), lang.X("file.name", "x"); paste != c.paste || name != c.name {
			t.Errorf("%s on %s: %q, %q", c.ours, c.system, paste, name)
		}
	}
}

// Every word of the toolkit's own list is ours too, but for the calendar's,
// which no window of ours shows.
func TestNoWordOfTheToolkitIsForgotten(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "fyne.io/fyne/v2").Output()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "lang", "translations", "base.en.json"))
	if err != nil {
		t.Fatal(err)
	}
	var theirs map[string]any
	if err := json.Unmarshal(data, &theirs); err != nil {
		t.Fatal(err)
	}
	for name := range theirs {
		if day := strings.TrimSuffix(name, ".short"); strings.HasSuffix(day, "day") {
			continue
		}
		if toolkitWords[name] == "" {
			t.Errorf("the toolkit says %q, and we do not", name)
		}
	}
	if len(theirs) < len(toolkitWords) {
		t.Errorf("it has %d words, we have %d", len(theirs), len(toolkitWords))
	}
}
