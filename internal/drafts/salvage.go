package drafts

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/png"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"ticketpp/internal/ticket"
)

// maxSalvage bounds the bytes of a damaged record that are looked at, and
// maxClosings how often an end is tried for them.
const (
	maxSalvage  = 1 << 20
	maxClosings = 64
)

// salvage reads what it can of a damaged record: the file's whole beginning,
// closed where it breaks off. It returns the ticket and how many bytes of text
// it holds, 0 when there is nothing to save.
func salvage(data []byte) (ticket.Ticket, int) {
	data = data[:min(len(data), maxSalvage)]
	if i := bytes.IndexByte(data, 0); i >= 0 {
		data = data[:i] // blocks that were never written read as zeros
	}
	for n := 0; n < 3 && len(data) > 0; n++ { // half a letter at the end
		if r, size := utf8.DecodeLastRune(data); r != utf8.RuneError || size > 1 {
			break
		}
		data = data[:len(data)-1]
	}
	cuts := ends(data)
	for i := len(cuts) - 1; i >= 0 && i >= len(cuts)-maxClosings; i-- {
		var r struct {
			Ticket json.RawMessage `json:"ticket"`
		}
		if json.Unmarshal(cuts[i].close(data), &r) != nil || len(r.Ticket) == 0 {
			continue
		}
		var t ticket.Ticket
		_ = json.Unmarshal(r.Ticket, &t) // a field of a wrong type does not cost the others
		return t, len(t.Subject) + len(plainText(t.Description)) + 1
	}
	return ticket.Ticket{}, 0
}

// end is a place where a document that breaks off can be ended.
type end struct {
	at    int
	open  string // the brackets to close, innermost last
	quote bool   // inside a text: its quote is closed first
}

func (e end) close(data []byte) []byte {
	doc := append(make([]byte, 0, e.at+len(e.open)+1), data[:e.at]...)
	if e.quote {
		doc = append(doc, '"')
	}
	for i := len(e.open) - 1; i >= 0; i-- {
		doc = append(doc, e.open[i])
	}
	return doc
}

// ends returns the places where the JSON document that data begins can be
// ended, the one that keeps most last: behind a text or a bracket, before a
// comma, or inside the text in which it breaks off.
func ends(data []byte) []end {
	var all []end
	var open []byte // closing brackets that are owed
	mark := func(at int) { all = append(all, end{at: at, open: string(open)}) }
	inText, escaped := false, false
	for i, c := range data {
		switch {
		case escaped:
			escaped = false
		case inText && c == '\\':
			escaped = true
		case inText && c != '"':
		case c == '"':
			if inText = !inText; !inText {
				mark(i + 1)
			}
		case c == '{', c == '[':
			open = append(open, c+2) // in ASCII the closing bracket stands two behind
			mark(i + 1)
		case c == '}', c == ']':
			if len(open) == 0 || open[len(open)-1] != c {
				return all // nonsense from here on
			}
			open = open[:len(open)-1]
			mark(i + 1)
		case c == ',':
			mark(i)
		}
	}
	if inText {
		for n := max(0, len(data)-11); n <= len(data); n++ { // half an escape may stand at the end
			all = append(all, end{at: n, open: string(open), quote: true})
		}
	}
	return all
}

// strays are the screenshots in the draft's folder that a salvaged ticket has
// lost sight of. Whether the user had taken one out is not known any more: none
// is sent unless the user puts it back.
func (d *Draft) strays(t ticket.Ticket) []ticket.Screenshot {
	entries, err := d.store.fs.ReadDir(d.Dir())
	if err != nil {
		return nil // the text is worth more
	}
	known := map[string]bool{}
	for _, s := range t.Screenshots {
		known[s.File] = true
	}
	there := map[string]fs.DirEntry{}
	for _, e := range entries {
		there[e.Name()] = e
	}
	var found []ticket.Screenshot
	for n := 1; ; n++ {
		s := ticket.Screenshot{File: fmt.Sprintf("shot-%d.png", n), Preview: fmt.Sprintf("preview-%d.png", n)}
		e := there[s.File]
		if e == nil {
			return found
		}
		if known[s.File] {
			continue
		}
		if there[s.Preview] == nil {
			s.Preview = ""
		}
		if info, err := e.Info(); err == nil {
			s.Size = info.Size()
		}
		if s.Width, s.Height = d.pixels(s.File); s.Width > 0 { // else it is damaged too
			found = append(found, s)
		}
	}
}

// pixels is the size of a picture in the draft, 0 when it is none.
func (d *Draft) pixels(file string) (width, height int) {
	f, err := d.store.fs.Open(path.Join(d.Dir(), file))
	if err != nil {
		return 0, 0
	}
	defer f.Close()
	c, err := png.DecodeConfig(f)
	if err != nil {
		return 0, 0
	}
	return c.Width, c.Height
}

// plainText is all that was written of a description, part after part.
func plainText(d ticket.Description) string {
	var parts []string
	for _, s := range []string{d.Text, d.Doing, d.Data, d.Happened} {
		if s = strings.TrimSpace(s); s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "\n\n")
}
