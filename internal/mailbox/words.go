package mailbox

import (
	"bytes"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// decodeWords decodes the encoded words of a header's value (RFC 2047) and
// returns it as one clean line. A word that is broken stays as it is written.
// Words side by side are decoded as one text where they are of one character
// set: not every program splits between characters.
func decodeWords(s string) string {
	var out strings.Builder
	var charset string
	var pending []byte
	flush := func() {
		out.WriteString(toUTF8(charset, pending))
		charset, pending = "", nil
	}
	for s != "" {
		before, rest, ok := strings.Cut(s, "=?")
		if !ok {
			break
		}
		set, data, after, ok := word(rest)
		if !ok {
			flush()
			out.WriteString(plain8(before) + "=?")
			s = rest
			continue
		}
		if pending == nil || strings.TrimSpace(before) != "" {
			flush()
			out.WriteString(plain8(before))
		} else if !strings.EqualFold(set, charset) {
			flush()
		}
		charset, pending, s = set, append(pending, data...), after
		if pending == nil {
			pending = []byte{}
		}
	}
	flush()
	out.WriteString(plain8(s))
	return oneLine(out.String())
}

// word reads an encoded word behind its "=?".
func word(s string) (charset string, data []byte, rest string, ok bool) {
	charset, s, ok = strings.Cut(s, "?")
	if !ok || charset == "" || len(charset) > 60 || strings.ContainsAny(charset, " =\t") {
		return "", nil, "", false
	}
	encoding, s, ok := strings.Cut(s, "?")
	if !ok || len(encoding) != 1 {
		return "", nil, "", false
	}
	text, rest, ok := strings.Cut(s, "?=")
	if !ok {
		return "", nil, "", false
	}
	switch encoding {
	case "b", "B":
		return charset, fromBase64([]byte(text)), rest, true
	case "q", "Q":
		return charset, fromQuotedPrintable([]byte(text), true), rest, true
	}
	return "", nil, "", false
}

// plain8 takes bytes of a header that were never encoded for what they most
// likely are.
func plain8(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return toUTF8("", []byte(s))
}

// charsetReader lets the standard library's decoder use our tables.
func charsetReader(charset string, r io.Reader) (io.Reader, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	return bytes.NewReader([]byte(toUTF8(charset, b))), nil
}

// maxLine is the most bytes of one line that is shown.
const maxLine = 2000

// oneLine makes one clean line of s: white space is a space, and what is not
// seen (control characters, marks that turn the writing's direction) is gone.
func oneLine(s string) string {
	if len(s) > 4*maxLine {
		s = s[:4*maxLine]
	}
	s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\uFFFD"), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	return clip(strings.Map(seen, s), maxLine)
}

// seen drops the runes that are not seen, or that make others look like what
// they are not.
func seen(r rune) rune {
	switch {
	case r == '\n' || r == '\t':
		return r
	case unicode.IsControl(r), unicode.Is(unicode.Cf, r) && r != '\u200d', r == '\ufffe', r == '\uffff':
		return -1
	}
	return r
}

// clip cuts s to at most n bytes, between characters.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
