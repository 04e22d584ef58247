package config

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

func settingsPage(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("../../docs/settings.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// The page lists every key with its built-in value, and no other key.
func TestThePageListsEverySetting(t *testing.T) {
	rows := regexp.MustCompile("(?m)^\\| `([a-z_.]+)` \\| .* \\| (?:`([^`]*)`)? ?\\| [^|]*\\|$").FindAllStringSubmatch(settingsPage(t), -1)
	var got, want []string
	for _, r := range rows {
		got = append(got, r[1]+" = "+r[2])
	}
	for _, g := range schema() {
		for _, r := range g.rules {
			builtIn := ""
			switch v := r.builtIn.(type) {
			case string:
				builtIn = `"` + v + `"`
			case bool:
				builtIn = fmt.Sprint(v)
			case []string:
				builtIn = "[]"
			}
			want = append(want, strings.TrimPrefix(g.name+"."+r.name, ".")+" = "+builtIn)
		}
	}
	wantStrings(t, got, want)
}

func TestThePagesExamplesAreGood(t *testing.T) {
	blocks := regexp.MustCompile("(?s)```toml\n(.*?)```").FindAllStringSubmatch(settingsPage(t), -1)
	if len(blocks) != 2 {
		t.Fatalf("got %d examples", len(blocks))
	}
	for _, b := range blocks {
		m := newMachine(t)
		m.write(m.paths.User, b[1])
		s := m.load()
		wantStrings(t, codes(s.Problems()), nil)
		if len(s.Helpdesks()) != 1 || len(s.SMTP) != 1 {
			t.Errorf("got %+v", s.Config)
		}
	}
}
