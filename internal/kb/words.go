package kb

import (
	"strings"
	"sync"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/italian"
	"golang.org/x/text/unicode/norm"
)

// language of an article, as its function words have it.
type language byte

const (
	unknown language = iota
	italianText
	englishText
)

// longest word that is kept, in bytes; what is longer is data, not a word.
const maxWord = 40

// words calls each with every word of s: lower case, without accents (nobody
// types them all), letters and digits only, at least two of them.
func words(s string, each func(string)) {
	start := -1
	folded := fold(s)
	for i, r := range folded {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			emit(folded[start:i], each)
			start = -1
		}
	}
	if start >= 0 {
		emit(folded[start:], each)
	}
}

func emit(w string, each func(string)) {
	if len(w) >= 2 && len(w) <= maxWord {
		each(w)
	}
}

// fold makes s lower case and takes the accents off.
func fold(s string) string {
	ascii := true
	for i := range len(s) {
		if s[i] >= 0x80 {
			ascii = false
			break
		}
	}
	s = strings.ToLower(s)
	if ascii {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFKD.String(s))
}

// stem returns the stem of a folded word in a language. Words with digits and
// short ones are left as they are: codes, versions, acronyms.
func stem(w string, l language) string {
	if len(w) < 4 || strings.ContainsAny(w, "0123456789") {
		return w
	}
	env := snowballstem.NewEnv(w)
	switch l {
	case italianText:
		italian.Stem(env)
	case englishText:
		english.Stem(env)
	}
	if s := env.Current(); len(s) >= 2 {
		return s
	}
	return w
}

// stems returns the forms in which a word of unknown language may stand in the
// index.
func stems(w string) []string {
	it, en := stem(w, italianText), stem(w, englishText)
	if it == en {
		return []string{it}
	}
	return []string{it, en}
}

// detect tells a text's language by its function words; Italian when it has
// none, since that is who uses the program first.
func detect(s string) language {
	it, en := 0, 0
	words(s, func(w string) {
		switch functionWords()[w] {
		case italianText:
			it++
		case englishText:
			en++
		}
	})
	if en > it {
		return englishText
	}
	return italianText
}

// functionWords say nothing of what an article is about; the value is the
// language that they give away. A word of both gives away none.
var functionWords = sync.OnceValue(func() map[string]language {
	m := make(map[string]language, 320)
	for w := range strings.FieldsSeq(italianWords) {
		m[w] = italianText
	}
	for w := range strings.FieldsSeq(englishWords) {
		if _, both := m[w]; both {
			m[w] = unknown
			continue
		}
		m[w] = englishText
	}
	return m
})

const (
	italianWords = `il lo la gli le un uno una di del dello della dei degli delle da dal dallo dalla dai dagli dalle
		al allo alla ai agli alle nel nello nella nei negli nelle su sul sullo sulla sui sugli sulle con col per tra
		fra in che chi cui non si ci mi ti vi ne se ma ed od anche come quando dove mentre quale quali questo questa
		questi queste quello quella quelli quelle sono sei siamo siete essere stato stata stati state era erano ho hai
		ha abbiamo avete hanno avere avuto viene vengono puo possono deve devono dopo prima piu meno molto poco tutto
		tutti tutta tutte ogni altro altra altri altre perche cosi quindi pero suo sua suoi sue loro nostro nostra
		mio mia io tu lui lei noi voi dell all nell sull dall un qualche qualcosa nulla niente solo ancora gia va vanno fa fare fatto riesco riesce`
	englishWords = `the an of to in on at by for from with without and or but not is are was were be been being has
		have had do does did can could will would should may might must this that these those it its he she they we
		you your our their my me as if then than when where which who what how why there here into out up down over
		under again only very too so all any some no nor each other more most such own same about after before while
		because come`
)
