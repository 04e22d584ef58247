package mailbox

import (
	"bytes"
	"mime"
	"net/mail"
	"strings"
	"time"
)

const (
	maxHeader = 128 << 10 // bytes of a header that are looked at
	maxValue  = 16 << 10  // bytes of one field's value
	maxIDs    = 200       // Message-IDs of one field
	maxID     = 998       // bytes of one, the longest line of a mail (RFC 5322, section 2.1.1)
)

// header is a mail's or a part's header as it came: nothing decoded, names in
// lower case.
type header []field

type field struct{ name, value string }

// splitHeader parts the header from what follows the first empty line. A line
// that is no field is passed over.
func splitHeader(b []byte) (header, []byte) {
	var h header
	whole := b
	for len(b) > 0 {
		line, rest, _ := bytes.Cut(b, []byte("\n"))
		line = bytes.TrimSuffix(line, []byte("\r"))
		if len(line) == 0 {
			return h, rest
		}
		if len(whole)-len(b) > maxHeader {
			_, body, _ := bytes.Cut(b, []byte("\n\n"))
			if i := bytes.Index(b, []byte("\r\n\r\n")); i >= 0 {
				body = b[i+4:]
			}
			return h, body
		}
		h = h.add(line)
		b = rest
	}
	return h, nil
}

// add takes one line: a field, or the next line of the field before.
func (h header) add(line []byte) header {
	if line[0] == ' ' || line[0] == '\t' {
		if n := len(h); n > 0 && len(h[n-1].value)+len(line) <= maxValue {
			h[n-1].value += " " + strings.TrimSpace(string(line))
		}
		return h
	}
	name, value, ok := bytes.Cut(line, []byte(":"))
	if !ok || len(name) > 100 {
		return h
	}
	value = bytes.TrimSpace(value[:min(len(value), maxValue)])
	return append(h, field{strings.ToLower(strings.TrimSpace(string(name))), string(value)})
}

// get returns the first field of a name, or "".
func (h header) get(name string) string {
	for _, f := range h {
		if f.name == name {
			return f.value
		}
	}
	return ""
}

// id returns the one Message-ID that a field holds, or "".
func (h header) id(name string) string {
	if list := h.ids(name); len(list) > 0 {
		return list[0]
	}
	return ""
}

// ids returns the Message-IDs of a field. Of too many, the first and the last
// ones: the thread's beginning and its end.
func (h header) ids(name string) []string {
	var list []string
	value := h.get(name)
	if !strings.Contains(value, "<") { // some write it bare
		value = "<" + strings.Join(strings.Fields(value), "> <") + ">"
	}
	for {
		_, rest, ok := strings.Cut(value, "<")
		if !ok {
			break
		}
		id, rest, ok := strings.Cut(rest, ">")
		if !ok {
			break
		}
		value = rest
		if id = oneLine(strings.TrimSpace(id)); id != "" && len(id) <= maxID && !strings.ContainsAny(id, " <") {
			list = append(list, id)
		}
	}
	if len(list) > maxIDs {
		list = append(list[:1:1], list[len(list)-maxIDs+1:]...)
	}
	return list
}

// addresses returns the addresses of a field, in lower case.
func (h header) addresses(name string) []Address {
	value := h.get(name)
	if value == "" {
		return nil
	}
	parser := mail.AddressParser{WordDecoder: &mime.WordDecoder{CharsetReader: charsetReader}}
	list, err := parser.ParseList(value)
	if err != nil || len(list) == 0 {
		return loose(value)
	}
	var out []Address
	for _, a := range list[:min(len(list), 100)] {
		out = append(out, Address{Name: decodeWords(a.Name), Address: strings.ToLower(oneLine(a.Address))})
	}
	return out
}

// loose finds the first address in a field that is not well formed: what
// stands between the last angle brackets, or the first word with an "@".
func loose(value string) []Address {
	open, end := strings.LastIndexByte(value, '<'), strings.LastIndexByte(value, '>')
	if open >= 0 && end > open {
		a := oneLine(strings.TrimSpace(value[open+1 : end]))
		if strings.Count(a, "@") == 1 && !strings.ContainsAny(a, " ,;\"") {
			return []Address{{Name: strings.Trim(decodeWords(value[:open]), `" '`), Address: strings.ToLower(a)}}
		}
		return nil
	}
	for _, word := range strings.FieldsFunc(oneLine(value), func(r rune) bool { return strings.ContainsRune(" ,;\"'()[]:<>", r) }) {
		if local, domain, ok := strings.Cut(word, "@"); ok && local != "" && domain != "" && !strings.Contains(domain, "@") {
			return []Address{{Address: strings.ToLower(word)}}
		}
	}
	return nil
}

// date reads the Date field. A year that no mail has is no date.
func (h header) date(name string) time.Time {
	t, err := mail.ParseDate(h.get(name))
	if err != nil || t.Year() < 1970 || t.Year() > 9998 {
		return time.Time{}
	}
	return t
}

// media reads Content-Type or Content-Disposition: its value in lower case
// and its parameters, those that can be read.
func (h header) media(name string) (string, map[string]string) {
	value := h.get(name)
	kind, params, err := mime.ParseMediaType(value)
	if err == nil {
		return kind, params
	}
	kind, rest, _ := strings.Cut(value, ";")
	params = map[string]string{}
	for p := range strings.SplitSeq(rest, ";") {
		k, v, ok := strings.Cut(p, "=")
		if k = strings.ToLower(strings.TrimSpace(k)); ok && k != "" && len(params) < 20 {
			params[k] = strings.Trim(strings.TrimSpace(v), `"`)
		}
	}
	return strings.ToLower(strings.TrimSpace(kind)), params
}

// isAutomatic reports whether a mail says that no person wrote it: RFC 3834,
// and the older and other ways.
func (h header) isAutomatic() bool {
	if v := strings.ToLower(h.get("auto-submitted")); v != "" && !strings.HasPrefix(v, "no") {
		return true
	}
	switch strings.ToLower(h.get("precedence")) {
	case "bulk", "junk", "auto_reply", "list":
		return true
	}
	return h.get("x-autoreply") != "" || h.get("x-autorespond") != "" || h.get("x-auto-response-suppress") != "" ||
		h.get("x-fc-machinegenerated") != "" || h.get("x-jira-fingerprint") != ""
}
