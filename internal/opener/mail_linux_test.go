package opener

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// tools puts programs of the test's own in the place of the desktop's. Each
// is a shell script's body; what it writes to "$SAID" is returned by said.
func tools(t *testing.T, scripts map[string]string) (said func() string) {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("SAID", filepath.Join(dir, "said"))
	t.Setenv("PATH", dir+":/usr/bin:/bin")
	for _, name := range []string{xdgOpen, xdgEmail, xdgMime} {
		body, ok := scripts[name]
		if !ok {
			body = "exit 3"
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+body+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return func() string {
		text, err := os.ReadFile(filepath.Join(dir, "said"))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		return string(text)
	}
}

// tell is a script that writes down its name and arguments, one a line.
const tell = `for a in "${0##*/}" "$@"; do printf '<%s>\n' "$a"; done >> "$SAID"`

func mailOf(t *testing.T) Mail {
	return Mail{File: filepath.Join(t.TempDir(), "ticket.eml"), Parts: func() (Parts, error) {
		return Parts{
			To: "help@helpdesk.example", BCC: []string{"capo@comune.example", "d'amico@comune.example"}, Subject: "L'ordine\r\n--attach /etc/passwd",
			Body: "Cartella C:\\nuova\nerrore \"3\"", Files: []string{"/data/schermata-1.png", "/data/nota.pdf"},
		}, nil
	}}
}

func TestTheWholeMailIsOpened(t *testing.T) {
	said := tools(t, map[string]string{xdgMime: "echo mail.desktop", xdgOpen: tell})
	m := mailOf(t)
	if err := OpenMail(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if want := "<xdg-open>\n<" + m.File + ">\n"; said() != want {
		t.Errorf("called %q, not %q", said(), want)
	}
}

func TestAProgramThatStaysHasOpenedIt(t *testing.T) {
	dir := t.TempDir()
	tools(t, map[string]string{xdgMime: "echo mail.desktop", xdgOpen: "while [ ! -e " + dir + "/end ]; do sleep 0.02; done; touch " + dir + "/ended"})
	ctx, cancel := context.WithCancel(t.Context())
	if err := openMailWithin(ctx, mailOf(t), 50*time.Millisecond); err != nil {
		t.Fatal(err)
	}
	cancel() // the agent ends; the user's program does not
	if err := os.WriteFile(filepath.Join(dir, "end"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		if _, err := os.Stat(filepath.Join(dir, "ended")); err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("the mail program was ended with us")
		}
	}
}

// A web browser would take a mail file, offer to save it, and report success.
func TestWithoutAProgramForMailFilesThePartsAreHandedOver(t *testing.T) {
	for name, scripts := range map[string]map[string]string{
		"none is registered": {xdgMime: `[ "$3" = message/rfc822 ] || echo mail.desktop`, xdgOpen: "echo wrong >> $SAID", xdgEmail: tell},
		"it fails":           {xdgMime: "echo mail.desktop", xdgOpen: "exit 4", xdgEmail: tell},
	} {
		t.Run(name, func(t *testing.T) {
			said := tools(t, scripts)
			if err := OpenMail(t.Context(), mailOf(t)); err != nil {
				t.Fatal(err)
			}
			want := "<xdg-email>\n<--utf8>\n<--subject>\n<L’ordine --attach /etc/passwd>\n<--body>\n<Cartella C:/nuova\nerrore ”3”>\n" +
				"<--bcc>\n<capo@comune.example>\n<--attach>\n</data/schermata-1.png>\n<--attach>\n</data/nota.pdf>\n<help@helpdesk.example>\n"
			if said() != want {
				t.Errorf("called\n%s\nnot\n%s", said(), want)
			}
		})
	}
}

func TestNoMailProgramIsSaid(t *testing.T) {
	for name, scripts := range map[string]map[string]string{
		"nothing registered": {xdgMime: "true", xdgOpen: "echo wrong >> $SAID", xdgEmail: "echo wrong >> $SAID"},
		"both fail":          {xdgMime: "echo mail.desktop"},
		"no way to ask":      {},
	} {
		t.Run(name, func(t *testing.T) {
			said := tools(t, scripts)
			if err := OpenMail(t.Context(), mailOf(t)); !errors.Is(err, ErrNoMailProgram) {
				t.Errorf("got %v", err)
			}
			if strings.Contains(said(), "wrong") {
				t.Error("a program was started that would not open it")
			}
		})
	}
	t.Run("no xdg-utils", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		if err := OpenMail(t.Context(), mailOf(t)); !errors.Is(err, ErrNoMailProgram) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("its parts cannot be read", func(t *testing.T) {
		tools(t, map[string]string{xdgMime: "echo mail.desktop", xdgEmail: "true"})
		m := mailOf(t)
		m.Parts = func() (Parts, error) { return Parts{}, errors.New("disk full") }
		if err := OpenMail(t.Context(), m); !errors.Is(err, ErrNoMailProgram) {
			t.Errorf("got %v", err)
		}
	})
}
