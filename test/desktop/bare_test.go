//go:build desktop

package desktop

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
	"ticketpp/test/mta"
)

// saidBy waits until the agent has said some words to whoever started it.
func saidBy(t *testing.T, p *stage.Process, words string) {
	t.Helper()
	must(t, stage.Until(t.Context(), "the agent's words «"+words+"»", func() (bool, error) {
		return strings.Contains(p.Output(), words), nil
	}))
}

// startHidden starts the agent where no icon will come.
func startHidden(t *testing.T, f *office.Office) {
	t.Helper()
	var err error
	f.Agent, err = f.Start(nil, filepath.Join(f.Bin, "trayapp"))
	must(t, err)
}

// Nobody shows tray icons: the agent says so and what to do, and `trayapp
// new` opens the form all the same, with the agent and without it.
func TestNoTrayHost(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{Stage: stage.Options{NoPanel: true}})
	startHidden(t, f)
	saidBy(t, f.Agent, "trayapp new")
	for round, agent := range []bool{true, false} {
		if !agent {
			f.Agent.Kill()
		}
		before, err := f.Still(ctx)
		must(t, err)
		form := f.Expect(office.UI)
		p, err := f.Start(nil, filepath.Join(f.Bin, "trayapp"), "new")
		must(t, err)
		must(t, form.Appear(ctx))
		must(t, office.Mandate.Write(ctx, form))
		must(t, f.Press(ctx, "ctrl+Return"))
		must(t, form.WaitText(ctx, "stage", "taken"))
		must(t, form.Gone(ctx))
		status, err := p.Wait(ctx)
		must(t, err)
		if status != 0 {
			t.Errorf("trayapp new: status %d: %s", status, p.Output())
		}
		mails, err := f.Mail.WaitFor(ctx, office.Helpdesk, round+1)
		must(t, err)
		picture, err := stage.FromPNG(mails[round].Attachments[0].Data)
		must(t, err)
		if d := picture.Diff(before); !d.Empty() {
			t.Errorf("agent %v: the picture differs from the desktop in %v", agent, d)
		}
	}
}

// No OpenGL, and no browser wanted: the agent says so in words and opens the
// ticket as a mail, with the picture, in the user's own mail program.
func TestNoOpenGL(t *testing.T) {
	ctx := t.Context()
	settings := strings.Replace(office.UsualSettings, "{{RELAY}}", "[form]\nui = \"window\"\n\n{{RELAY}}", 1)
	f := work(t, office.Options{Stage: stage.Options{NoOpenGL: true}, Settings: settings})
	opened := mailProgram(t, f)
	must(t, f.StartAgent(ctx))
	before, err := f.Still(ctx)
	must(t, err)
	choose(t, f, "Apri un ticket")
	saidBy(t, f.Agent, "OpenGL")
	var path string
	must(t, stage.Until(ctx, "the mail program", func() (bool, error) {
		b, err := os.ReadFile(opened)
		path = strings.TrimPrefix(strings.TrimSpace(string(b)), "file://")
		return path != "", err
	}))
	raw, err := os.ReadFile(path)
	must(t, err)
	m, err := mta.Parse(raw)
	must(t, err)
	if m.Header.Get("X-Unsent") != "1" || !strings.Contains(m.Header.Get("To"), office.Helpdesk) {
		t.Errorf("X-Unsent %q, To %q", m.Header.Get("X-Unsent"), m.Header.Get("To"))
	}
	if len(m.Attachments) != 1 {
		t.Fatalf("%d attachments", len(m.Attachments))
	}
	picture, err := stage.FromPNG(m.Attachments[0].Data)
	must(t, err)
	if d := picture.Diff(before); !d.Empty() {
		t.Errorf("the picture differs from the desktop in %v", d)
	}
	if f.Agent.Ended() {
		t.Error("the agent has ended")
	}
}

// mailProgram makes a program the desktop's own for mail files; it writes
// down what it is asked to open.
func mailProgram(t *testing.T, f *office.Office) (asked string) {
	t.Helper()
	asked = filepath.Join(f.Home, "opened")
	program := filepath.Join(f.Home, "mailprogram")
	must(t, os.WriteFile(program, []byte("#!/bin/sh\nprintf '%s\\n' \"$1\" > "+asked+"\n"), 0o755))
	for path, text := range map[string]string{
		".local/share/applications/mailprogram.desktop": "[Desktop Entry]\nType=Application\nName=Mail\nExec=" + program + " %f\nMimeType=message/rfc822;\n",
		".config/mimeapps.list":                         "[Default Applications]\nmessage/rfc822=mailprogram.desktop\n",
	} {
		path = filepath.Join(f.Home, path)
		must(t, os.MkdirAll(filepath.Dir(path), 0o755))
		must(t, os.WriteFile(path, []byte(text), 0o644))
	}
	return asked
}

// A second start says so to the first, and ends with 0; there is one icon.
func TestTwoAgents(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{})
	must(t, f.StartAgent(ctx))
	r, err := f.CLI(ctx)
	must(t, err)
	if r.Status != 0 || strings.TrimSpace(r.Err) == "" {
		t.Errorf("the second: status %d, said %q", r.Status, r.Err)
	}
	saidBy(t, f.Agent, "già attivo")
	items, err := f.TrayItems()
	must(t, err)
	if len(items) != 1 || f.Agent.Ended() {
		t.Errorf("%d icons, the first ended: %v", len(items), f.Agent.Ended())
	}
	// After kill -9 the place is free.
	f.Agent.Kill()
	must(t, stage.Until(ctx, "the icon's end", func() (bool, error) {
		items, err := f.TrayItems()
		return len(items) == 0, err
	}))
	must(t, f.StartAgent(ctx))
}

// No display at all: what needs one says so in one line, the rest works.
func TestNoDisplay(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{NoScreen: true})
	for _, args := range [][]string{{"capture", "--out", f.Home}, {"new"}} {
		r, err := f.CLI(ctx, args...)
		must(t, err)
		said := strings.TrimSpace(r.Err)
		if r.Status != 1 || said == "" || strings.Contains(said, "goroutine") || strings.Contains(said, "panic") {
			t.Errorf("%q: status %d, said %q", args, r.Status, said)
		}
	}
	r, err := f.CLI(ctx, "send", "--subject", office.Mandate.Subject, "--description", office.Mandate.Doing+" "+office.Mandate.Happened, "--wait", "30s")
	must(t, err)
	if r.Status != 0 || !regexp.MustCompile(`^<?[^@\s]+@comune\.example>?\n$`).MatchString(r.Out) {
		t.Errorf("send: status %d, printed %q, said %q", r.Status, r.Out, r.Err)
	}
	mails, err := f.Mail.WaitFor(ctx, office.Helpdesk, 1)
	must(t, err)
	if mails[0].Subject != office.Mandate.Subject || len(mails[0].Attachments) != 0 {
		t.Errorf("arrived: %q with %d attachments", mails[0].Subject, len(mails[0].Attachments))
	}
}
