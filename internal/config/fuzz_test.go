package config

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
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
		s := settingsOf([]source{
			{layer: Machine, path: "machine", data: []byte("log_level = \"warn\"\nkeep_sent = \"9d\"\n")},
			{layer: User, path: "user", data: data},
			{layer: Policy, path: "policy", data: []byte("keep_sent = \"4d\"\n[attachments]\nmax_total = \"3MB\"\n")},
		})
		if s.KeepSent != 4*day || s.Attachments.MaxTotal != 3e6 || s.LogLevel == "" {
			t.Errorf("a bad file cost other layers: %+v", s.Config)
		}
		for _, p := range s.Problems() {
			text := p.Message(func(key string, vars map[string]any) string { return fmt.Sprint(key, vars) })
			if p.Line > 0 && p.Col < 1 || !utf8.ValidString(text) || strings.ContainsAny(text, "\r\n") {
				t.Errorf("problem %+v", p)
			}
		}
		for _, server := range append(s.SMTP, s.IMAP.Server) {
			if server.AllowPlaintext || server.Security == Plaintext && !isLoopback(server.Host) {
				t.Errorf("a user's file allows plain text: %+v", server)
			}
		}
		var standard map[string]any
		doc := parse("", data)
		if err := toml.Unmarshal(data, &standard); (err == nil) != (len(doc.problems) == 0) && !tooDeep(doc) && !bytes.HasPrefix(data, []byte(byteOrderMark)) {
			t.Errorf("the library says %v, we say %v", err, codes(doc.problems))
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

func tooDeep(doc *document) bool {
	for _, p := range doc.problems {
		if p.Slip == SlipDeep {
			return true
		}
	}
	return false
}

// Saving the person into any file either leaves it alone or changes nothing
// else, and is read back.
func FuzzEditUser(f *testing.F) {
	f.Add([]byte(design), "Anna \"B\" \\", "0731")
	f.Add([]byte("user={}"), "à", "'")
	f.Add([]byte("user.name='x' # y"), "\\u0000", "1")
	f.Add([]byte("[user]\r\n\tname=1\r\n"), "#", "=")
	f.Fuzz(func(t *testing.T, data []byte, name, phone string) {
		doc := parse("", data)
		_, badName := line(name)
		_, badPhone := line(phone)
		if len(doc.problems) > 0 || !badName || !badPhone {
			return
		}
		before := flatten(doc.root)
		edited, err := editUser("", data, doc, []change{{"name", name}, {"phone", phone}})
		if err != nil {
			if !errors.Is(err, ErrBroken) {
				t.Error(err)
			}
			return
		}
		again := parse("", edited)
		after := flatten(again.root)
		if len(again.problems) > 0 || after["user.name"] != name || after["user.phone"] != phone {
			t.Errorf("%q became %q", data, edited)
		}
		for k, v := range after {
			if old, ok := before[k]; (!ok || old != v) && k != "user.name" && k != "user.phone" {
				t.Errorf("%s was %q and is %q", k, old, v)
			}
		}
		var standard map[string]any
		if toml.Unmarshal(data, &standard) == nil && toml.Unmarshal(edited, &standard) != nil {
			t.Errorf("good TOML became bad: %q", edited)
		}
	})
}
