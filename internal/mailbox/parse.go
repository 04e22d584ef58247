package mailbox

import (
	"bytes"
	"io"
	"regexp"
	"strings"
)

const (
	// maxRead is the most bytes of a mail that are read: its words come
	// first, files behind them.
	maxRead = 1 << 20
	// maxText is the most bytes of a mail's text that are kept.
	maxText = 100_000
)

// Parse reads one mail, at most its first megabyte. It never fails because of
// what the mail says: what cannot be read is left out, and something that is
// no mail at all gives a Mail without Message-ID and From. The error is r's.
func Parse(r io.Reader) (Mail, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxRead))
	if err != nil {
		return Mail{}, err
	}
	size := int64(len(b))
	if len(b) == maxRead {
		rest, err := io.Copy(io.Discard, r)
		if err != nil {
			return Mail{}, err
		}
		size += rest
	}
	m := parse(b)
	m.Size = size
	return m, nil
}

func parse(b []byte) Mail {
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	h, body := splitHeader(b)
	m := fromHeader(h)
	w := walker{left: maxParts, mail: &m}
	w.walk(newPart(h, body), 0)
	m.Text = showHosts(tidy(strings.Join(w.texts, "\n\n")))
	for _, l := range linksIn(m.Text) {
		m.link(l)
	}
	m.Bounce = w.report.bounced(h, m.Text)
	return m
}

// fromHeader reads what the header alone says.
func fromHeader(h header) Mail {
	m := Mail{
		MessageID:  h.id("message-id"),
		InReplyTo:  h.ids("in-reply-to"),
		References: h.ids("references"),
		To:         h.addresses("to"),
		Date:       h.date("date"),
		Subject:    decodeWords(h.get("subject")),
		Automatic:  h.isAutomatic(),
		RTTicket:   decodeWords(h.get("x-rt-ticket")),
	}
	if from := h.addresses("from"); len(from) > 0 {
		m.From, m.Authors = from[0], from[1:]
	}
	return m
}

// tidy makes a text that can be shown: line feeds, no control characters, no
// more than one empty line in a row, bounded.
func tidy(s string) string {
	s = clip(s, 4*maxText)
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n", "\u00a0", " ").Replace(s)
	s = strings.Map(seen, strings.ToValidUTF8(s, "\uFFFD"))
	var out strings.Builder
	empty := 0
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.TrimRight(line, " \t")
		if line == "" {
			empty++
			continue
		}
		if out.Len() > 0 {
			out.WriteString(strings.Repeat("\n", min(empty, 1)+1))
		}
		out.WriteString(line)
		empty = 0
		if out.Len() > maxText {
			break
		}
	}
	return clip(out.String(), maxText)
}

// ParseText makes a mail of what somebody has copied out of a mail program:
// lines at the top such as «Oggetto: …» or "From: …" are understood.
func ParseText(s string) Mail {
	s = tidy(s)
	m := Mail{Size: int64(len(s))}
	rest := s
	for range 12 {
		line, after, _ := strings.Cut(rest, "\n")
		f := regexp.MustCompile(`^\s*([\pL -]{1,20}?)\s*:\s*(.*)$`).FindStringSubmatch(line)
		if strings.TrimSpace(line) != "" && (f == nil || !m.copied(strings.ToLower(f[1]), f[2])) {
			break
		}
		if rest = after; rest == "" {
			break
		}
	}
	m.Text = showHosts(rest)
	for _, l := range linksIn(m.Text) {
		m.link(l)
	}
	return m
}

// copied takes one line of a header as mail programs show it. It reports
// whether the line is one.
func (m *Mail) copied(name, value string) bool {
	h := header{{"x", value}}
	switch name {
	case "oggetto", "subject":
		m.Subject = decodeWords(value)
	case "da", "from", "mittente":
		if from := h.addresses("x"); len(from) > 0 {
			m.From = from[0]
		}
	case "message-id", "id messaggio":
		m.MessageID = h.id("x")
	case "in-reply-to":
		m.InReplyTo = h.ids("x")
	case "a", "to", "cc", "ccn", "bcc", "data", "date", "inviato", "sent", "rispondi a", "reply-to", "destinatario", "ricevuto", "received", "priorità", "importance", "allegati", "attachments":
	default:
		return false
	}
	return true
}
