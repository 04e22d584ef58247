//go:build desktop

// Package desktop drives the real programs on a real desktop, with a real
// mail server, from outside: by clicks, keys, pixels, the tray's bus, the
// mailbox, and kill -9. Run it by `make test-desktop`.
package desktop

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
)

// pictures is where the tests leave what they saw.
const pictures = "../../build/desktop"

// work opens an office for a test. When the test fails it leaves a picture of
// the screen and prints what the programs said.
func work(t *testing.T, o office.Options) *office.Office {
	t.Helper()
	bin, err := office.Programs()
	if err != nil {
		t.Fatal(err)
	}
	f, err := office.Open(t.Context(), bin, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			if f.Stage != nil {
				shot(t, f, "FAILED-"+strings.ReplaceAll(t.Name(), "/", "-"))
			}
			if f.Agent != nil {
				t.Logf("the agent said:\n%s", f.Agent.Output())
			}
			log, err := os.ReadFile(filepath.Join(f.Data(), "log/trayapp.log"))
			if !errors.Is(err, os.ErrNotExist) {
				t.Logf("the log (%v):\n%s", err, log)
			}
			t.Logf("the relay's log:\n%s", f.Mail.Log())
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

// shot saves a picture of the screen.
func shot(t *testing.T, f *office.Office, name string) {
	t.Helper()
	time.Sleep(400 * time.Millisecond) // for the picture's sake alone: the last letters
	p, err := f.See()
	if err == nil {
		err = p.Save(filepath.Join(pictures, name+".png"))
	}
	if err != nil {
		t.Error(err)
	}
}

// must ends the test on an error.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// labels are the visible lines of the icon's menu.
func labels(t *testing.T, f *office.Office) []string {
	t.Helper()
	items, err := f.Menu(f.Item)
	must(t, err)
	var found []string
	for _, m := range items {
		if m.Visible && !m.Separator {
			found = append(found, m.Label)
		}
	}
	return found
}

// waitMenu waits until a line of the menu contains text.
func waitMenu(t *testing.T, f *office.Office, text string) {
	t.Helper()
	must(t, stage.Until(t.Context(), "«"+text+"» in the menu", func() (bool, error) {
		return strings.Contains(strings.Join(labels(t, f), "\n"), text), nil
	}))
}

// waitNoMenu waits until no line of the menu contains text any more.
func waitNoMenu(t *testing.T, f *office.Office, text string) {
	t.Helper()
	must(t, stage.Until(t.Context(), "the end of «"+text+"» in the menu", func() (bool, error) {
		return !strings.Contains(strings.Join(labels(t, f), "\n"), text), nil
	}))
}

// choose opens the icon's menu and takes a line.
func choose(t *testing.T, f *office.Office, text string) {
	t.Helper()
	menu, err := f.OpenMenu(t.Context(), f.Icon)
	must(t, err)
	must(t, f.Choose(t.Context(), f.Item, menu, text))
}
