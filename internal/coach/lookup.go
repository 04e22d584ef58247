package coach

import "strings"

// lookup returns the classes of a word in normal form, misspelt or not.
func (rd *reader) lookup(w string) class {
	c := rd.own[w] | rd.lex.lookup(w)
	if c != 0 || w == "" {
		return c
	}
	if last := w[len(w)-1]; last >= '0' && last <= '9' { // «test1»
		return rd.lex.lookup(strings.TrimRight(w, "0123456789")) & test
	}
	if half := len(w) / 2; half > 2 && w[:half] == w[half:] { // «testtest»
		return rd.lex.lookup(w[:half]) & test
	}
	if c = rd.diminutive(w); c != 0 {
		return c
	}
	if c = rd.texted(w); c != 0 || !hasRun(w) {
		return c
	}
	for keep := 1; keep <= 2; keep++ { // «aiutooo», «errrore»
		if s := squeeze(w, keep); len(s) > 2 {
			if c = rd.lex.lookup(s); c != 0 {
				return c
			}
		}
	}
	return 0
}

// texted returns the classes of an Italian word that says nothing and is
// written with the k of short messages: «riesko», «qualke», «kiamatemi».
func (rd *reader) texted(w string) class {
	if len(w) < 3 || !strings.Contains(w, "k") {
		return 0
	}
	for _, spelt := range [...]string{"c", "ch"} {
		if c := rd.lex.lookup(strings.ReplaceAll(w, "k", spelt)); c&hollow != 0 && c&matter == 0 {
			return c
		}
	}
	return 0
}

// diminutive returns the classes of a word for trouble or help that wears an
// Italian ending of size or scorn: «problemuccio», «domandina».
func (rd *reader) diminutive(w string) class {
	if len(w) < 7 {
		return 0
	}
	for _, end := range [...]string{"uccio", "uccia", "uccini", "accio", "accia", "acci", "acce", "ino", "ina", "ini", "ine", "etto", "etta", "etti", "ette", "one", "oni"} {
		stem, ok := strings.CutSuffix(w, end)
		if !ok || len(stem) < 4 {
			continue
		}
		for _, vowel := range [...]string{"a", "o", "e"} {
			if c := rd.lex.lookup(stem + vowel); c&(help|problem) != 0 && c&matter == 0 {
				return c & (help | problem)
			}
		}
	}
	return 0
}
