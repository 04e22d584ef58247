//go:build desktop

package desktop

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
	"ticketpp/test/mta"
)

// serverless: the settings of a user for whom nobody has set up a server yet.
const serverless = `language = "LANGUAGE"

[user]
name = "Anna Bianchi"
phone = "0731 538419"
email = "anna.bianchi@comune.example"
office = "Ufficio Ragioneria"

[[helpdesk]]
id = "projectpp"
profile = "projectpp"
address = "` + office.Helpdesk + `"
domains = ["projectpp.example"]
`

// openedMail waits until the user's mail program has been asked to open a
// file, and reads that.
func openedMail(t *testing.T, asked string) mta.Mail {
	t.Helper()
	var path string
	must(t, stage.Until(t.Context(), "the mail program", func() (bool, error) {
		b, err := os.ReadFile(asked)
		path = strings.TrimPrefix(strings.TrimSpace(string(b)), "file://")
		return path != "", err
	}))
	raw, err := os.ReadFile(path)
	must(t, err)
	m, err := mta.Parse(raw)
	must(t, err)
	return m
}

// nothingOfOurs looks for a ticket that we would send, or say that we sent.
func nothingOfOurs(t *testing.T, f *office.Office) {
	t.Helper()
	items, err := f.Outbox(t.Context())
	must(t, err)
	sent, err := os.ReadDir(filepath.Join(f.Data(), "sent"))
	must(t, err)
	if len(items) != 0 || len(sent) != 0 {
		t.Errorf("in the queue: %v; sent: %v", items, sent)
	}
}

// No server is set up: the form works, the ticket waits, and goes by the
// user's own mail program, whole.
func TestNoServerAtAll(t *testing.T) {
	for language, waiting := range map[string]string{"it": "in pausa", "en": "paused"} {
		t.Run(language, func(t *testing.T) {
			ctx := t.Context()
			f := work(t, office.Options{NoMail: true, Settings: strings.ReplaceAll(serverless, "LANGUAGE", language)})
			must(t, f.StartAgent(ctx))
			form, before, err := f.OpenForm(ctx)
			must(t, err)
			must(t, office.Mandate.Write(ctx, form))
			must(t, f.Press(ctx, "ctrl+Return"))
			must(t, form.WaitText(ctx, "stage", "paused"))
			shot(t, f, "handoff-paused-"+language)
			waitMenu(t, f, waiting)

			// Nothing on this desktop opens a mail file.
			must(t, form.Click(ctx, "after.mail"))
			must(t, form.WaitText(ctx, "stage", "unopened"))
			shot(t, f, "handoff-unopened-"+language)
			items, err := f.Outbox(ctx)
			must(t, err)
			if len(items) != 1 || items[0].State != "paused" {
				t.Fatalf("the queue holds %+v", items)
			}

			asked := mailProgram(t, f)
			must(t, form.Click(ctx, "after.mail"))
			must(t, form.WaitText(ctx, "stage", "opened"))
			shot(t, f, "handoff-opened-"+language)
			m := openedMail(t, asked)
			if m.Header.Get("X-Unsent") != "1" || !strings.Contains(m.Header.Get("To"), office.Helpdesk) || m.Subject != office.Mandate.Subject {
				t.Errorf("X-Unsent %q, To %q, subject %q", m.Header.Get("X-Unsent"), m.Header.Get("To"), m.Subject)
			}
			if !strings.Contains(m.Text, office.Mandate.Happened) || len(m.Attachments) != 1 {
				t.Fatalf("%d files, text:\n%s", len(m.Attachments), m.Text)
			}
			picture, err := stage.FromPNG(m.Attachments[0].Data)
			must(t, err)
			if d := picture.Diff(before); !d.Empty() {
				t.Errorf("the picture differs from the desktop in %v", d)
			}
			nothingOfOurs(t, f)
			must(t, f.Press(ctx, "Return"))
			must(t, form.Gone(ctx))
			if all := strings.Join(labels(t, f), "\n"); strings.Contains(all, waiting) {
				t.Errorf("the menu still says: %s", all)
			}
		})
	}
}

// A ticket that waits for want of a server goes by the menu too.
func TestTheMenuOpensTheMailProgram(t *testing.T) {
	f := work(t, office.Options{NoMail: true, Settings: strings.ReplaceAll(serverless, "LANGUAGE", "it")})
	asked := mailProgram(t, f)
	must(t, f.StartAgent(t.Context()))
	r, err := f.CLI(t.Context(), "send", "--subject", office.Mandate.Subject, "--description", office.Mandate.Happened)
	if err != nil || r.Status != 0 {
		t.Fatalf("send: status %d, %v: %s", r.Status, err, r.Err)
	}
	waitMenu(t, f, "Apri nel programma di posta")
	choose(t, f, "Apri nel programma di posta")
	if m := openedMail(t, asked); m.Header.Get("X-Unsent") != "1" || m.Subject != office.Mandate.Subject {
		t.Errorf("X-Unsent %q, subject %q", m.Header.Get("X-Unsent"), m.Subject)
	}
	saidBy(t, f.Agent, "Ora tocca al tuo programma di posta")
	waitMenu(t, f, "Tutto inviato")
	nothingOfOurs(t, f)
	if all := strings.Join(labels(t, f), "\n"); strings.Contains(all, "programma di posta") {
		t.Errorf("the menu still offers it: %s", all)
	}
}

// A mail program that writes mails and is not registered for mail files gets
// the ticket in pieces, by the real xdg-email.
func TestAMailProgramThatTakesNoFiles(t *testing.T) {
	f := work(t, office.Options{NoMail: true, Settings: strings.ReplaceAll(serverless, "LANGUAGE", "it")})
	asked := filepath.Join(f.Home, "composed")
	program := filepath.Join(f.Home, "composer")
	must(t, os.WriteFile(program, []byte("#!/bin/sh\nprintf '%s\\n' \"$1\" > "+asked+"\n"), 0o755))
	for path, text := range map[string]string{
		".local/share/applications/composer.desktop": "[Desktop Entry]\nType=Application\nName=Mail\nExec=" + program + " %u\nMimeType=x-scheme-handler/mailto;\n",
		".config/mimeapps.list":                      "[Default Applications]\nx-scheme-handler/mailto=composer.desktop\n",
	} {
		path = filepath.Join(f.Home, path)
		must(t, os.MkdirAll(filepath.Dir(path), 0o755))
		must(t, os.WriteFile(path, []byte(text), 0o644))
	}
	must(t, f.StartAgent(t.Context()))
	form, _, err := f.OpenForm(t.Context())
	must(t, err)
	must(t, office.Mandate.Write(t.Context(), form))
	must(t, f.Press(t.Context(), "ctrl+Return"))
	must(t, form.WaitText(t.Context(), "stage", "paused"))
	must(t, form.Click(t.Context(), "after.mail"))
	must(t, form.WaitText(t.Context(), "stage", "opened"))
	var args []byte
	must(t, stage.Until(t.Context(), "the mail program", func() (bool, error) {
		args, err = os.ReadFile(asked)
		return len(args) > 0, err
	}))
	address, err := url.Parse(strings.TrimSpace(string(args)))
	must(t, err)
	mail := address.Query()
	if address.Opaque != office.Helpdesk || mail.Get("subject") != office.Mandate.Subject || !strings.Contains(mail.Get("body"), office.Mandate.Happened) {
		t.Errorf("composed: %s", address)
	}
	picture, err := os.ReadFile(mail.Get("attach"))
	must(t, err)
	if _, err := stage.FromPNG(picture); err != nil {
		t.Errorf("the screenshot: %v", err)
	}
	nothingOfOurs(t, f)
}
