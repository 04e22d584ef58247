// Package l10n gives every text that a person reads, in Italian and English.
// The texts lie in assets/translations, one TOML file per room and language;
// this package knows no rooms, windows or settings.
package l10n

import (
	"io/fs"
	"strings"
	"sync/atomic"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/pelletier/go-toml/v2"
	"golang.org/x/text/language"

	"ticketpp/assets"
)

// Texts speaks one language at a time. It is safe for concurrent use.
type Texts struct{ now atomic.Pointer[spoken] }

// spoken is the language that is spoken.
type spoken struct {
	lang string
	loc  *i18n.Localizer
}

// Vars are the values that a text's {{.Name}} places take.
type Vars map[string]any

// New returns the texts in lang, "it" or "en". The empty string means the
// system's language: Italian where that is Italian, else English.
func New(lang string) (*Texts, error) {
	t := &Texts{}
	return t, t.Speak(lang)
}

// Speak goes over to lang, as New has it, for everybody who holds these texts.
// On an error it stays with the language that it spoke.
func (t *Texts) Speak(lang string) error {
	if lang == "" {
		lang = systemLanguage()
	}
	if !strings.HasPrefix(strings.ToLower(lang), "it") {
		lang = "en"
	} else {
		lang = "it"
	}
	if now := t.now.Load(); now != nil && now.lang == lang {
		return nil
	}
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	files, err := fs.Glob(assets.Translations, "translations/*."+lang+".toml")
	if err != nil {
		return err
	}
	for _, f := range files {
		if _, err := bundle.LoadMessageFileFS(assets.Translations, f); err != nil {
			return err
		}
	}
	t.now.Store(&spoken{lang: lang, loc: i18n.NewLocalizer(bundle, lang)})
	return nil
}

// Lang returns "it" or "en".
func (t *Texts) Lang() string { return t.now.Load().lang }

// Get returns the text named key with its places filled from vars, of which
// the first counts; what the system said, an error, is put into words. A key without a text returns the key itself, so that a
// forgotten text is seen and nothing crashes; a test keeps this from
// happening.
func (t *Texts) Get(key string, vars ...Vars) string {
	return t.text(&i18n.LocalizeConfig{MessageID: key, TemplateData: t.said(first(vars))}, key)
}

// Or is [Texts.Get] where there is such a text, else the words given.
func (t *Texts) Or(key, words string) string {
	if text := t.Get(key); text != key {
		return text
	}
	return words
}

// Count returns the text named key in the plural form for n, which the text
// may show as {{.Count}}.
func (t *Texts) Count(key string, n int, vars ...Vars) string {
	data := Vars{"Count": n}
	for k, v := range t.said(first(vars)) {
		data[k] = v
	}
	return t.text(&i18n.LocalizeConfig{MessageID: key, TemplateData: data, PluralCount: n}, key)
}

func (t *Texts) text(c *i18n.LocalizeConfig, key string) string {
	s, err := t.now.Load().loc.Localize(c)
	if err != nil || s == "" {
		return key
	}
	return s
}

func first(vars []Vars) Vars {
	if len(vars) == 0 {
		return nil
	}
	return vars[0]
}
