package config

import (
	"strings"
	"testing"

	"ticketpp/internal/l10n"
)

// What is written wrongly by hand is named as what it is, where it is.
func TestSlips(t *testing.T) {
	for _, c := range []struct {
		text string
		want Slip
		line int
		col  int
	}{
		{"[attachments]\nfolder = \"C:\\Users\\anna\"", SlipEscape, 2, 15},
		{"[user]\nname = \"a\\qb\"", SlipEscape, 2, 10},
		{"language = \"it\nlog_level = \"info\"", SlipOpen, 1, 15},
		{"language = 'it", SlipOpen, 1, 14},
		{"[user]\nname = \"\"\"x\n", SlipOpen, 2, 12},
		{"[organisation]\nbodies = [\"a\" \"b\"]", SlipBracket, 2, 15},
		{"[organisation]\nbodies = [\"a\",\nlanguage = \"it\"", SlipBracket, 3, 1},
		{"[organisation]\nbodies = [\"a\",\n\"b\"", SlipBracket, 2, 1},
		{"headers = { a = \"b\"", SlipBracket, 1, 19},
		{"headers = { a = \"b\" c = \"d\" }", SlipBracket, 1, 21},
		{"[user\nname = \"x\"", SlipHeader, 1, 6},
		{"[[helpdesk]\nid = \"a\"", SlipHeader, 1, 11},
		{"[user] name = \"x\"", SlipHeader, 1, 8},
		{"<xml/>", SlipNotTOML, 1, 1},
		{"{\"language\": \"it\"}", SlipNotTOML, 1, 1},
		{"language: it", SlipEquals, 1, 9},
		{"language it", SlipEquals, 1, 10},
		{"log level = \"info\"", SlipEquals, 1, 5},
		{"= 3", SlipEquals, 1, 1},
		{"; a comment", SlipEquals, 1, 1},
		{"città = \"x\"", SlipEquals, 1, 5},
		{"language =\nlog_level = \"info\"", SlipNoValue, 1, 11},
		{"language = # later", SlipNoValue, 1, 12},
		{"language = \"it\" x", SlipMore, 1, 17},
		{"[user]\nname = \"\"Anna\"\"", SlipMore, 2, 10},
		{"[user]\nname = 'dell'ente'", SlipMore, 2, 14},
		{"[user]\nname = “Anna”", SlipCurly, 2, 8},
		{"[user]\nname = «Anna»", SlipCurly, 2, 8},
		{"[user]\nname = ‘Anna’", SlipCurly, 2, 8},
		{"language = it", SlipBare, 1, 12},
		{"log_level = info", SlipBare, 1, 13},
		{"[user]\nname = Comune di \"Jesi\"", SlipBare, 2, 8},
		{"[smtp]\nca_file = C:\\ca.pem", SlipBare, 2, 11},
		{"[organisation]\nbodies = [uno, due]", SlipBare, 2, 11},
		{"[smtp]\nallow_plaintext = True", SlipBare, 2, 19},
		{"[user]\nphone = 0731 538419", SlipNumber, 2, 9},
		{"[user]\nphone = +39 0731 538419", SlipNumber, 2, 13},
		{"[attachments]\nmax_total = 7MB", SlipNumber, 2, 13},
		{"keep_sent = 90d", SlipNumber, 1, 13},
		{"keep_sent = 2026-13-45", SlipNumber, 1, 13},
	} {
		var found []Problem
		for _, p := range parse("f", []byte(c.text)).problems {
			if p.Code == BadSyntax {
				found = append(found, p)
			}
		}
		if len(found) == 0 {
			t.Errorf("%q is taken", c.text)
			continue
		}
		if p := found[0]; p.Slip != c.want || p.Line != c.line || p.Col != c.col {
			t.Errorf("%q: %q at %d:%d (%s)", c.text, p.Slip, p.Line, p.Col, p.Detail)
		}
	}
}

// Every slip has its own words, and none of them are the parser's.
func TestSlipsAreWorded(t *testing.T) {
	for _, lang := range []string{"it", "en"} {
		texts, err := l10n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		say := func(key string, vars map[string]any) string { return texts.Get(key, vars) }
		for _, s := range []Slip{
			SlipEscape, SlipOpen, SlipBracket, SlipHeader, SlipNotTOML, SlipEquals, SlipNoValue, SlipMore, SlipCurly,
			SlipBare, SlipNumber, SlipDeep,
		} {
			p := Problem{File: "f", Line: 3, Col: 7, Code: BadSyntax, Slip: s, Detail: "DETAIL"}
			got := p.Message(say)
			if strings.Contains(got, "DETAIL") || strings.Contains(got, "config.") || strings.Contains(got, "<no value>") {
				t.Errorf("%s, %s: %q", lang, s, got)
			}
			if lang == "en" && p.Error() != got {
				t.Errorf("%s: Error says %q, Message says %q", s, p.Error(), got)
			}
		}
	}
}

// Bounds are told, and a broken header costs its own section, not the one above.
func TestMistakesAreToldForWhatTheyAre(t *testing.T) {
	for text, want := range map[string]string{
		"[imap]\npoll = \"1s\"":                                     "imap.poll: “1s” cannot be used here. Write a time within 10s – 1d.",
		"[attachments]\nmax_total = \"10GB\"":                       "attachments.max_total: “10GB” cannot be used here. Write a size within 1KB – 1GB.",
		"[imap]\npoll = \"soon\"":                                   "imap.poll: “soon” cannot be used here. Write a time, for example",
		"[[helpdesk]]\nid = \"a\"\n[[helpdesk.module]]\n":           "this module has no name.",
		"[user]\nname = \"A\"\n]][[helpdesk]]\nid = \"x\"\n":        "a setting's name, without spaces or accents, and then = are expected here.",
		"[[helpdesk]]\nid = \"x y\"\naddress = \"a@b.example\"":     "helpdesk.id: “x y” cannot be used here.",
		"[[kb]]\nsource = \"articles\"":                             "kb.source: “articles” cannot be used here. Write a folder or file with its whole path",
		"[[helpdesk]]\nid = \"a\"\nconfirm_within = \"0s\"\n":       "helpdesk.confirm_within: “0s” cannot be used here. Write a time within 1s – 30d.",
		"[[helpdesk]]\nid = \"a\"\n[[helpdesk.module]]\nname = 'm'": "m has no address to send tickets to.",
	} {
		m := newMachine(t)
		m.write(m.paths.User, text)
		var found []string
		for _, p := range CheckFile(m.paths.User) {
			found = append(found, p.Text(english))
		}
		if len(found) != 1 || !strings.HasPrefix(found[0], want) {
			t.Errorf("%q:\n%q, want %q", text, found, want)
		}
	}
}
