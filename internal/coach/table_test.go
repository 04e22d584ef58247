package coach

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
)

// labelled is one line of the test data.
type labelled struct {
	file string
	line int
	ok   bool
	text string
	rule string
}

// readLabelled reads a table of testdata: expected, text, rule behind tabs.
func readLabelled(t testing.TB, name string) []labelled {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []labelled
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		parts := strings.Split(line, "\t")
		if len(parts) != 3 || parts[0] != "ok" && parts[0] != "bad" || (parts[0] == "ok") != (parts[2] == "") {
			t.Fatalf("%s:%d: not expected<TAB>text<TAB>rule: %q", name, n, line)
		}
		all = append(all, labelled{name, n, parts[0] == "ok", strings.ReplaceAll(parts[1], `\n`, "\n"), parts[2]})
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func newCoach(t testing.TB, desk ticket.Helpdesk) *Coach {
	t.Helper()
	texts, err := l10n.New("it")
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(texts, desk)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// gravest returns the rule of the first reject, or "".
func gravest(findings []Finding) string {
	for _, f := range findings {
		if f.Level == Reject {
			return f.Rule
		}
	}
	return ""
}

// score is how well a table is judged.
type score struct{ good, bad, refused, passed, misnamed int }

func (s score) right() float64 {
	return 100 * float64(s.good+s.bad-s.refused-s.passed) / float64(s.good+s.bad)
}

// judge runs a table and calls wrong for each line judged or named wrongly.
func judge(t testing.TB, table []labelled, look func(string) []Finding, wrong func(l labelled, got string)) score {
	t.Helper()
	var s score
	for _, l := range table {
		got := gravest(look(l.text))
		if l.ok {
			s.good++
		} else {
			s.bad++
		}
		switch {
		case got == l.rule:
			continue
		case l.ok:
			s.refused++
		case got == "":
			s.passed++
		default:
			s.misnamed++
		}
		wrong(l, got)
	}
	return s
}

func TestDocumentsSubjects(t *testing.T) {
	c := newCoach(t, ticket.Helpdesk{})
	judge(t, readLabelled(t, "subjects.tsv"), c.Subject, func(l labelled, got string) {
		t.Errorf("%s:%d: %q: got %q, want %q", l.file, l.line, l.text, got, l.rule)
	})
}

func TestMoreSubjects(t *testing.T) {
	c := newCoach(t, ticket.Helpdesk{})
	for _, name := range []string{"more-subjects-good.tsv", "more-subjects-bad.tsv"} {
		s := judge(t, readLabelled(t, name), c.Subject, func(l labelled, got string) {
			t.Errorf("%s:%d: %q: got %q, want %q", l.file, l.line, l.text, got, l.rule)
		})
		t.Logf("%s: %.1f %% right, %+v", name, s.right(), s)
	}
}

func describe(c *Coach) func(string) []Finding {
	return func(s string) []Finding { return c.Description(ticket.Description{Text: s}) }
}

func TestDescriptions(t *testing.T) {
	c := newCoach(t, ticket.Helpdesk{})
	for _, name := range []string{"descriptions.tsv", "more-descriptions.tsv"} {
		s := judge(t, readLabelled(t, name), describe(c), func(l labelled, got string) {
			t.Errorf("%s:%d: %q: got %q, want %q", l.file, l.line, l.text, got, l.rule)
		})
		t.Logf("%s: %.1f %% right, %+v", name, s.right(), s)
	}
}

func TestHeldOutDescriptions(t *testing.T) {
	c := newCoach(t, ticket.Helpdesk{})
	holdOut(t, describe(c), "held-out-descriptions.tsv", "held-out-2-descriptions.tsv", "held-out-3-descriptions.tsv",
		"held-out-4-descriptions.tsv", "held-out-5-descriptions.tsv", "held-out-6-descriptions.tsv", "held-out-7-descriptions.tsv", "held-out-8-descriptions.tsv", "held-out-9-descriptions.tsv",
		"held-out-10-descriptions.tsv")
}

func TestHeldOutSubjects(t *testing.T) {
	c := newCoach(t, ticket.Helpdesk{})
	holdOut(t, c.Subject, "held-out-subjects.tsv", "held-out-2-subjects.tsv", "held-out-3-subjects.tsv", "held-out-4-subjects.tsv", "held-out-5-subjects.tsv", "held-out-6-subjects.tsv",
		"held-out-7-subjects.tsv", "held-out-8-subjects.tsv", "held-out-9-subjects.tsv", "held-out-10-subjects.tsv", "held-out-11-subjects.tsv", "held-out-12-subjects.tsv",
		"held-out-13-subjects.tsv")
}

// holdOut measures tables that were written before their words were known to
// the lexicon, and measured once as testdata/README.md tells. Since then they
// may not grow worse than what the coach is asked for.
func holdOut(t *testing.T, look func(string) []Finding, names ...string) {
	t.Helper()
	for _, name := range names {
		s := judge(t, readLabelled(t, name), look, func(l labelled, got string) {
			t.Logf("%s:%d: %q: got %q, want %q", l.file, l.line, l.text, got, l.rule)
		})
		t.Logf("%s: %.1f %% right, %+v", name, s.right(), s)
		if s.right() < 95 || s.refused*50 > s.good {
			t.Errorf("%s: %.1f %% right, %d of %d good ones refused", name, s.right(), s.refused, s.good)
		}
	}
}
