package config

import (
	"net"
	"net/netip"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
)

// mailAddress is an ASCII addr-spec (RFC 5321, 4.1.2, without quoted local
// parts): helpdesk@example.it. No name around it, no comment.
func mailAddress(s string) (string, bool) {
	local, domain, ok := cutLast(s, "@")
	if !ok || len(local) > 64 || len(s) > 254 || !isDomain(domain) {
		return "", false
	}
	for _, atom := range strings.Split(local, ".") {
		if atom == "" || strings.IndexFunc(atom, func(r rune) bool { return !isAtomText(r) }) >= 0 {
			return "", false
		}
	}
	return s, true
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

func isAtomText(r rune) bool {
	return isAlphanumeric(r) || strings.ContainsRune("!#$%&'*+-/=?^_`{|}~", r)
}

func isAlphanumeric(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}

// isDomain reports whether s is a domain name of letters, digits and hyphens;
// one label is enough (localhost).
func isDomain(s string) bool {
	if s == "" || len(s) > 253 {
		return false
	}
	for _, label := range strings.Split(s, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		if strings.IndexFunc(label, func(r rune) bool { return !isAlphanumeric(r) && r != '-' }) >= 0 {
			return false
		}
	}
	return true
}

// domainName is a domain without @.
func domainName(s string) (string, bool) { return strings.ToLower(s), isDomain(s) }

// hostName is a server's name or address, without scheme and port.
func hostName(s string) (string, bool) {
	if _, err := netip.ParseAddr(s); err == nil {
		return s, true
	}
	// Names inside Windows domains may have an underscore.
	return s, isDomain(strings.ReplaceAll(s, "_", "-"))
}

// isLoopback reports whether host can only be this machine.
func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// secureURL is an https address; http only to this machine (the demo).
func secureURL(s string) (string, bool) {
	u, ok := webAddress(s)
	return s, ok && (u.Scheme == "https" || isLoopback(u.Hostname()))
}

// webAddress is an http or https address without a name and password in it.
func webAddress(s string) (*url.URL, bool) {
	u, err := url.Parse(s)
	if err != nil || u.User != nil || u.Hostname() == "" || len(s) > 2000 || strings.ContainsAny(s, " \t\r\n\"<>") {
		return nil, false
	}
	_, known := hostName(u.Hostname())
	return u, known && (u.Scheme == "https" || u.Scheme == "http")
}

// articleSource is a folder, a file or a web address with articles. A path is
// a whole one: what a relative one means depends on who started the program.
func articleSource(s string) (string, bool) {
	if strings.Contains(s, "://") {
		_, ok := webAddress(s)
		return s, ok
	}
	// One file may be for workstations of both kinds.
	_, ok := filledLine(s)
	return s, ok && (filepath.IsAbs(s) || strings.HasPrefix(s, "/") || strings.HasPrefix(s, `\\`))
}

// absolutePath is a path that means the same from wherever it is used.
func absolutePath(s string) (string, bool) {
	_, ok := line(s)
	return s, ok && filepath.IsAbs(s)
}

// tagPattern finds a ticket's number as the group "number". Go's expressions
// take time in proportion to the text, whatever the pattern.
func tagPattern(s string) (*regexp.Regexp, bool) {
	if s == "" {
		return nil, true
	}
	if len(s) > 500 {
		return nil, false
	}
	re, err := regexp.Compile(s)
	if err != nil || re.SubexpIndex("number") < 0 || re.MatchString("") {
		return nil, false
	}
	return re, true
}

// helpdeskID names a helpdesk on the command line and in the settings' keys.
func helpdeskID(s string) (string, bool) {
	if len(s) > 64 || s == "" {
		return "", false
	}
	return s, strings.IndexFunc(s, func(r rune) bool { return !isAlphanumeric(r) && r != '-' && r != '_' }) < 0
}

// headers are the fixed extra headers of a helpdesk.
func headers(n *node) (any, []fault) {
	if n.kind != isTable {
		return nil, wrong(n, WrongType, "headers")
	}
	all, seen, faults := map[string]string{}, map[string]bool{}, []fault(nil)
	for _, f := range n.table.fields {
		name := strings.ToLower(f.name)
		switch {
		case f.value.kind != isText:
			faults = append(faults, fault{code: WrongType, want: "headers", value: shorten(f.name), at: f.value.at})
		case !isHeaderName(f.name) || isForbiddenHeader(name) || seen[name]:
			faults = append(faults, fault{code: BadValue, want: "header-name", value: shorten(f.name), at: f.at})
		case !isHeaderValue(f.value.text):
			faults = append(faults, fault{code: BadValue, want: "headers", value: shorten(f.name), at: f.value.at})
		default:
			all[f.name], seen[name] = f.value.text, true
		}
	}
	return all, faults
}

func isHeaderName(s string) bool {
	return s != "" && len(s) <= 70 && strings.IndexFunc(s, func(r rune) bool { return !isAlphanumeric(r) && r != '-' }) < 0
}

// isHeaderValue reports whether s is printable ASCII of one line: CR or LF
// would begin another header.
func isHeaderValue(s string) bool {
	return s != "" && len(s) <= 900 && strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) < 0
}

// isForbiddenHeader tells the headers that make ticketing systems drop or
// silence a mail, or belong to them, and those that the mail has anyway.
func isForbiddenHeader(lower string) bool {
	for _, prefix := range []string{"x-rt-", "x-otrs-", "resent-", "content-", "list-"} {
		if strings.HasPrefix(lower, prefix) {
			return true
		}
	}
	switch lower {
	case "auto-submitted", "precedence", "x-loop", "x-no-loop", "mailing-list", "x-auto-response-suppress",
		"from", "sender", "reply-to", "to", "cc", "bcc", "subject", "date", "message-id", "in-reply-to",
		"references", "mime-version", "return-path", "received", "delivered-to", "user-agent", "x-mailer", "x-unsent":
		return true
	}
	return false
}
