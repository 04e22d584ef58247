package config

import (
	"errors"
	"testing"
	"unicode/utf8"

	"ticketpp/internal/ticket"
)

// Whatever stands in a user's file, reading it never panics, never costs the
// machine's or policy's values, and every problem can be told.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(design))
	for _, s := range []string{
		"", "[", "[[", "a", "a=", "a=\"", "[user]\nname=1", "user={", "x='''", "[[helpdesk]]\nid='a'\n[[helpdesk.module]]\n",
		"helpdesk=[{id=1},{}]", "[helpdesk.module]\n[[helpdesk]]", "smtp=[[]]", "\xef\xbb\xbf[user]\nemail='x'", "a.b.c.d.e.f.g.h.i.j=1",
		"[smtp]\n[[smtp]]\n[smtp.x]", "[user]\r\nname = \"\\u00e8\"\r\n", "[[[[", "#\xff\n[user]\nname='a'", "tag=1979-05-27T07:32:00Z",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m := newMachine(t)
		m.write(m.paths.Machine, "log_level = \"warn\"\nkeep_sent = \"9d\"\n")
		m.write(m.paths.User, string(data))
		m.write(m.paths.Policy, "keep_sent = \"4d\"\n[attachments]\nmax_total = \"3MB\"\n")
		s := m.load()
		if s.KeepSent != 4*day || s.Attachments.MaxTotal != 3e6 || s.LogLevel == "" {
			t.Errorf("a bad file cost other layers: %+v", s.Config)
		}
		for _, p := range s.Problems() {
			if p.Error() == "" || p.Line > 0 && p.Col < 1 || !utf8.ValidString(p.Text(english)) {
				t.Errorf("problem %+v", p)
			}
		}
		for _, server := range append(s.SMTP, s.IMAP.Server) {
			if server.AllowPlaintext || server.Security == Plaintext && !isLoopback(server.Host) {
				t.Errorf("a user's file allows plain text: %+v", server)
			}
		}
		for _, h := range s.Helpdesks() {
			for _, address := range addresses(h) {
				if _, ok := mailAddress(address); !ok {
					t.Errorf("bad address %q", address)
				}
			}
		}
	})
}

// Saving the person into any file either leaves it alone or changes nothing
// else, and is read back.
func FuzzSaveUser(f *testing.F) {
	f.Add([]byte(design), "Anna \"B\" \\", "0731")
	f.Add([]byte("user={}"), "à", "'")
	f.Add([]byte("user.name='x' # y"), "\\u0000", "1")
	f.Add([]byte("[user]\r\n\tname=1\r\n"), "#", "=")
	f.Fuzz(func(t *testing.T, data []byte, name, phone string) {
		m := newMachine(t)
		m.write(m.paths.User, string(data))
		before := flatten(parse("", data).root)
		err := SaveUser(m.options, ticket.Contact{Name: name, Phone: phone})
		after := parse("", mustRead(t, m.paths.User))
		if err != nil {
			var p Problem
			if !errors.Is(err, ErrBroken) && !errors.As(err, &p) {
				t.Fatal(err)
			}
			if errors.Is(err, ErrBroken) {
				if !sameTexts(before, flatten(after.root)) {
					t.Error("a broken file was changed")
				}
				return
			}
		}
		if len(after.problems) > 0 {
			t.Errorf("the file was good and is not any more: %v", codes(after.problems))
		}
		for k, v := range flatten(after.root) {
			if old, ok := before[k]; (!ok || old != v) && !isUserKey(k) {
				t.Errorf("%s was %q and is %q", k, old, v)
			}
		}
	})
}

func isUserKey(k string) bool {
	switch k {
	case "user.name", "user.phone", "user.email", "user.office", "user.body", "user.hours", "user.contact_by":
		return true
	}
	return false
}

func mustRead(t *testing.T, path string) []byte {
	t.Helper()
	data, err := readFile(path, false, 0)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
