//go:build desktop

package desktop

import (
	"bytes"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"ticketpp/test/authserver"
	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
)

const (
	mailUser  = "anna.bianchi@comune.example"
	mailScope = "https://mail.example/SMTP.Send"
	mailWord  = "Giusta-Parola7"
)

// browserScript stands for the user's browser: it follows the address, as a
// user would who is signed in there already and says yes.
const browserScript = "#!/bin/sh\nexec curl -sL -o /dev/null \"$1\"\n"

// withLogin opens an office whose mail server wants a login.
func withLogin(t *testing.T, provider *authserver.Server, password, settings string) (*office.Office, *authserver.MailServer) {
	t.Helper()
	mail, err := authserver.StartMail(mailUser, password, mailScope, provider)
	must(t, err)
	t.Cleanup(mail.Close)
	tools := t.TempDir()
	must(t, os.WriteFile(filepath.Join(tools, "xdg-open"), []byte(browserScript), 0o755))
	t.Setenv("PATH", tools+":"+os.Getenv("PATH"))
	host, port, err := net.SplitHostPort(mail.Addr)
	must(t, err)
	return work(t, office.Options{NoMail: true, Settings: `language = "it"
[user]
name = "Anna Bianchi"
phone = "0731 538419"
email = "` + mailUser + `"
[smtp]
host = "` + host + `"
port = ` + port + `
security = "none"
` + settings + `
[[helpdesk]]
id = "projectpp"
profile = "projectpp"
address = "` + office.Helpdesk + `"
`}), mail
}

// pause sends a ticket, which stops at the login, and opens the window for it.
func pause(t *testing.T, f *office.Office) *stage.Form {
	t.Helper()
	must(t, f.StartAgent(t.Context()))
	r, err := f.CLI(t.Context(), "send", "--subject", office.Mandate.Subject, "--description", office.Mandate.Happened)
	if err != nil || r.Status != 0 {
		t.Fatalf("send: status %d, %v: %s", r.Status, err, r.Err)
	}
	waitMenu(t, f, "Accedi alla posta…")
	saidBy(t, f.Agent, "Serve l'accesso alla posta") // the menu knows it a moment earlier
	if n := strings.Count(f.Agent.Output(), "Serve l'accesso alla posta"); n != 1 {
		t.Errorf("the user was asked %d times", n)
	}
	form := f.Expect(office.UI)
	choose(t, f, "Accedi alla posta…")
	must(t, form.Appear(t.Context()))
	return form
}

// gone waits until the ticket has left, and the menu asks for nothing more.
func gone(t *testing.T, f *office.Office, mail *authserver.MailServer) {
	t.Helper()
	must(t, stage.Until(t.Context(), "the mail", func() (bool, error) { return len(mail.Mails()) == 1, nil }))
	waitMenu(t, f, "Tutto inviato")
	if all := strings.Join(labels(t, f), "\n"); strings.Contains(all, "Accedi alla posta") {
		t.Errorf("the menu still asks: %s", all)
	}
}

// neverWritten looks for secrets in every file of the user and in what the
// programs were started with.
func neverWritten(t *testing.T, f *office.Office, secrets ...string) {
	t.Helper()
	look := func(where string, text []byte) {
		for _, s := range secrets {
			if bytes.Contains(text, []byte(s)) {
				t.Errorf("%s holds a secret", where)
			}
		}
	}
	look("what the agent said", []byte(f.Agent.Output()))
	must(t, filepath.WalkDir(f.Home, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil // a program's own comings and goings
		}
		if text, err := os.ReadFile(path); err == nil {
			look(path, text)
		}
		return nil
	}))
	for _, program := range []string{"trayapp", office.UI} {
		for _, pid := range f.Find(program) {
			for _, file := range []string{"cmdline", "environ"} {
				if text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), file)); err == nil {
					look(program+"'s "+file, text)
				}
			}
		}
	}
}

func TestTheBrowserSignsInAndTheTicketGoes(t *testing.T) {
	provider := authserver.Start()
	defer provider.Close()
	f, mail := withLogin(t, provider, "", `auth = "xoauth2"
[oauth]
provider = "custom"
client_id = "`+authserver.ClientID+`"
auth_url = "`+provider.URL+`/authorize"
token_url = "`+provider.URL+`/token"
scopes = ["`+mailScope+`", "offline_access"]
`)
	form := pause(t, f)
	shot(t, f, "signin-browser")
	must(t, form.Click(t.Context(), "ok"))
	_, err := form.Wait(t.Context(), "signed-in")
	must(t, err)
	gone(t, f, mail) // while the window still says so
	shot(t, f, "signin-done")
	neverWritten(t, f, provider.Secrets()...)
	must(t, f.Press(t.Context(), "Escape"))
	must(t, form.Gone(t.Context()))
}

func TestAPasswordIsAskedForAndTheTicketGoes(t *testing.T) {
	f, mail := withLogin(t, nil, mailWord, "auth = \"password\"\n")
	form := pause(t, f)
	must(t, form.Fill(t.Context(), "password", "sbagliata"))
	must(t, f.Press(t.Context(), "Return"))
	_, err := form.Wait(t.Context(), "refused")
	must(t, err)
	shot(t, f, "signin-password")
	must(t, f.Press(t.Context(), "ctrl+a"))
	must(t, f.Type(t.Context(), mailWord))
	must(t, f.Press(t.Context(), "Return"))
	_, err = form.Wait(t.Context(), "signed-in")
	must(t, err)
	gone(t, f, mail)
	neverWritten(t, f, mailWord)
	must(t, f.Press(t.Context(), "Escape"))
	must(t, form.Gone(t.Context()))
}
