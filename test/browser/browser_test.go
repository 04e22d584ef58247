//go:build desktop

// Package browser drives the form in the user's browser from outside: the
// real program, a real Chromium without a screen, a checker of accessibility,
// a real mail server. Run it by `make test-desktop`.
package browser

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ticketpp/test/browser/chromium"
	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
)

// pictures is where the tests leave what they saw.
const pictures = "../../build/browser"

// desk is an office with a browser in it. What the program would open in the
// user's browser is written down instead.
type desk struct {
	*office.Office
	*chromium.Browser
	opened string // file with the addresses, one a line
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// work opens an office.
func work(t *testing.T, o office.Options, c chromium.Options) *desk {
	t.Helper()
	bin, err := office.Programs()
	must(t, err)
	tools := t.TempDir()
	d := &desk{opened: filepath.Join(tools, "opened")}
	script := "#!/bin/sh\necho \"$1\" >>'" + d.opened + "'\n"
	must(t, os.WriteFile(filepath.Join(tools, "xdg-open"), []byte(script), 0o700))
	t.Setenv("PATH", tools+":"+os.Getenv("PATH"))
	d.Browser, err = chromium.Start(t.Context(), c)
	must(t, err)
	t.Cleanup(func() { _ = d.Browser.Close() })
	d.Office, err = office.Open(t.Context(), bin, o)
	must(t, err)
	t.Cleanup(func() {
		if t.Failed() {
			_ = d.Browser.Picture(t.Context(), filepath.Join(pictures, "FAILED-"+t.Name()+".png"))
			log, err := os.ReadFile(filepath.Join(d.Data(), "log/trayapp.log"))
			if !errors.Is(err, os.ErrNotExist) {
				t.Logf("the log (%v):\n%s", err, log)
			}
			t.Logf("the relay's log:\n%s", d.Mail.Log())
		}
		if err := d.Office.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// address waits for the nth address that the program opened.
func (d *desk) address(t *testing.T, n int) string {
	t.Helper()
	var lines []string
	must(t, stage.Until(t.Context(), "an address for the browser", func() (bool, error) {
		text, err := os.ReadFile(d.opened)
		if errors.Is(err, os.ErrNotExist) {
			err = nil
		}
		lines = strings.Fields(string(text))
		return len(lines) >= n, err
	}))
	return lines[n-1]
}

// command runs `trayapp new --browser`, which lasts as long as the form.
type command struct {
	cmd  *exec.Cmd
	done chan error
}

func (d *desk) newTicket(t *testing.T) *command {
	t.Helper()
	c := &command{cmd: d.Office.Command(t.Context(), "new", "--browser"), done: make(chan error, 1)}
	c.cmd.Stderr = os.Stderr
	must(t, c.cmd.Start())
	go func() { c.done <- c.cmd.Wait() }()
	return c
}

// ends waits for the command's end.
func (c *command) ends(t *testing.T) {
	t.Helper()
	select {
	case err := <-c.done:
		must(t, err)
	case <-time.After(stage.Patience):
		t.Fatal("the command goes on")
	}
}

// open opens the form in the browser.
func (d *desk) open(t *testing.T) *command {
	t.Helper()
	c := d.newTicket(t)
	must(t, d.Open(t.Context(), d.address(t, 1)))
	must(t, d.Wait(t.Context(), "the form", "return !!document.getElementById('subject')"))
	return c
}
