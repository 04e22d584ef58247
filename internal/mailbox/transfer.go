package mailbox

import (
	"bytes"
	"encoding/base64"
	"strings"
)

// transferred undoes a part's transfer encoding. What is broken in it is
// passed over: half a text is more than none.
func transferred(encoding string, b []byte) []byte {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		return fromBase64(b)
	case "quoted-printable":
		return fromQuotedPrintable(b, false)
	}
	return b
}

// fromBase64 decodes what belongs to the alphabet, as far as it goes.
func fromBase64(b []byte) []byte {
	clean := make([]byte, 0, len(b))
	for _, c := range b {
		switch {
		case c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '+', c == '/':
			clean = append(clean, c)
		case c == '-':
			clean = append(clean, '+')
		case c == '_':
			clean = append(clean, '/')
		}
	}
	if len(clean)%4 == 1 { // a lone sextet is no byte
		clean = clean[:len(clean)-1]
	}
	out := make([]byte, base64.RawStdEncoding.DecodedLen(len(clean)))
	n, _ := base64.RawStdEncoding.Decode(out, clean) // only the alphabet is left
	return out[:n]
}

// fromQuotedPrintable decodes RFC 2045, section 6.7, and with word set the
// variant of encoded words (RFC 2047, section 4.2), where "_" is a space.
func fromQuotedPrintable(b []byte, word bool) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c == '_' && word:
			out = append(out, ' ')
		case c != '=':
			out = append(out, c)
		case i+2 < len(b) && isHex(b[i+1]) && isHex(b[i+2]):
			out = append(out, unhex(b[i+1])<<4|unhex(b[i+2]))
			i += 2
		default:
			if end := softBreak(b[i+1:]); end > 0 {
				i += end
			} else {
				out = append(out, c)
			}
		}
	}
	return out
}

// softBreak returns the length of a soft line break's rest behind its "=".
func softBreak(b []byte) int {
	rest := bytes.TrimLeft(b[:min(len(b), 80)], " \t")
	at := min(len(b), 80) - len(rest)
	switch {
	case bytes.HasPrefix(rest, []byte("\r\n")):
		return at + 2
	case bytes.HasPrefix(rest, []byte("\n")):
		return at + 1
	}
	return 0
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'F' || c >= 'a' && c <= 'f'
}

func unhex(c byte) byte {
	switch {
	case c <= '9':
		return c - '0'
	case c <= 'F':
		return c - 'A' + 10
	}
	return c - 'a' + 10
}
