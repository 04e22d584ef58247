package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ticketpp/internal/l10n"
)

// good stands around each mistake, and must be read in spite of it.
const (
	goodTop   = "language = \"it\"\n"
	goodBelow = "\n[organisation]\nbodies = [\"Comune\"]\n"
)

func TestMistakesAreToldAndCostNothingElse(t *testing.T) {
	for _, c := range []struct {
		name, text string // from line 2 on
		want       []string
	}{
		{"unknown key at the top", "langauge = \"it\"", []string{"config.toml:2:1 unknown-key langauge"}},
		{"unknown table", "[smpt]\nhost = \"x\"", []string{"config.toml:2:2 unknown-key smpt"}},
		{"unknown key in a table", "[user]\nmail = \"a@b.it\"", []string{"config.toml:3:1 unknown-key user.mail"}},
		{"number for a text", "[user]\nphone = 731538419", []string{"config.toml:3:9 wrong-type user.phone"}},
		{"text without quotes", "[user]\nphone = 0731 538419\nname = \"A\"", []string{"config.toml:3:9 syntax"}},
		{"text for a number", "[smtp]\nhost=\"h\"\nport = \"587\"", []string{"config.toml:4:8 wrong-type smtp.port"}},
		{"port", "[smtp]\nhost=\"h\"\nport = 70000", []string{"config.toml:4:8 bad-value smtp.port"}},
		{"text for a bool", "[oauth]\ndevice_code = \"yes\"", []string{"config.toml:3:15 wrong-type oauth.device_code"}},
		{"date for a text", "keep_sent = 2026-01-01", []string{"config.toml:2:13 wrong-type keep_sent"}},
		{"text for a list", "[oauth]\nscopes = \"a\"", []string{"config.toml:3:10 wrong-type oauth.scopes"}},
		{"number in a list", "[oauth]\nscopes = [\"a\", 5]", []string{"config.toml:3:16 wrong-type oauth.scopes"}},
		{"key for a table", "user = \"Anna\"", []string{"config.toml:2:1 wrong-type user"}},
		{"one helpdesk in single brackets", "[helpdesk]\nid = \"x\"", []string{"config.toml:2:2 wrong-type helpdesk"}},
		{"several users", "[[user]]\nname = \"x\"", []string{"config.toml:2:3 wrong-type user"}},
		{"bad address", "[user]\nemail = \"anna.bianchi\"", []string{"config.toml:3:9 bad-value user.email"}},
		{"accented address", "[user]\nemail = \"nicolò@example.it\"", []string{"config.toml:3:9 bad-value user.email"}},
		{"enum", "[form]\nui = \"windows\"", []string{"config.toml:3:6 bad-value form.ui"}},
		{"duration", "keep_sent = \"90 days\"", []string{"config.toml:2:13 bad-value keep_sent"}},
		{"size", "[attachments]\nmax_total = \"7 mega\"", []string{"config.toml:3:13 bad-value attachments.max_total"}},
		{"a password", "[smtp]\nhost=\"h\"\npassword = \"x\"", []string{"config.toml:4:1 secret smtp.password"}},
		{"key twice", "[user]\nname = \"A\"\nname = \"B\"", []string{"config.toml:4:1 duplicate name"}},
		{"table twice", "[user]\nname = \"A\"\n[user]\nphone = \"1\"", []string{"config.toml:4:2 duplicate user"}},
		{"column in characters", "[organisation]\n\"perché\" = 1", []string{"config.toml:3:1 unknown-key organisation.perché", "config.toml:4:2 duplicate organisation"}},
		{"column behind accents", "form = { ui = \"è\", x = 1 }", []string{"config.toml:2:15 bad-value form.ui", "config.toml:2:20 unknown-key form.x"}},
		{"helpdesk without id", "[[helpdesk]]\naddress = \"a@b.it\"", []string{"config.toml:2:3 needs-id helpdesk.id"}},
		{"helpdesk twice", "[[helpdesk]]\nid = \"a\"\naddress=\"a@b.it\"\n[[helpdesk]]\nid = \"a\"", []string{"config.toml:5:3 duplicate helpdesk.a"}},
		{"unknown profile", "[[helpdesk]]\nid = \"a\"\naddress=\"a@b.it\"\nprofile = \"otrs\"", []string{"config.toml:5:11 bad-value helpdesk.profile"}},
		{"tag without a number", "[[helpdesk]]\nid = \"a\"\naddress=\"a@b.it\"\ntag = 'Ticket (\\d+)'", []string{"config.toml:5:7 bad-value helpdesk.tag"}},
		{"portal in the clear", "[[helpdesk]]\nid = \"a\"\naddress=\"a@b.it\"\nportal = \"http://x.it/\"", []string{"config.toml:5:10 bad-value helpdesk.portal"}},
		{"forbidden header", "[[helpdesk]]\nid = \"a\"\naddress=\"a@b.it\"\nheaders = { Precedence = \"bulk\", X-A = \"1\" }", []string{"config.toml:5:13 bad-value helpdesk.headers"}},
		{"header in two lines", "[[helpdesk]]\nid = \"a\"\naddress=\"a@b.it\"\nheaders = { X-A = \"1\\r\\nBcc: b@c.it\" }", []string{"config.toml:5:19 bad-value helpdesk.headers"}},
		{"module without address", "[[helpdesk]]\nid = \"a\"\n[[helpdesk.module]]\nname = \"M\"\n[[helpdesk.module]]\nname = \"N\"\naddress = \"n@b.it\"", []string{"config.toml:4:12 needs-address helpdesk.module"}},
		{"module with a slip", "[[helpdesk]]\nid = \"a\"\n[[helpdesk.module]]\nname = \"M\"\nadress = \"n@b.it\"\naddress = \"n@b.it\"", []string{"config.toml:6:1 unknown-key helpdesk.module.adress"}},
		{"list that is not closed", "[oauth]\nscopes = [\"a\",\n  \"b\"", []string{"config.toml:5:1 syntax"}},
		{"text that is not closed", "[oauth]\nclient_id = \"\"\"a\nb", []string{"config.toml:3:1 syntax"}},
		{"header that is not closed", "[oauth\nclient_id = \"a\"", []string{"config.toml:2:7 syntax"}},
		{"login by token without a registration", "[smtp]\nhost=\"h\"\nauth = \"xoauth2\"", []string{"config.toml:4:8 needs-oauth smtp.auth"}},
		{"server without a name", "[smtp]\nport = 25", []string{"config.toml:3:8 needs-host smtp.host"}},
		{"latin-1", "[user]\nname = \"Nicol\xf2\"\noffice = \"B\"", []string{"config.toml:3:14 encoding"}},
		{"latin-1 in a comment", "# perch\xe9\nlog_level = \"warn\"", []string{"config.toml:2:8 encoding"}},
		{"two mistakes", "a = \nkeep_sent = 5\n[smtp]\nport = x", []string{"config.toml:2:5 syntax", "config.toml:3:13 wrong-type keep_sent", "config.toml:5:8 syntax"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine(t)
			m.write(m.paths.User, goodTop+c.text+goodBelow)
			s := m.load()
			var got []string
			for _, p := range s.Problems() {
				if p.Code != NoHelpdesk && p.Code != NoServer {
					got = append(got, codes([]Problem{p})[0])
				}
			}
			wantStrings(t, got, c.want)
			if s.Language != "it" || len(s.Organisation.Bodies) != 1 {
				t.Errorf("the mistake cost others their value: %+v", s.Config)
			}
		})
	}
}

func TestAFileThatIsNoTextIsToldOnce(t *testing.T) {
	for name, c := range map[string]struct{ data, at string }{
		"UTF-16": {"\xff\xfel\x00a\x00", "1:1"}, "zeros": {"language = \"it\"\x00\n", "1:16"},
	} {
		m := newMachine(t)
		m.write(m.paths.User, c.data)
		m.write(m.paths.Machine, goodTop)
		s := m.load()
		if got := unexpected(s.Problems()); len(got) != 1 || got[0] != "config.toml:"+c.at+" encoding" {
			t.Errorf("%s: got %q", name, got)
		}
		if s.Language != "it" {
			t.Errorf("%s: the machine's file is lost", name)
		}
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	m := newMachine(t)
	m.write(m.paths.User, "# "+strings.Repeat("x", maxFile)+"\nlanguage = \"en\"\n")
	m.write(m.paths.Machine, goodTop)
	if s := m.load(); s.Language != "it" || strings.Join(unexpected(s.Problems()), ";") != "config.toml too-large" {
		t.Errorf("got %v", codes(s.Problems()))
	}
	if err := os.Remove(m.paths.User); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(m.paths.User, 0o755); err != nil {
		t.Fatal(err)
	}
	if s := m.load(); s.Language != "it" || strings.Join(unexpected(s.Problems()), ";") != "config.toml unreadable" {
		t.Errorf("got %v", codes(s.Problems()))
	}
}

func TestSuggestions(t *testing.T) {
	for text, want := range map[string]string{
		"langauge = 1":                   "language",
		"Language = 1":                   "language",
		"keep-sent = 1":                  "keep_sent",
		"[smpt]":                         "smtp",
		"[user]\nlanguage = \"it\"":      "language",
		"host = \"h\"":                   "smtp.host",
		"[smtp]\nhots = \"h\"":           "smtp.host",
		"[user]\nmail = \"h\"":           "user.email",
		"xyz = 1":                        "",
		"[imap]\nhost=\"h\"\nmailbx = 1": "imap.mailbox",
	} {
		m := newMachine(t)
		m.write(m.paths.User, text+"\n")
		var got string
		for _, p := range m.load().Problems() {
			if p.Code == UnknownKey {
				got = p.Suggestion
			}
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestSecretsAreNeverRepeated(t *testing.T) {
	m := newMachine(t)
	m.write(m.paths.User, `password = "s3cret"
[smtp]
host = "h"
password_command = "echo s3cret"
token = "s3cret"
[oauth]
client-secret = "s3cret"
[[helpdesk]]
id = "a"
portal = "https://me:s3cret@example.it/"
headers = { X-Key = "s3cret\n" }
[[kb]]
source = "https://me:s3c@ret:s3cret@example.it/"
`)
	for _, p := range m.load().Problems() {
		if strings.Contains(p.Error(), "s3cret") {
			t.Errorf("a secret is repeated: %s", p.Error())
		}
	}
}

// Every problem has a text in both languages, with nothing left to fill in.
func TestProblemsAreWorded(t *testing.T) {
	all := []Code{
		BadSyntax, BadEncoding, TooLarge, Unreadable, NotAFile, Untrusted, UnknownKey, WrongType, BadValue, Duplicate, Secret,
		PlaintextHere, PlaintextHost, NeedsID, NeedsName, NeedsAddress, NeedsHost, NeedsOAuth, NoHelpdesk, NoServer,
	}
	wants := map[string]bool{"duration-range": true, "size-range": true, "one-of": true, "registry": true, "header-name": true, "boolean": true, "port": true}
	for _, c := range []string{
		"line", "address", "host", "domain", "https", "source", "path", "duration", "size", "list", "command", "tag",
		"id", "headers", "table", "tables",
	} {
		wants[c] = true
	}
	for _, lang := range []string{"it", "en"} {
		texts, err := l10n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		say := func(key string, vars map[string]any) string { return texts.Get(key, vars) }
		for _, code := range all {
			for _, suggestion := range []string{"", "user.name"} {
				if suggestion != "" && code != UnknownKey {
					continue
				}
				p := Problem{File: "f.toml", Line: 3, Col: 7, Code: code, Key: "KEY", Value: "VALUE", Want: "line", Suggestion: suggestion, Detail: "DETAIL", Cause: errors.New("CAUSE")}
				got := p.Message(say)
				if !strings.HasPrefix(got, "f.toml:3:7: ") || strings.Contains(got, "config.") || strings.Contains(got, "{{") || strings.Contains(got, "<no value>") {
					t.Errorf("%s, %s: %q", lang, code, got)
				}
				if lang == "en" && p.Error() != got {
					t.Errorf("%s: Error says %q, Message says %q", code, p.Error(), got)
				}
			}
		}
		for want := range wants {
			p := Problem{Code: WrongType, Key: "k", Want: want, Options: `"a", "b"`}
			if got := p.Text(say); strings.Contains(got, "config.want") || strings.Contains(got, "<no value>") {
				t.Errorf("%s, %s: %q", lang, want, got)
			}
		}
		for _, layer := range []Layer{BuiltIn, Profile, Installer, Machine, User, File, Policy} {
			if key := "config.layer." + string(layer); texts.Get(key) == key {
				t.Errorf("%s: no text for the layer %s", lang, layer)
			}
		}
	}
}

// Whatever a check wants has words: nobody reads "config.want.x".
func TestEveryCheckHasWords(t *testing.T) {
	var rules []rule
	for _, g := range schema() {
		rules = append(rules, g.rules...)
	}
	for _, r := range append(rules, moduleRules()...) {
		for _, n := range []*node{{kind: isOther}, {kind: isText, text: "\x01"}, {kind: isInteger, text: "-1"}, {kind: isTable, table: newTable(&field{name: "é", value: &node{}})}} {
			_, faults := r.check(n)
			for _, f := range faults {
				p := Problem{Code: f.code, Key: r.name, Want: f.want, Value: f.value, Options: f.options}
				if strings.Contains(p.Error(), "config.") || f.code != UnknownKey && f.code != NeedsName && f.code != NeedsAddress && f.want == "" {
					t.Errorf("%s: %s", r.name, p.Error())
				}
			}
		}
	}
}

func TestCheckFile(t *testing.T) {
	m := newMachine(t)
	path := filepath.Join(t.TempDir(), "part.toml")
	for text, want := range map[string]string{
		"[[helpdesk]]\nid = \"a\"\ncoach = \"warn\"\n": "", // the rest may stand in another file
		"[[helpdesk]]\nprofile = \"sian\"\n":           "part.toml:1:3 needs-address helpdesk.sian.address",
		"[smtp]\nport = 25\n":                          "",
		"[smtp]\nallow_plaintext = true\n":             "part.toml:2:19 plaintext-here smtp.allow_plaintext",
		"nonsense\n":                                   "part.toml:1:9 syntax",
		design:                                         "",
	} {
		m.write(path, text)
		if got := strings.Join(codes(m.options.checkFile(path)), ";"); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	if got := codes(m.options.checkFile(path + "x")); len(got) != 1 || got[0] != "part.tomlx unreadable" {
		t.Errorf("got %q", got)
	}
	m.write(m.paths.Machine, "[smtp]\nallow_plaintext = true\n")
	if got := m.options.checkFile(m.paths.Machine); len(got) != 0 {
		t.Errorf("got %q", codes(got))
	}
}
