package config

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Slip is what somebody who edits a settings file by hand has probably got
// wrong on a line that is not TOML; its text is "config.syntax.SLIP".
type Slip string

// The slips. The empty one is any other mistake.
const (
	SlipEscape  Slip = "escape"   // a backslash in "…"
	SlipOpen    Slip = "open"     // a text that is not closed
	SlipBracket Slip = "bracket"  // a list or an inline table without its comma or its end
	SlipHeader  Slip = "header"   // [name] or [[name]] that is not one
	SlipNotTOML Slip = "not-toml" // the file is XML or JSON
	SlipEquals  Slip = "equals"   // no "name =" at the beginning
	SlipNoValue Slip = "no-value" // nothing behind the =
	SlipMore    Slip = "more"     // something behind the value
	SlipCurly   Slip = "curly"    // typographic quotes
	SlipBare    Slip = "bare"     // a text without quotes
	SlipNumber  Slip = "number"   // begins like a number and is none, or a date
	SlipDeep    Slip = "deep"     // more levels than any setting has
)

// slipOf tells the slip by the line, the byte of it at which the parser gave
// up, and the parser's words; and the byte at which it begins.
func slipOf(line string, at int, words string) (Slip, int) {
	at = min(max(at, 0), len(line))
	says := func(any ...string) bool {
		for _, s := range any {
			if strings.Contains(words, s) {
				return true
			}
		}
		return false
	}
	equals := strings.IndexByte(line, '=')
	switch {
	case says("escape"):
		return SlipEscape, at
	case says("new lines", "unterminated", "not terminated"):
		return SlipOpen, at
	case says("incomplete", "after array value", "after inline table", "comma in inline table"):
		return SlipBracket, at
	case says("control character", "carriage return", "UTF-8", "too many quotes"):
		return "", at
	case strings.HasPrefix(strings.TrimSpace(line), "["):
		return SlipHeader, at
	case says("expected '='", "start of key", "expected key "):
		if strings.HasPrefix(strings.TrimSpace(line), "<") || strings.HasPrefix(strings.TrimSpace(line), "{") {
			return SlipNotTOML, at
		}
		return SlipEquals, at
	case at <= equals: // where a value was expected, the next setting begins
		return SlipBracket, at
	}
	slip, at := slipInValue(line[equals+1:], at-equals-1, says("expected newline"))
	return slip, equals + 1 + at
}

// slipInValue is slipOf for what stands behind the =. Where the parser says
// that the line should end, it has read a value already.
func slipInValue(text string, at int, end bool) (Slip, int) {
	whole := strings.TrimSpace(text)
	if whole == "" || whole[0] == '#' {
		return SlipNoValue, at
	}
	if end && strings.ContainsRune(`"'[{`, rune(whole[0])) {
		return SlipMore, at
	}
	start := strings.LastIndexAny(text[:at], " \t,[{=") + 1 // of the word, in a list too
	switch r, _ := utf8.DecodeRuneInString(text[start:]); {
	case unicode.In(r, unicode.Pi, unicode.Pf) || r == '„' || r == '‚' || r == '`' || r == '´':
		return SlipCurly, start
	case unicode.IsDigit(r) || r == '+' || r == '-' || r == '.':
		return SlipNumber, start
	case r == '"' || r == '\'' || r == ',' || r == ']' || r == '}':
		return SlipBracket, at
	}
	return SlipBare, start
}
