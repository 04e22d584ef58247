package coach

import "strings"

// italianEnding reports whether s can follow an Italian stem: the endings of
// nouns, adjectives and verbs, with or without a pronoun behind them
// (chiam-ate-mi, aiut-ar-ci).
func italianEnding(s string) bool {
	if italianPlain(s) {
		return true
	}
	for _, pronoun := range [...]string{"mi", "ci", "ti", "vi", "lo", "la", "li", "le", "ne", "si", "celo", "cela", "melo", "mela", "gli"} {
		base, ok := strings.CutSuffix(s, pronoun)
		if !ok {
			continue
		}
		switch base {
		case "ar", "er", "ir", "a", "i", "ate", "ete", "ite", "ando", "endo", "iamo", "ato", "ata":
			return true
		}
	}
	return false
}

// italianPlain knows the endings without a pronoun.
func italianPlain(s string) bool {
	switch s {
	case "", "a", "e", "i", "o", "io", "ia", "ie", "ii", "he", "hi",
		"are", "ere", "ire", "ar", "er", "ir", "arsi", "ersi", "irsi",
		"ato", "ata", "ati", "ate", "uto", "uta", "uti", "ute", "ito", "ita", "iti", "ite",
		"ando", "endo", "ante", "anti", "ente", "enti",
		"iamo", "hiamo", "ete", "ano", "ono", "iate", "ino",
		"ava", "avo", "avi", "avano", "avamo", "avate", "eva", "evo", "evi", "evano", "evamo",
		"iva", "ivo", "ivano", "ivamo",
		"era", "eranno", "ero", "eremo", "erete", "ira", "iranno", "hera", "heranno", "hero",
		"erebbe", "erebbero", "erei", "eremmo", "ereste", "irebbe", "irei",
		"asse", "assero", "esse", "essero", "isse", "issero", "aste", "este", "iste", "ai", "ei",
		"arono", "erono", "irono", "isce", "iscono", "isco", "isca", "hino",
		"issimo", "issima", "issimi", "issime", "hissimo", "ione", "ioni", "amento", "amenti", "mente", "amente":
		return true
	}
	return false
}

// englishEnding reports whether s can follow an English stem.
func englishEnding(s string) bool {
	switch s {
	case "", "s", "es", "e", "ed", "d", "ing", "ings", "er", "ers", "ly", "y", "ies", "ied", "ion", "ions",
		"ance", "ation", "ations", "ement", "ements", "ated", "ates", "ate", "ating":
		return true
	}
	return false
}
