package config

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ticketpp/internal/ticket"
)

func TestNothingSetGivesWhatIsBuiltIn(t *testing.T) {
	m := newMachine(t)
	s := m.load()
	if s.KeepSent != 90*day || s.LogLevel != "info" || s.Form.UI != "auto" || s.Attachments.MaxTotal != 7e6 {
		t.Errorf("got %+v", s.Config)
	}
	if s.User.ContactBy != ticket.ByPhone || len(s.SMTP) != 0 || s.IMAP.Host != "" {
		t.Errorf("got %+v", s.Config)
	}
	wantStrings(t, codes(s.Problems()), []string{". no-server smtp", ". no-helpdesk helpdesk"})
	if o := s.Origin("keep_sent"); o.Layer != BuiltIn || o.Locked {
		t.Errorf("keep_sent comes from %+v", o)
	}
}

// design is the example of the settings' specification, whole.
const design = `language = "it"
keep_sent = "90d"
log_level = "info"

[user]
name = "Anna Bianchi"
phone = "0731 538419"
email = "anna.bianchi@comune.example"
office = "Ufficio Ragioneria"
body = "Comune di Esempio"
hours = "9-13, 15-17"
contact_by = "phone"

[organisation]
bodies = ["Comune di Esempio", "Unione dei Comuni"]

[form]
ui = "auto"

[smtp]
host = "relay.comune.example"
port = 587
security = "starttls"
allow_plaintext = false
ca_file = ""
auth = "none"
username = ""
password_command = []

[oauth]
provider = "microsoft"
client_id = ""
tenant = ""
device_code = false

[imap]
host = "mail.comune.example"
mailbox = "INBOX"
poll = "2m"

[attachments]
max_total = "7MB"

[[kb]]
source = "https://wiki.example/sitemap.xml"

[[helpdesk]]
id = "projectpp"
profile = "projectpp"
name = "Project++"
address = "helpdesk@projectpp.example"
domains = ["projectpp.example"]
phone = "0881 000000"
fax = ""
portal = "https://helpdesk.projectpp.example/"
confirm_within = "5m"
reopen_within = "168h"
tag = '#Standard# Ticket #\[(?P<number>\d+)\]'
subject_prefix = ""
coach = "block"
hours_required = false
products = ["Mago4"]
staff = ["Michelangelo"]
categories = ["Amministrazione", "Mago", "Web"]
kinds = ["anomaly", "support", "training"]
charged = ["support", "training"]
severities = ["normal", "blocking"]
headers = { }

[[helpdesk.module]]
name = "Cityfinancing"
address = "cityfinancing@helpdesk.example"
`

func TestEveryKeyOfTheSpecificationIsRead(t *testing.T) {
	for name, text := range map[string]string{
		"as it is": design,
		"CRLF":     strings.ReplaceAll(design, "\n", "\r\n"),
		"mark":     byteOrderMark + design,
	} {
		m := newMachine(t)
		m.write(m.paths.User, text)
		s := m.load()
		wantStrings(t, codes(s.Problems()), nil)
		if s.User.Name != "Anna Bianchi" || s.User.Hours != "9-13, 15-17" || len(s.Organisation.Bodies) != 2 {
			t.Errorf("%s: got %+v", name, s.Config)
		}
		if len(s.SMTP) != 1 || s.SMTP[0].Host != "relay.comune.example" || s.SMTP[0].Port != 587 || s.SMTP[0].Security != StartTLS {
			t.Errorf("%s: got %+v", name, s.SMTP)
		}
		if s.IMAP.Host != "mail.comune.example" || s.IMAP.Port != 993 || s.IMAP.Poll != 2*time.Minute || s.IMAP.Username != s.User.Email {
			t.Errorf("%s: got %+v", name, s.IMAP)
		}
		if len(s.KB) != 1 || len(s.Helpdesks()) != 1 {
			t.Fatalf("%s: got %+v, %+v", name, s.KB, s.Helpdesks())
		}
		h := s.Helpdesks()[0]
		if h.Address != "helpdesk@projectpp.example" || h.Fax != "" || h.ReopenWithin != 7*day || len(h.Modules) != 1 {
			t.Errorf("%s: got %+v", name, h)
		}
		if got := h.Tag.FindStringSubmatch("Re: #Standard# Ticket #[12345] x"); len(got) != 2 || got[1] != "12345" {
			t.Errorf("%s: the tag finds %q", name, got)
		}
		if o := s.Origin("user.name"); o.Layer != User || o.File != m.paths.User || o.Line != 6 {
			t.Errorf("%s: user.name comes from %+v", name, o)
		}
	}
}

func TestLaterLayersWin(t *testing.T) {
	m := newMachine(t)
	m.registry = []registrySource{{layer: Installer, root: `HKLM\Software\trayapp`, key: registryKey{values: []registryValue{
		{name: "log_level", text: "debug"},
		{name: "language", text: "en"},
		{name: "form.ui", text: "browser"},
		{name: "keep_sent", text: "1d"},
		{name: "user.office", text: ""},
	}}}}
	m.write(m.paths.Machine, "log_level = \"warn\"\nkeep_sent = \"2d\"\n[form]\nui = \"window\"\n")
	m.write(m.paths.User, "log_level = \"error\"\nkeep_sent = \"3d\"\n")
	m.write(m.paths.Policy, "keep_sent = \"4d\"\n")
	s := m.load()
	wantStrings(t, unexpected(s.Problems()), nil)
	if s.Language != "en" || s.Form.UI != "window" || s.LogLevel != "error" || s.KeepSent != 4*day {
		t.Errorf("got %+v", s.Config)
	}
	for key, want := range map[string]Origin{
		"language":    {Layer: Installer, File: `HKLM\Software\trayapp\language`},
		"form.ui":     {Layer: Machine, File: m.paths.Machine, Line: 4},
		"log_level":   {Layer: User, File: m.paths.User, Line: 1},
		"keep_sent":   {Layer: Policy, File: m.paths.Policy, Line: 1, Locked: true},
		"user.office": {Layer: BuiltIn},
	} {
		if got := s.Origin(key); got != want {
			t.Errorf("%s comes from %+v, want %+v", key, got, want)
		}
	}
}

func TestConfigFileStandsForTheMachinesAndTheUsers(t *testing.T) {
	m := newMachine(t)
	m.write(m.paths.Machine, "log_level = \"warn\"\n")
	m.write(m.paths.User, "language = \"it\"\n")
	m.write(m.paths.Policy, "keep_sent = \"4d\"\n")
	m.options.ConfigFile = filepath.Join(t.TempDir(), "mine.toml")
	m.write(m.options.ConfigFile, "keep_sent = \"1d\"\n[form]\nui = \"browser\"\n")
	s := m.load()
	if s.LogLevel != "info" || s.Language != "" || s.Form.UI != "browser" || s.KeepSent != 4*day {
		t.Errorf("got %+v", s.Config)
	}
	if o := s.Origin("form.ui"); o.Layer != File {
		t.Errorf("form.ui comes from %+v", o)
	}
	if p := Paths(m.options); p.Machine != "" || p.User != m.options.ConfigFile {
		t.Errorf("got %+v", p)
	}
}

func TestConfigFileThatIsNotThereIsAnError(t *testing.T) {
	m := newMachine(t)
	m.write(m.paths.Policy, "keep_sent = \"4d\"\n")
	m.options.ConfigFile = filepath.Join(t.TempDir(), "none.toml")
	s, err := Load(m.options)
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	if s == nil || s.KeepSent != 4*day {
		t.Errorf("policy is lost: %+v", s)
	}
	m.options.ConfigFile = t.TempDir()
	if _, err := Load(m.options); err == nil {
		t.Error("a folder is taken for a settings file")
	}
}

func TestHelpdesksAreMergedByID(t *testing.T) {
	m := newMachine(t)
	m.write(m.paths.Machine, `
[[helpdesk]]
id = "erp"
name = "ERP"
address = "erp@example.it"
phone = "0881 1"
[[helpdesk]]
profile = "cwol"
`)
	m.write(m.paths.User, `
[[helpdesk]]
id = "mine"
address = "me@example.it"
[[helpdesk]]
id = "erp"
phone = "0881 2"
`)
	m.write(m.paths.Policy, "[[helpdesk]]\nid = \"erp\"\naddress = \"new@example.it\"\n")
	s := m.load()
	wantStrings(t, unexpected(s.Problems()), nil)
	var got []string
	for _, h := range s.Helpdesks() {
		got = append(got, h.ID+" "+h.Name+" "+h.Address+" "+h.Phone)
	}
	wantStrings(t, got, []string{"erp ERP new@example.it 0881 2", "cwol Cityware online (CWOL)  ", "mine mine me@example.it "})
	if len(s.Helpdesks()[1].Modules) != 7 {
		t.Errorf("got %d modules", len(s.Helpdesks()[1].Modules))
	}
	if !s.Origin("helpdesk.erp.address").Locked || s.Origin("helpdesk.erp.phone").Locked {
		t.Error("policy locks what it sets, and that alone")
	}
	if o := s.Origin("helpdesk.cwol.portal"); o.Layer != Profile || o.File != "cwol" {
		t.Errorf("the portal comes from %+v", o)
	}
}

func TestProfileWithoutAddressAsksForOne(t *testing.T) {
	m := newMachine(t)
	m.write(m.paths.User, "\n[[helpdesk]]\nid = \"sian\"\nprofile = \"sian\"\n")
	s := m.load()
	wantStrings(t, codes(s.Problems()), []string{". no-server smtp", "config.toml:2:3 needs-address helpdesk.sian.address"})
	if len(s.Helpdesks()) != 0 || len(s.Incomplete()) != 1 || s.Incomplete()[0].Name != "SIAN" {
		t.Errorf("got %+v and %+v", s.Helpdesks(), s.Incomplete())
	}
	m.write(m.paths.Machine, "[[helpdesk]]\nid = \"sian\"\naddress = \"sian@example.it\"\n")
	if s = m.load(); len(s.Helpdesks()) != 1 || len(unexpected(s.Problems())) != 0 {
		t.Errorf("got %v", codes(s.Problems()))
	}
}

// A mistake in one helpdesk does not make the other one the only one.
func TestAHelpdeskThatCannotBeUsedLeavesAChoice(t *testing.T) {
	const good = "[[helpdesk]]\nid = \"a\"\naddress = \"a@example.it\"\n"
	for _, c := range []struct {
		name, text string
		only, more bool
	}{
		{"one", good, true, false},
		{"two", good + "[[helpdesk]]\nid = \"b\"\naddress = \"b@example.it\"\n", false, false},
		{"one with a bad address", good + "[[helpdesk]]\nid = \"b\"\naddress = \"b at example\"\n", false, true},
		{"one without an address", good + "[[helpdesk]]\nprofile = \"sian\"\n", false, true},
		{"one with a bad id", good + "[[helpdesk]]\nid = \"b c\"\naddress = \"b@example.it\"\n", false, true},
		{"two of an id", good + good, false, true},
		{"none", "", false, false},
	} {
		m := newMachine(t)
		m.write(m.paths.User, c.text)
		s := m.load()
		if h, only := s.OnlyHelpdesk(); only != c.only || only != (h.ID == "a") || s.MoreHelpdesks() != c.more {
			t.Errorf("%s: %q, %v, more %v", c.name, h.ID, only, s.MoreHelpdesks())
		}
	}
}

// Nor does a mistake in one module.
func TestAModuleThatCannotBeUsedLeavesAChoice(t *testing.T) {
	const desk, good = "[[helpdesk]]\nid = \"a\"\n", "[[helpdesk.module]]\nname = \"Paghe\"\naddress = \"paghe@example.it\"\n"
	for _, c := range []struct {
		name, text string
		only       bool
	}{
		{"one", desk + good, true},
		{"one with a bad address", desk + good + "[[helpdesk.module]]\nname = \"Tributi\"\naddress = \"tributi at example\"\n", false},
		{"one without an address", desk + good + "[[helpdesk.module]]\nname = \"Tributi\"\n", false},
		{"one without a name", desk + good + "[[helpdesk.module]]\naddress = \"tributi@example.it\"\n", false},
	} {
		m := newMachine(t)
		m.write(m.paths.User, c.text)
		h, _ := m.load().OnlyHelpdesk()
		name, only := h.OnlyModule()
		if only != c.only || only != (name == "Paghe") || h.AsksModule() == c.only || len(h.Modules) != 1 {
			t.Errorf("%s: %q, %v, of %+v", c.name, name, only, h.Modules)
		}
	}
}

func TestServersAreMergedOrReplaced(t *testing.T) {
	const one = "[smtp]\nhost = \"a.example\"\nport = 2525\n"
	const several = "[[smtp]]\nhost = \"b.example\"\n[[smtp]]\nhost = \"c.example\"\nsecurity = \"tls\"\n"
	for _, c := range []struct {
		name, machine, user, want string
	}{
		{"one over one, key by key", one, "[smtp]\nauth = \"password\"\nusername = \"u\"\n", "a.example:2525 password"},
		{"several over one", one, several, "b.example:587 none, c.example:465 none"},
		{"one over several", several, one, "a.example:2525 none"},
		{"nothing over several", several, "", "b.example:587 none, c.example:465 none"},
		{"no host", "", "[smtp]\nport = 25\n", ""},
	} {
		m := newMachine(t)
		m.write(m.paths.Machine, c.machine)
		m.write(m.paths.User, c.user)
		var got []string
		for _, s := range m.load().SMTP {
			got = append(got, s.Host+":"+itoa(s.Port)+" "+string(s.Auth))
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func itoa(i int) string {
	b, _ := json.Marshal(i)
	return string(b)
}

func TestPlaintextIsTheAdministratorsToAllow(t *testing.T) {
	const open = "[smtp]\nhost = \"relay.example\"\nsecurity = \"none\"\nallow_plaintext = true\n"
	for _, c := range []struct {
		name, machine, user, policy string
		want                        []string
		servers                     int
	}{
		{"machine", open, "", "", nil, 1},
		{"policy", "", "", open, nil, 1},
		{"user", "", open, "", []string{"config.toml:4:19 plaintext-here smtp.allow_plaintext", "config.toml:3:12 plaintext-host smtp.security"}, 0},
		{"the user's own server", open, "[smtp]\nhost = \"elsewhere.example\"\n", "", []string{"config.toml:3:12 plaintext-host smtp.security"}, 0},
		{"loopback", "", "[smtp]\nhost = \"127.0.0.1\"\nsecurity = \"none\"\n", "", nil, 1},
	} {
		m := newMachine(t)
		m.write(m.paths.Machine, c.machine)
		m.write(m.paths.User, c.user)
		m.write(m.paths.Policy, c.policy)
		s := m.load()
		t.Run(c.name, func(t *testing.T) { wantStrings(t, unexpected(s.Problems()), c.want) })
		if len(s.SMTP) != c.servers {
			t.Errorf("%s: got %+v", c.name, s.SMTP)
		}
	}
	m := newMachine(t)
	m.options.ConfigFile = filepath.Join(t.TempDir(), "c.toml")
	m.write(m.options.ConfigFile, open)
	if s := m.load(); len(s.SMTP) != 0 {
		t.Error("a file given with --config allows plain text")
	}
}

func TestShowHasNoSecretsAndSpeaksJSON(t *testing.T) {
	m := newMachine(t)
	m.write(m.paths.User, `[smtp]
host = "relay.example"
auth = "password"
username = "u"
password_command = ["printf", "s3cret"]
[[helpdesk]]
id = "x"
address = "x@example.it"
headers = { "X-Key" = "s3cret" }
`)
	s := m.load()
	data, err := json.Marshal(s.Show())
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(data), "s3cret") {
		t.Errorf("a secret is shown: %s", data)
	}
	for _, want := range []string{
		`{"key":"smtp.host","value":"relay.example","layer":"user"`, `"printf"`, `"X-Key: …"`,
		`{"key":"keep_sent","value":"90d","layer":"built-in","locked":false}`,
	} {
		if !strings.Contains(string(data), want) {
			t.Errorf("%s is not in %s", want, data)
		}
	}
}

func TestFingerprintTellsChanges(t *testing.T) {
	m := newMachine(t)
	m.write(m.paths.User, "language = \"it\"\n")
	s := m.load()
	if Fingerprint(m.options) != s.Fingerprint() {
		t.Error("nothing has changed, but the fingerprint")
	}
	m.write(m.paths.User, "language = \"en\"\n")
	if Fingerprint(m.options) == s.Fingerprint() {
		t.Error("a change is not seen")
	}
	before := m.load().Fingerprint()
	m.write(m.paths.Policy, "")
	m.options.system.trust = func(path string, _ *os.File) error { return &untrustedError{path: path} }
	if Fingerprint(m.options) == before {
		t.Error("a policy file that cannot be trusted is not seen")
	}
}
