package coach

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is one word of a text.
type token struct {
	start, end int    // bytes in the text
	norm       string // normal form
	class      class
	letters    int
	digits     int
	capitals   int
	titled     bool // begins with a capital
	apart      bool // punctuation that parts clauses stands in front of it
	quoted     bool // stands between quotation marks
	phrased    bool // belongs to a phrase that says nothing
	named      bool // belongs to a phrase that names a matter
	content    bool // names something
	noise      bool // keyboard noise
}

// upper reports whether all letters of the token are capitals.
func (t *token) upper() bool { return t.letters > 0 && t.capitals == t.letters }

// is reports whether the token has one of the classes.
func (t *token) is(c class) bool { return t.class&c != 0 }

// normal is the form in which words are compared: lower case, without accents.
func normal(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		if r < utf8.RuneSelf {
			if r >= 'A' && r <= 'Z' {
				r += 'a' - 'A'
			}
			b.WriteByte(byte(r))
			continue
		}
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		r = unicode.ToLower(r)
		if base := unaccented(r); base != "" {
			b.WriteString(base)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// unaccented returns the plain letters for an accented lower-case Latin one,
// or "" when there are none.
func unaccented(r rune) string {
	switch {
	case strings.ContainsRune("àáâãäåāăą", r):
		return "a"
	case strings.ContainsRune("èéêëēĕėęě", r):
		return "e"
	case strings.ContainsRune("ìíîïīĭįı", r):
		return "i"
	case strings.ContainsRune("òóôõöøōŏő", r):
		return "o"
	case strings.ContainsRune("ùúûüūŭůűų", r):
		return "u"
	case strings.ContainsRune("çćĉċč", r):
		return "c"
	case strings.ContainsRune("ñńņň", r):
		return "n"
	case strings.ContainsRune("šśşŝș", r):
		return "s"
	case strings.ContainsRune("žźż", r):
		return "z"
	case strings.ContainsRune("ýÿ", r):
		return "y"
	case r == 'ß':
		return "ss"
	case r == 'æ':
		return "ae"
	case r == 'œ':
		return "oe"
	}
	return ""
}

// squeeze shortens every run of three or more equal letters to keep of them
// («aiutoooo»).
func squeeze(s string, keep int) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		j := i
		for j < len(s) && s[j] == s[i] {
			j++
		}
		n := j - i
		if n >= 3 {
			n = keep
		}
		b.WriteString(s[i : i+n])
		i = j
	}
	return b.String()
}

// hasRun reports whether three equal letters follow each other in s.
func hasRun(s string) bool {
	for i := 2; i < len(s); i++ {
		if s[i] == s[i-1] && s[i] == s[i-2] {
			return true
		}
	}
	return false
}

// trim removes what cannot be seen around a text.
func trim(s string) string {
	return strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.IsControl(r)
	})
}

// split cuts a text into its words. It looks no words up.
func split(text string) []token {
	var toks []token
	var now token
	open, apart, quoted := false, false, false
	flush := func(end int) {
		if open {
			now.end = end
			now.norm = normal(text[now.start:end])
			toks = append(toks, now)
			open, apart = false, false
		}
	}
	for i, r := range text {
		letter, digit := unicode.IsLetter(r), unicode.IsDigit(r)
		if letter || digit || open && unicode.Is(unicode.M, r) {
			if !open {
				now, open = token{start: i, apart: apart, quoted: quoted, titled: unicode.IsUpper(r)}, true
			}
			if letter {
				now.letters++
				if unicode.IsUpper(r) {
					now.capitals++
				}
			} else if digit {
				now.digits++
			}
			continue
		}
		flush(i)
		switch {
		case strings.ContainsRune("«»\"“”„", r):
			quoted = r != '»' && r != '”' && (r == '«' || r == '“' || r == '„' || !quoted)
		case strings.ContainsRune(":;,.!?()[]|–—\n\r<>", r):
			apart = true
		case r == '-' && (i == 0 || text[i-1] == ' ' || i+1 >= len(text) || text[i+1] == ' '):
			apart = true
		}
	}
	flush(len(text))
	return joinAbbreviations(text, joinLetters(text, toks))
}

// joinAbbreviations makes one word of «sig.ra», «dott.ssa», «att.ne», «c.a.»
// and «c/a», which split cut.
func joinAbbreviations(text string, toks []token) []token {
	out := toks[:0]
	for _, t := range toks {
		if n := len(out); n > 0 {
			last := &out[n-1]
			if t.start == last.end+1 && abbreviates(text[last.end], last, &t) {
				last.end = t.end
				last.norm += t.norm
				last.letters += t.letters
				last.capitals += t.capitals
				continue
			}
		}
		out = append(out, t)
	}
	return out
}

func abbreviates(sign byte, a, b *token) bool {
	if a.digits+b.digits > 0 || sign != '.' && sign != '/' {
		return false
	}
	if a.letters <= 2 && b.letters == 1 {
		return true
	}
	if sign != '.' || a.letters > 5 {
		return false
	}
	switch b.norm {
	case "ne", "ra", "ssa", "le", "mo", "ma", "mi", "me", "na", "ri", "li":
		return true
	}
	return false
}

// joinLetters makes one word of letters written apart («A I U T O», «S.O.S.»).
func joinLetters(text string, toks []token) []token {
	out := toks[:0]
	for i := 0; i < len(toks); {
		j := i
		least := 4
		for j < len(toks) && toks[j].letters == 1 && toks[j].digits == 0 && (j == i || toks[j].start == toks[j-1].end+1) {
			if j > i {
				sign := text[toks[j-1].end]
				if sign != ' ' && sign != '.' && sign != '-' {
					break
				}
				if sign == '.' {
					least = 3 // «S.O.S.»
				}
			}
			j++
		}
		if j-i < least {
			out = append(out, toks[i])
			i++
			continue
		}
		t := toks[i]
		for _, next := range toks[i+1 : j] {
			t.norm += next.norm
			t.letters++
			t.capitals += next.capitals
			t.end = next.end
		}
		out = append(out, t)
		i = j
	}
	return out
}
