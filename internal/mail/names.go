package mail

import (
	"fmt"
	"mime"
	"path"
	"strconv"
	"strings"
	"unicode"
)

// maxName bounds an attachment's name, in bytes.
const maxName = 120

// shotName names the screenshot with the given index as the technician sees
// it: "schermata-1.png", …
func shotName(i int, file string) string {
	ext := strings.ToLower(path.Ext(file))
	if ext != ".jpg" && ext != ".jpeg" {
		ext = ".png"
	}
	return fmt.Sprintf("schermata-%d%s", i+1, ext)
}

// plainMarks are the characters of a file's name, besides letters and digits, that
// no ticketing system takes for something else in a header, an address or a link.
// Italian names have apostrophes, and numbers with a degree sign.
const plainMarks = " .-_()+,@&=!'’‘°–—§€"

// fileName returns the name under which a user's file goes: its own, of plain
// characters, without folders, and always with an extension, for ticketing
// systems show and filter by it.
func fileName(name string, head []byte) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) || strings.ContainsRune(plainMarks, r) {
			return r
		}
		return '_'
	}, oneLine(name))
	name = strings.Trim(name, " .")
	ext := path.Ext(name)
	if stem := strings.TrimSuffix(name, ext); stem == "" || len(ext) < 2 || len(ext) > 12 || strings.ContainsRune(ext, ' ') {
		ext = ""
	}
	stem := strings.TrimRight(strings.TrimSuffix(name, ext), " .")
	if stem == "" || strings.Trim(stem, "_") == "" {
		stem = "allegato"
	}
	if ext == "" {
		ext = extensionOf(head)
	}
	return strings.TrimRight(cut(stem, maxName-len(ext)), " .") + ext
}

// extensionOf guesses from a file's first bytes the extension that its name
// lacks.
func extensionOf(head []byte) string {
	s := string(head)
	for _, known := range []struct{ magic, ext string }{
		{"%PDF-", ".pdf"},
		{"\x89PNG\r\n\x1a\n", ".png"},
		{"\xff\xd8\xff", ".jpg"},
		{"GIF8", ".gif"},
		{"PK\x03\x04", ".zip"},
		{"<?xml", ".xml"},
	} {
		if strings.HasPrefix(s, known.magic) {
			return known.ext
		}
	}
	if s == "" || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) }) {
		return ".bin"
	}
	return ".txt"
}

// distinct returns name, or "name-2.ext" and so on when the mail has a file of
// that name already, upper and lower case being the same.
func distinct(name string, taken map[string]bool) string {
	ext := path.Ext(name)
	free := name
	for i := 2; taken[strings.ToLower(free)]; i++ {
		free = strings.TrimSuffix(name, ext) + "-" + strconv.Itoa(i) + ext
	}
	taken[strings.ToLower(free)] = true
	return free
}

// typeOf gives the media type by extension, from a list of our own: the
// system's differs from machine to machine. Text goes as plain bytes too,
// because ticketing systems change the characters of attached text.
func typeOf(name string) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".png":
		return "image/png"
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".gif":
		return "image/gif"
	case ".pdf":
		return "application/pdf"
	case ".zip":
		return "application/zip"
	case ".doc":
		return "application/msword"
	case ".xls":
		return "application/vnd.ms-excel"
	case ".docx":
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case ".xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case ".odt":
		return "application/vnd.oasis.opendocument.text"
	case ".ods":
		return "application/vnd.oasis.opendocument.spreadsheet"
	}
	return "application/octet-stream"
}

// contentType is the part's type with its name for programs that read it
// there (RFC 2047, as most mail programs write it).
func contentType(name string) string {
	return typeOf(name) + ";\r\n name=\"" + mime.QEncoding.Encode("utf-8", name) + `"`
}

// disposition is the part's disposition with its file name in ASCII: plain,
// or encoded as RFC 2231 says.
func disposition(name string) string {
	if isASCII(name) {
		return "attachment;\r\n filename=\"" + name + `"`
	}
	var b strings.Builder
	for i := range len(name) {
		if c := name[i]; c < 0x80 && (unicode.IsLetter(rune(c)) || unicode.IsDigit(rune(c)) || strings.IndexByte(".-_", c) >= 0) {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return "attachment;\r\n filename*=utf-8''" + b.String()
}
