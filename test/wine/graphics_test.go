//go:build wine

package wine

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"ticketpp/test/browser/chromium"
	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
	"ticketpp/test/wine/pc"
)

// Without OpenGL the form opens in the user's browser, as by remote desktop;
// where the administrator wants no browser, the mail file is there.
func TestNoOpenGL(t *testing.T) {
	ctx := t.Context()
	// Wine hands web addresses to the system's own opener: this one writes
	// them down.
	tools := t.TempDir()
	opened := filepath.Join(tools, "opened")
	must(t, os.WriteFile(filepath.Join(tools, "xdg-open"), []byte("#!/bin/sh\necho \"$1\" >>'"+opened+"'\n"), 0o700))
	t.Setenv("PATH", tools+":"+os.Getenv("PATH"))
	d := open(t, relay(t), pc.Options{Prefix: t.TempDir(), NoOpenGL: true})
	d.settings(t)
	d.install(t, "AUTOSTART=1")
	must(t, d.LogOff(ctx))
	must(t, d.LogOn())
	must(t, d.AwaitIcon(ctx))
	web, err := chromium.Start(ctx, chromium.Options{Proxy: d.proxy(t)})
	must(t, err)
	t.Cleanup(func() {
		if err := web.Close(); err != nil {
			t.Error(err)
		}
	})
	d.away(t)
	before, err := d.Still(ctx)
	must(t, err)
	d.chooseNew(t)
	must(t, web.Open(ctx, address(t, opened)))
	must(t, web.Wait(ctx, "the form", "return !!document.getElementById('subject')"))
	for _, field := range []struct{ id, text string }{
		{"subject", office.Mandate.Subject}, {"doing", office.Mandate.Doing}, {"data", office.Mandate.Data}, {"happened", office.Mandate.Happened},
	} {
		must(t, web.Fill(ctx, "#"+field.id, field.text))
	}
	must(t, web.Picture(ctx, filepath.Join(pictures, "browser.png")))
	must(t, web.Click(ctx, "#send"))
	mails, err := d.mail.WaitFor(ctx, office.Helpdesk, 1)
	must(t, err)
	m := mails[0]
	if m.Subject != office.Mandate.Subject || !strings.Contains(m.Text, office.Mandate.Happened) {
		t.Errorf("the mail says %q\n%s", m.Subject, m.Text)
	}
	if len(m.Attachments) != 1 {
		t.Fatalf("%d attachments", len(m.Attachments))
	}
	picture, err := stage.FromPNG(m.Attachments[0].Data)
	must(t, err)
	if diff := picture.Diff(before); !diff.Empty() {
		t.Errorf("the delivered picture differs from the desktop in %v", diff)
	}
	d.mailFile(t)
}

// proxy starts the way by which a browser of this machine comes to the form.
func (d *desk) proxy(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	program, told := filepath.Join(dir, "proxy.exe"), filepath.Join(dir, "address")
	build := exec.Command("go", "build", "-o", program, "./proxy")
	build.Env = append(os.Environ(), "GOOS=windows", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("the proxy: %v\n%s", err, out)
	}
	must(t, d.Begin(program, pc.Path(told)))
	return address(t, told)
}

// mailFile is the last way: no window, and no browser by policy.
func (d *desk) mailFile(t *testing.T) {
	t.Helper()
	d.run(t, 0, "reg", "add", policyKey+`\form`, "/v", "ui", "/d", "window", "/f")
	d.away(t)
	d.chooseNew(t)
	must(t, stage.Until(t.Context(), "the mail file", func() (bool, error) {
		found, err := filepath.Glob(filepath.Join(d.data(), "*", "*.eml"))
		deeper, _ := filepath.Glob(filepath.Join(d.data(), "*", "*", "*.eml"))
		for _, file := range append(found, deeper...) {
			text, err := os.ReadFile(file)
			if err == nil && strings.Contains(string(text), "X-Unsent: 1") {
				return true, nil
			}
		}
		return false, err
	}))
}

// chooseNew chooses the menu's first line.
func (d *desk) chooseNew(t *testing.T) {
	t.Helper()
	menu, err := d.OpenMenu(t.Context())
	must(t, err)
	must(t, d.ChooseFirst(t.Context(), menu))
}

// address waits for what was given to the browser.
func address(t *testing.T, opened string) string {
	t.Helper()
	var found string
	must(t, stage.Until(t.Context(), "an address for the browser", func() (bool, error) {
		text, _ := os.ReadFile(opened) // not there yet
		found = strings.TrimSpace(string(text))
		return found != "", nil
	}))
	return found
}
