package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ticketpp/internal/ticket"
)

var anna = ticket.Contact{Name: "Anna Bianchi", Phone: "0731 538419", Email: "anna@comune.example", Office: `"Ragioneria" \ 2`, ContactBy: ticket.ByPhone}

func TestSaveUserKeepsEveryOtherByte(t *testing.T) {
	all := "name = \"Anna Bianchi\"\nphone = \"0731 538419\"\nemail = \"anna@comune.example\"\noffice = \"\\\"Ragioneria\\\" \\\\ 2\"\n"
	crlf := func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }
	for _, c := range []struct{ name, before, after string }{
		{"no file", "", "[user]\n" + all},
		{"no [user]", "# mine\nlanguage = \"it\" # here\n", "# mine\nlanguage = \"it\" # here\n\n[user]\n" + all},
		{"no new line at the end", "language = \"it\"", "language = \"it\"\n\n[user]\n" + all},
		{"three bytes", "a=1", "a=1\n\n[user]\n" + all},
		{"CRLF and mark", byteOrderMark + crlf("language = \"it\"\n"), byteOrderMark + crlf("language = \"it\"\n\n[user]\n"+all)},
		{"empty with mark", byteOrderMark, byteOrderMark + "[user]\n" + all},
		{
			"replaced in place", "[user]   # me\n  name='Old'   # was\nfoo = 1\nphone  =  \"1\"\n\n[form]\nui = \"auto\"\n",
			"[user]   # me\n  name=\"Anna Bianchi\"   # was\nfoo = 1\nphone  =  \"0731 538419\"\nemail = \"anna@comune.example\"\noffice = \"\\\"Ragioneria\\\" \\\\ 2\"\n\n[form]\nui = \"auto\"\n",
		},
		{"empty table", "[user]\n[form]\nui = \"auto\"\n", "[user]\n" + all + "[form]\nui = \"auto\"\n"},
		{"empty table at the end", "[user]", "[user]\n" + all},
		{
			"a number and a list in a text's place", "[user]\nphone = 731\nname = [\"a\",\n\"b\"] # c\nemail = []\noffice=\"\"\"x\ny\"\"\"\n",
			"[user]\nphone = \"0731 538419\"\nname = \"Anna Bianchi\" # c\nemail = \"anna@comune.example\"\noffice=\"\\\"Ragioneria\\\" \\\\ 2\"\n",
		},
		{
			"dotted", "user.name = \"Old\" # x\nlanguage = \"it\"\n[form]\n",
			"user.name = \"Anna Bianchi\" # x\nuser." + strings.ReplaceAll(strings.TrimSuffix(strings.SplitN(all, "\n", 2)[1], "\n"), "\n", "\nuser.") + "\nlanguage = \"it\"\n[form]\n",
		},
		{
			"inline", "user = { name = \"Old\", foo = 1 } # x\n",
			"user = { name = \"Anna Bianchi\", foo = 1, phone = \"0731 538419\", email = \"anna@comune.example\", office = \"\\\"Ragioneria\\\" \\\\ 2\" } # x\n",
		},
		{"inline and empty", "user = {}\n", "user = { " + strings.ReplaceAll(strings.TrimSuffix(all, "\n"), "\n", ", ") + "}\n"},
		{"only a table below", "[user.more]\nx = 1\n", "[user.more]\nx = 1\n\n[user]\n" + all},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine(t)
			if c.before != "" {
				m.write(m.paths.User, c.before)
			}
			if err := SaveUser(m.options, anna); err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(m.paths.User)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != c.after {
				t.Errorf("got\n%q\nwant\n%q", got, c.after)
			}
			if s := m.load(); s.User != anna {
				t.Errorf("read again: %+v", s.User)
			}
			// Once more changes nothing, not even the file's time.
			info, _ := os.Stat(m.paths.User)
			if err := SaveUser(m.options, anna); err != nil {
				t.Fatal(err)
			}
			if again, _ := os.Stat(m.paths.User); !os.SameFile(info, again) {
				t.Error("written again without need")
			}
		})
	}
}

func TestSaveUserLeavesABrokenFileAlone(t *testing.T) {
	for _, text := range []string{
		"[user]\nname = Anna\n", "x = 1\nx = 2\n", "user = 5\n", "[[user]]\nname = \"a\"\n", "name = \"\xff\"\n", "\xff\xfea\x00",
		"[user]\nname = \"a\"\n[user]\n", strings.Repeat("# x\n", maxFile/4+1), "[user.name]\nx = 1\n",
	} {
		m := newMachine(t)
		m.write(m.paths.User, text)
		if err := SaveUser(m.options, anna); !errors.Is(err, ErrBroken) {
			t.Errorf("%q: got %v", shorten(text), err)
		}
		if got, _ := os.ReadFile(m.paths.User); string(got) != text {
			t.Errorf("%q became %q", shorten(text), got)
		}
	}
	m := newMachine(t)
	m.write(m.paths.User, "[user]\nname = Anna\n")
	var p Problem
	if err := SaveUser(m.options, anna); !errors.As(err, &p) || p.Line != 2 || p.Col != 8 {
		t.Errorf("the error does not say where: %v", p)
	}
}

func TestSaveUserDoesNotWriteWhatIsLockedOrHoldsAlready(t *testing.T) {
	m := newMachine(t)
	m.write(m.paths.Policy, "[user]\nbody = \"Comune\"\n")
	m.write(m.paths.Machine, "[user]\noffice = \"URP\"\n")
	c := ticket.Contact{Name: "A", Body: "Altro", Office: "URP"}
	if err := SaveUser(m.options, c); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(m.paths.User); string(got) != "[user]\nname = \"A\"\n" {
		t.Errorf("got %q", got)
	}
	// What the machine says can be emptied.
	c.Office = ""
	if err := SaveUser(m.options, c); err != nil {
		t.Fatal(err)
	}
	if s := m.load(); s.User.Office != "" || s.User.Body != "Comune" {
		t.Errorf("got %+v", s.User)
	}
}

func TestSaveUserRefusesWhatWouldBeAProblem(t *testing.T) {
	m := newMachine(t)
	err := SaveUser(m.options, ticket.Contact{Name: "A\nB", Phone: "1", Email: "not an address"})
	var p Problem
	if !errors.As(err, &p) || errors.Is(err, ErrBroken) {
		t.Errorf("got %v", err)
	}
	if s := m.load(); s.User.Phone != "1" || s.User.Name != "" || len(unexpected(s.Problems())) != 0 {
		t.Errorf("got %+v", s.User)
	}
}

func TestSaveUserWritesTheFileOfConfig(t *testing.T) {
	m := newMachine(t)
	m.options.ConfigFile = filepath.Join(t.TempDir(), "new", "c.toml")
	if err := SaveUser(m.options, anna); err != nil {
		t.Fatal(err)
	}
	if s := m.load(); s.User != anna {
		t.Errorf("got %+v", s.User)
	}
	if _, err := os.Stat(m.paths.User); err == nil {
		t.Error("the user's own file was written")
	}
}
