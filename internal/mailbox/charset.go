package mailbox

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// toUTF8 decodes bytes of a named character set. Names lie, so it looks: what
// is UTF-8 is that, whatever it is called, unless it is called something that
// cannot be confused with it; what is not is taken for Windows' Western one.
func toUTF8(charset string, b []byte) string {
	charset, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(charset)), "*") // RFC 2231, section 5: a language may follow
	switch charset {
	case "utf-16", "utf16", "unicode", "utf-16le", "utf-16be":
		return fromUTF16(charset, b)
	}
	if m := singleByte(charset); m != nil && !(utf8.Valid(b) && m == charmap.Windows1252) {
		return fromSingleByte(m, b)
	}
	if utf8.Valid(b) {
		return string(b)
	}
	if looksUTF8(b) { // damaged, or cut in the middle of a character
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	return fromSingleByte(charmap.Windows1252, b)
}

// singleByte returns the table of a character set with one byte a character,
// or nil. ISO 8859-1 is taken for Windows' superset, as every browser does.
func singleByte(name string) *charmap.Charmap {
	name = strings.NewReplacer("_", "-", "iso8859", "iso-8859", "cp125", "windows-125", "win-125", "windows-125").Replace(name)
	name, _, _ = strings.Cut(name, ":")
	switch name {
	case "iso-8859-1", "latin1", "l1", "windows-1252", "ansi", "x-ansi":
		return charmap.Windows1252
	case "iso-8859-2", "latin2":
		return charmap.ISO8859_2
	case "iso-8859-3":
		return charmap.ISO8859_3
	case "iso-8859-4":
		return charmap.ISO8859_4
	case "iso-8859-5":
		return charmap.ISO8859_5
	case "iso-8859-7":
		return charmap.ISO8859_7
	case "iso-8859-9", "latin5", "windows-1254":
		return charmap.Windows1254
	case "iso-8859-10":
		return charmap.ISO8859_10
	case "iso-8859-13":
		return charmap.ISO8859_13
	case "iso-8859-14":
		return charmap.ISO8859_14
	case "iso-8859-15", "latin9", "latin-9":
		return charmap.ISO8859_15
	case "iso-8859-16":
		return charmap.ISO8859_16
	case "windows-1250":
		return charmap.Windows1250
	case "windows-1251":
		return charmap.Windows1251
	case "windows-1253":
		return charmap.Windows1253
	case "windows-1257":
		return charmap.Windows1257
	case "koi8-r":
		return charmap.KOI8R
	case "koi8-u":
		return charmap.KOI8U
	case "ibm437", "cp437":
		return charmap.CodePage437
	case "ibm850", "cp850":
		return charmap.CodePage850
	case "macintosh", "mac", "x-mac-roman":
		return charmap.Macintosh
	}
	return nil
}

func fromSingleByte(m *charmap.Charmap, b []byte) string {
	var s strings.Builder
	s.Grow(len(b))
	for _, c := range b {
		s.WriteRune(m.DecodeByte(c))
	}
	return s.String()
}

// looksUTF8 reports whether most of what is not ASCII in b is UTF-8.
func looksUTF8(b []byte) bool {
	good, bad := 0, 0
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && n <= 1:
			bad++
		case n > 1:
			good++
		}
		b = b[n:]
	}
	return good > bad
}

// fromUTF16 decodes UTF-16; without a mark at its start that of the name, or
// the network's order (RFC 2781, section 4.3).
func fromUTF16(name string, b []byte) string {
	var order binary.ByteOrder = binary.BigEndian
	switch {
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}):
		order, b = binary.LittleEndian, b[2:]
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		b = b[2:]
	case name == "utf-16le":
		order = binary.LittleEndian
	}
	units := make([]uint16, 0, len(b)/2)
	for ; len(b) >= 2; b = b[2:] {
		units = append(units, order.Uint16(b))
	}
	return string(utf16.Decode(units))
}
