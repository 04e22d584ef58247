package mailbox

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxParts = 100 // parts of a mail that are looked at
	maxDepth = 10  // of parts within parts
)

// part is one part of a mail: its header, and its body as it came.
type part struct {
	header header
	kind   string // "text/plain"
	params map[string]string
	body   []byte
}

func newPart(h header, body []byte) part {
	p := part{header: h, body: body}
	p.kind, p.params = h.media("content-type")
	if p.kind == "" {
		p.kind = "text/plain" // RFC 2045, section 5.2
	}
	return p
}

// name is the file name of a part that is a file, or "".
func (p part) name() string {
	disposition, params := p.header.media("content-disposition")
	name := params["filename"]
	if name == "" {
		name = p.params["name"]
	}
	if name == "" && disposition == "attachment" {
		name = p.kind
	}
	return clip(decodeWords(name), 200)
}

// text is the body of a part that is text, decoded; "" when what comes out is
// none.
func (p part) text() string {
	encoding := p.header.get("content-transfer-encoding")
	s := toUTF8(p.params["charset"], transferred(encoding, p.body))
	if strings.EqualFold(strings.TrimSpace(encoding), "base64") && isRubbish(s) {
		return ""
	}
	return s
}

// isRubbish reports whether a text is what broken base64 gives: one sign in
// thirty is none that people write.
func isRubbish(s string) bool {
	all, bad := 0, 0
	for _, r := range s {
		all++
		if r == utf8.RuneError || unicode.IsControl(r) && !strings.ContainsRune("\t\r\n\f", r) {
			bad++
		}
	}
	return bad > 0 && bad*30 >= all
}

// split parts a multipart's body (RFC 2046, section 5.1.1) and calls visit
// with each part until it says no. A last part without its end is a part: the
// mail was cut.
func (p part) split(visit func(part) bool) {
	boundary := strings.TrimRight(p.params["boundary"], " ")
	if boundary == "" || len(boundary) > 200 {
		return
	}
	delimiter := []byte("--" + boundary)
	rest, inside, start := p.body, false, 0
	for at := 0; at < len(rest); {
		end := bytes.IndexByte(rest[at:], '\n')
		next := at + end + 1
		if end < 0 {
			next = len(rest)
		}
		tail, is := bytes.CutPrefix(rest[at:next], delimiter)
		tail = bytes.TrimSpace(tail)
		last := bytes.Equal(tail, []byte("--"))
		if is && (last || len(tail) == 0) {
			if inside && !visit(newPart(splitHeader(trimEnd(rest[start:at])))) || last {
				return
			}
			inside, start = true, next
		}
		at = next
	}
	if inside {
		visit(newPart(splitHeader(rest[start:])))
	}
}

// trimEnd takes off the line break that belongs to the delimiter behind it.
func trimEnd(b []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(b, []byte("\n")), []byte("\r"))
}

// walker gathers what a mail's parts hold.
type walker struct {
	left   int // parts that are still looked at
	mail   *Mail
	texts  []string
	report report
}

// walk looks at a part and all below it.
func (w *walker) walk(p part, depth int) {
	if w.left--; w.left < 0 || depth > maxDepth {
		return
	}
	name := p.name()
	switch {
	case p.kind == "multipart/alternative":
		w.alternative(p, depth)
	case strings.HasPrefix(p.kind, "multipart/"):
		p.split(func(sub part) bool {
			w.walk(sub, depth+1)
			return w.left > 0
		})
	case p.kind == "message/delivery-status", p.kind == "message/global-delivery-status":
		w.report.status(p.text())
	case p.kind == "message/rfc822", p.kind == "message/rfc822-headers", p.kind == "text/rfc822-headers",
		p.kind == "message/global", p.kind == "message/global-headers":
		w.report.original(transferred(p.header.get("content-transfer-encoding"), p.body))
		w.file(name)
	case name != "":
		w.file(name)
	case p.kind == "text/html":
		w.add(w.html(p))
	case strings.HasPrefix(p.kind, "text/"):
		w.add(p.text())
	}
}

// alternative takes the plain text of several ways to say the same. The links
// are those of all of them: in plain text they are often left out.
func (w *walker) alternative(p part, depth int) {
	before := w.texts
	var plain, rich []string
	p.split(func(sub part) bool {
		w.texts = nil
		w.walk(sub, depth+1)
		if sub.kind == "text/plain" {
			plain = append(plain, w.texts...)
		} else {
			rich = append(rich, w.texts...)
		}
		return w.left > 0
	})
	if strings.TrimSpace(strings.Join(plain, "")) == "" {
		plain = rich
	}
	w.texts = append(before, plain...)
}

func (w *walker) add(text string) {
	if strings.TrimSpace(text) != "" {
		w.texts = append(w.texts, text)
	}
}

func (w *walker) file(name string) {
	if name != "" && len(w.mail.Attachments) < maxParts {
		w.mail.Attachments = append(w.mail.Attachments, name)
	}
}

// html makes text of a part in HTML, and keeps where it leads to.
func (w *walker) html(p part) string {
	text, links := fromHTML(p.text())
	for _, l := range links {
		w.mail.link(l)
	}
	return text
}
