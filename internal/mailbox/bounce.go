package mailbox

import (
	"regexp"
	"strings"
)

// report is what the parts of a bounce say (RFC 3462, RFC 3464).
type report struct {
	bounce Bounce
	found  bool // there was a status, and it is bad
	good   bool // there was a status that says that the mail arrived, or went on
}

// status reads a delivery status: a block for the mail, then one for each
// recipient. One that failed counts more than one that is late.
func (r *report) status(text string) {
	h, rest := splitHeader([]byte(text))
	for range maxParts {
		if len(h) > 0 {
			r.recipient(h)
		}
		if len(rest) == 0 {
			return
		}
		h, rest = splitHeader(rest)
	}
}

func (r *report) recipient(h header) {
	action := strings.ToLower(h.get("action"))
	if action == "" {
		if id := h.id("original-message-id"); id != "" {
			r.bounce.MessageID = id
		}
		return
	}
	failed := strings.HasPrefix(action, "failed")
	if !failed && !strings.HasPrefix(action, "delayed") { // delivered, relayed, expanded
		r.good = true
		return
	}
	if r.bounce.Failed && !failed {
		return
	}
	r.found, r.bounce.Failed = true, failed
	r.bounce.Recipient = strings.ToLower(typed(h.get("final-recipient")))
	if a := typed(h.get("original-recipient")); strings.Contains(a, "@") {
		r.bounce.Recipient = strings.ToLower(a)
	}
	r.bounce.Status = regexp.MustCompile(`\b[245]\.\d{1,3}\.\d{1,3}\b`).FindString(h.get("status"))
	r.bounce.Diagnostic = clip(typed(h.get("diagnostic-code")), 500)
}

// typed takes the type off a value such as "rfc822; anna@comune.example".
func typed(value string) string {
	if _, v, ok := strings.Cut(value, ";"); ok {
		value = v
	}
	return decodeWords(strings.Trim(strings.TrimSpace(value), "<>"))
}

// original reads the mail that came back, or its header.
func (r *report) original(b []byte) {
	h, _ := splitHeader(b)
	if id := h.id("message-id"); id != "" && r.bounce.MessageID == "" {
		r.bounce.MessageID = id
	}
}

// isPostmaster reports whether an address is that of a mail server's own
// voice.
func isPostmaster(address string) bool {
	local, _, _ := strings.Cut(strings.ToLower(address), "@")
	return local == "mailer-daemon" || local == "postmaster" || strings.HasPrefix(local, "microsoftexchange")
}

// isReport reports whether a header is that of a report about a mail that was
// sent earlier.
func isReport(h header) bool {
	kind, params := h.media("content-type")
	if kind == "multipart/report" {
		return params["report-type"] == "" || strings.EqualFold(params["report-type"], "delivery-status")
	}
	if h.get("x-failed-recipients") != "" { // Exim, Google
		return true
	}
	from := h.addresses("from")
	return len(from) > 0 && isPostmaster(from[0].Address) && regexp.MustCompile(
		`(?i)undeliver|deliver(y|ed)|returned mail|mail system|failure|bounce|non (è stat[oa] )?(recapitat|consegnat)|mancat[oa] (recapito|consegna)|recapito`,
	).MatchString(decodeWords(h.get("subject")))
}

// bounced makes the report of a mail's header and parts. Servers that follow
// no standard put the mail that came back, or its header, behind a few words.
func (r *report) bounced(h header, text string) *Bounce {
	if !r.found && (r.good || !isReport(h)) {
		return nil
	}
	b := r.bounce
	if b.MessageID == "" {
		m := regexp.MustCompile(`(?im)^[>\s]*message-id:\s*<([^<>\s]+)>`).FindStringSubmatch(text)
		if m != nil && len(m[1]) <= maxID {
			b.MessageID = m[1]
		}
	}
	if r.found {
		return &b
	}
	// The Subject and the words are all there is. Late, or for good?
	late := regexp.MustCompile(`(?i)\bdelay(ed)?\b|warning: could not send|will be retried|still being retried|in ritardo|ritardat`)
	subject := decodeWords(h.get("subject"))
	b.Failed = !late.MatchString(subject) && !late.MatchString(clip(text, 1000))
	if b.Recipient == "" {
		b.Recipient = strings.ToLower(strings.TrimSpace(decodeWords(h.get("x-failed-recipients"))))
	}
	b.Diagnostic = clip(oneLine(regexp.MustCompile(`(?m)\b[45]\d\d[ -][^\n]{3,300}`).FindString(text)), 500)
	if b.Diagnostic == "" {
		b.Diagnostic = subject
	}
	b.Status = regexp.MustCompile(`\b[45]\.\d{1,3}\.\d{1,3}\b`).FindString(b.Diagnostic)
	return &b
}
