//go:build wine

// Package wine installs, drives and removes the Windows programs under Wine,
// from the MSI to the mail in a real mail server. Run it by
// `make test-windows`.
package wine

import (
	"errors"
	"image"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"ticketpp/test/desktop/office"
	"ticketpp/test/mta"
	"ticketpp/test/wine/pc"
)

// pictures is where the tests leave what they saw.
const pictures = "../../build/wine"

// title is how the form's window is called.
const title = "Ticket++ – Nuovo ticket"

// policyKey is where policy stands.
const policyKey = `HKLM\Software\Policies\trayapp`

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// desk is a workstation with the office's mail server.
type desk struct {
	*pc.PC
	mail      *mta.Server
	now, next string // the MSI of this version and of a later one
}

// open switches a workstation on; it is the same one for all options of a
// test. When the test fails it leaves a picture and prints the log.
func open(t *testing.T, mail *mta.Server, o pc.Options) *desk {
	t.Helper()
	d := &desk{mail: mail, now: installer(t, "now"), next: installer(t, "next")}
	var err error
	d.PC, err = pc.Open(t.Context(), o)
	must(t, err)
	t.Cleanup(func() {
		if t.Failed() {
			d.shot(t, "FAILED-"+strings.ReplaceAll(t.Name(), "/", "-"))
			log, _ := os.ReadFile(d.log())
			t.Logf("the log:\n%s\nthe relay's log:\n%s", log, mail.Log())
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// relay starts the office's mail server.
func relay(t *testing.T) *mta.Server {
	t.Helper()
	mail, err := mta.New(mta.Options{Mailboxes: []string{office.Helpdesk}})
	must(t, err)
	t.Cleanup(func() {
		if err := mail.Close(); err != nil {
			t.Error(err)
		}
	})
	must(t, mail.Start(t.Context()))
	return mail
}

// installer is the MSI that `make` has put there.
func installer(t *testing.T, which string) string {
	t.Helper()
	dir, err := filepath.Abs(filepath.Join(os.Getenv("TRAYAPP_DIST"), which))
	must(t, err)
	found, err := filepath.Glob(filepath.Join(dir, "*.msi"))
	must(t, err)
	if os.Getenv("TRAYAPP_DIST") == "" || len(found) != 1 {
		t.Fatalf("run by `make test-windows`: no MSI in %s", dir)
	}
	return pc.Path(found[0])
}

// run runs a program and wants a status.
func (d *desk) run(t *testing.T, want int, args ...string) string {
	t.Helper()
	out, code, err := d.Run(t.Context(), args...)
	must(t, err)
	if code != want {
		t.Fatalf("%q: status %d, not %d\n%s", args, code, want, out)
	}
	return out
}

// program is the command line as it was installed.
const program = `C:\Program Files\Ticket++\trayapp.com`

// has reports whether the registry has a key or value.
func (d *desk) has(t *testing.T, args ...string) bool {
	t.Helper()
	_, code, err := d.Run(t.Context(), append([]string{"reg", "query"}, args...)...)
	must(t, err)
	return code == 0
}

func (d *desk) data() string { return filepath.Join(d.User, "AppData/Local/trayapp") }
func (d *desk) log() string  { return filepath.Join(d.data(), "log/trayapp.log") }

// settings writes the user's file.
func (d *desk) settings(t *testing.T) {
	t.Helper()
	file := filepath.Join(d.User, "AppData/Roaming/trayapp/config.toml")
	must(t, os.MkdirAll(filepath.Dir(file), 0o755))
	must(t, os.WriteFile(file, []byte(`language = "it"

[user]
name = "Anna Bianchi"
phone = "0731 538419"
email = "anna.bianchi@comune.example"
office = "Ufficio Ragioneria"

[smtp]
ca_file = 'Z:`+strings.ReplaceAll(d.mail.CAFile(), "/", `\`)+`'

[[helpdesk]]
id = "projectpp"
address = "`+office.Helpdesk+`"
domains = ["projectpp.example"]
`), 0o600))
}

// install installs this version silently, as an administrator would.
func (d *desk) install(t *testing.T, more ...string) {
	t.Helper()
	d.run(t, 0, append([]string{
		"msiexec", "/i", d.now, "/qn", "HELPDESK=projectpp", "SMTPHOST=" + d.mail.Host(), "SMTPPORT=" + strconv.Itoa(d.mail.Port()), "SMTPSECURITY=starttls",
	}, more...)...)
}

// shot saves a picture of the screen.
func (d *desk) shot(t *testing.T, name string) {
	t.Helper()
	p, err := d.See()
	if err == nil {
		err = errors.Join(os.MkdirAll(pictures, 0o755), p.Save(filepath.Join(pictures, name+".png")))
	}
	if err != nil {
		t.Error(err)
	}
}

// away takes the pointer off the taskbar, and its tooltip with it.
func (d *desk) away(t *testing.T) { t.Helper(); must(t, d.Move(t.Context(), image.Pt(400, 300))) }

// openForm opens the form from the icon.
func (d *desk) openForm(t *testing.T) *pc.Form {
	t.Helper()
	form := d.Expect(title)
	menu, err := d.OpenMenu(t.Context())
	must(t, err)
	d.shot(t, "menu")
	must(t, d.ChooseFirst(t.Context(), menu))
	must(t, form.Appear(t.Context()))
	return form
}

// send writes a ticket into the form and sends it.
func (d *desk) send(t *testing.T, form *pc.Form, w office.Ticket) {
	t.Helper()
	for _, field := range []struct{ id, text string }{
		{"subject", w.Subject}, {"doing", w.Doing}, {"data", w.Data}, {"happened", w.Happened},
	} {
		must(t, form.Fill(t.Context(), field.id, field.text))
	}
	d.shot(t, "written")
	must(t, d.Press(t.Context(), "ctrl+Return"))
	must(t, form.WaitText(t.Context(), "painted", "taken"))
	d.shot(t, "taken")
	must(t, d.Gone(t.Context(), title))
}
