package l10n

import (
	"io/fs"
	"sort"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"ticketpp/assets"
)

// keys reads every text of one language as a flat list of dotted keys.
func keys(t *testing.T, lang string) []string {
	t.Helper()
	files, _ := fs.Glob(assets.Translations, "translations/*."+lang+".toml")
	if len(files) == 0 {
		t.Fatalf("no translations for %s", lang)
	}
	seen := map[string]string{}
	for _, f := range files {
		data, err := fs.ReadFile(assets.Translations, f)
		if err != nil {
			t.Fatal(err)
		}
		var m map[string]any
		if err := toml.Unmarshal(data, &m); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		for k := range m {
			if other, twice := seen[k]; twice {
				t.Errorf("%q stands in %s and in %s", k, other, f)
			}
			seen[k] = f
		}
	}
	var all []string
	for k := range seen {
		all = append(all, k)
	}
	sort.Strings(all)
	return all
}

func TestBothLanguagesHaveTheSameTexts(t *testing.T) {
	it, en := keys(t, "it"), keys(t, "en")
	inIt, inEn := map[string]bool{}, map[string]bool{}
	for _, k := range it {
		inIt[k] = true
	}
	for _, k := range en {
		inEn[k] = true
	}
	for _, k := range it {
		if !inEn[k] {
			t.Errorf("%q has no English text", k)
		}
	}
	for _, k := range en {
		if !inIt[k] {
			t.Errorf("%q has no Italian text", k)
		}
	}
}

func TestEveryTextCanBeSaid(t *testing.T) {
	for _, lang := range []string{"it", "en"} {
		texts, err := New(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range keys(t, lang) {
			if got := texts.Get(k); got == k || strings.TrimSpace(got) == "" {
				if texts.Count(k, 2) == k {
					t.Errorf("%s: %q cannot be said", lang, k)
				}
			}
		}
	}
}

func TestLanguageIsChosen(t *testing.T) {
	for lang, want := range map[string]string{"it": "it", "it_IT.UTF-8": "it", "en": "en", "de_DE.UTF-8": "en", "C": "en"} {
		texts, err := New(lang)
		if err != nil {
			t.Fatal(err)
		}
		if texts.Lang() != want {
			t.Errorf("New(%q) speaks %q, want %q", lang, texts.Lang(), want)
		}
	}
}

func TestALanguageThatChangesIsEverybodys(t *testing.T) {
	texts, err := New("it")
	if err != nil {
		t.Fatal(err)
	}
	held := texts
	for _, c := range []struct{ lang, want string }{{"en", "Quit"}, {"it", "Esci"}} {
		if err := texts.Speak(c.lang); err != nil {
			t.Fatal(err)
		}
		if got := held.Get("tray.quit"); got != c.want || held.Lang() != c.lang {
			t.Errorf("got %q in %q", got, held.Lang())
		}
	}
}

func TestUnknownKeyIsShownAsItself(t *testing.T) {
	texts, err := New("it")
	if err != nil {
		t.Fatal(err)
	}
	if got := texts.Get("no.such.text"); got != "no.such.text" {
		t.Errorf("got %q", got)
	}
}
