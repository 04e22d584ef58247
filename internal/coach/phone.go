package coach

import (
	"strings"
	"unicode"
)

// phone is a phone number as read.
type phone struct {
	digits  string // without the sign of a prefix, with the country when foreign
	foreign bool   // begins with + or 00 and a country other than Italy
}

// parsePhone reads one number as people in Italy write it: «0731538419»,
// «0462-5082», «0522/001.011», «+39 333 1234567», «Tel. 0731 538419 int. 12»;
// foreign ones with their country's prefix. The plan is that of ITU-T E.164
// and, for Italy, of the national numbering plan: areas 0…, mobiles 3…, free
// and shared numbers 8… and 199, six to eleven digits.
func parsePhone(s string) (phone, bool) {
	s = dropExtension(dropLabel(trim(s)))
	plus := false
	var d []byte
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9':
			d = append(d, byte(r))
		case r == '+' && len(d) == 0 && !plus:
			plus = true
		case strings.ContainsRune("-./()‐‑–", r), unicode.IsSpace(r):
			if (r == '-' || r == '/') && i == 0 {
				return phone{}, false
			}
		default:
			return phone{}, false
		}
		if len(d) > 20 {
			return phone{}, false
		}
	}
	digits := string(d)
	if !plus && strings.HasPrefix(digits, "00") {
		digits, plus = digits[2:], true
	}
	if plus {
		national, italian := strings.CutPrefix(digits, "39")
		if italian {
			if strings.HasPrefix(s, "+39 (0)") { // «+39 (0)2 1234567»: the 0 belongs to the number
				return phone{digits: national}, italianNumber(national)
			}
			return phone{digits: national}, italianNumber(national)
		}
		return phone{digits: digits, foreign: true}, foreignNumber(digits)
	}
	if italianNumber(digits) {
		return phone{digits: digits}, true
	}
	if national, ok := strings.CutPrefix(digits, "39"); ok && national != "" && (len(digits) >= 11 || national[:1] == "0") && italianNumber(national) {
		return phone{digits: national}, true // «39 333 1234567»
	}
	return phone{}, false
}

// phones reports whether every one of several numbers can be called
// («0731 538419 / 333 1234567», «… o …»), or the one.
func phones(s string) bool {
	if _, ok := parsePhone(s); ok {
		return true
	}
	for _, sep := range [...]string{" oppure ", " or ", " o ", " e ", ";", ",", " / ", " - ", "/", "\n"} {
		parts := strings.Split(s, sep)
		if len(parts) < 2 || len(parts) > 3 {
			continue
		}
		all := true
		for _, p := range parts {
			if _, ok := parsePhone(p); !ok {
				all = false
			}
		}
		if all {
			return true
		}
	}
	return false
}

// dropLabel takes «Tel.», «cell:» and the like off the front.
func dropLabel(s string) string {
	end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	if end <= 0 {
		return s
	}
	switch normal(s[:end]) {
	case "tel", "telefono", "cell", "cellulare", "fisso", "ufficio", "phone", "mobile", "t", "n", "num", "numero", "mob", "office":
		return strings.TrimLeft(s[end:], " .:°")
	}
	return s
}

// dropExtension takes an inner number off the end: «int. 12», «ext 12»,
// «interno 204».
func dropExtension(s string) string {
	low := strings.ToLower(s)
	for _, word := range [...]string{"interno", "int.", "int ", "ext.", "ext ", "extension", "x"} {
		at := strings.LastIndex(low, word)
		if at <= 0 || at > len(s) || len(low) != len(s) {
			continue
		}
		tail := strings.TrimLeft(s[at+len(word):], " .:")
		if tail != "" && len(tail) <= 5 && strings.Trim(tail, "0123456789") == "" {
			return strings.TrimRight(s[:at], " ,;-/")
		}
	}
	return s
}

// italianNumber checks a national number.
func italianNumber(d string) bool {
	n := len(d)
	if n < 6 || n > 12 || sameDigits(d) {
		return false
	}
	switch d[0] {
	case '0':
		return n <= 11 && d[1] != '0'
	case '3':
		return n >= 9 && n <= 10 && d[1] != '0'
	case '8':
		return strings.HasPrefix(d, "80") && n >= 6 && n <= 9 || n == 9 || n == 6 && (d[1] == '4' || d[1] == '9')
	case '1':
		return strings.HasPrefix(d, "199") && n == 9 || strings.HasPrefix(d, "178") && n >= 9 && n <= 10
	case '5':
		return strings.HasPrefix(d, "55") && n == 10
	}
	return false
}

// foreignNumber checks a number with its country's prefix: fifteen digits at
// most (E.164), six at least.
func foreignNumber(d string) bool {
	return len(d) >= 6 && len(d) <= 15 && d[0] != '0' && !sameDigits(d[1:])
}

// sameDigits reports whether a number is one digit over and over behind its
// first («0000000», «3333333333» may be one, «0111111111» is none).
func sameDigits(d string) bool {
	return strings.Trim(d[1:], d[1:2]) == ""
}
