package mailbox

import (
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/idna"
)

// maxLinks is how many links of a mail are kept.
const maxLinks = 100

// isWeb reports whether an address is one that a browser opens as a page.
func isWeb(s string) bool {
	lower := strings.ToLower(s[:min(len(s), 8)])
	return strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "http://")
}

// link keeps a link, each address once; the first words for it that are not
// the address itself stay.
func (m *Mail) link(l Link) {
	l.URL = plainHost(l.URL)
	for i, known := range m.Links {
		if known.URL == l.URL {
			if known.Text == "" {
				m.Links[i].Text = l.Text
			}
			return
		}
	}
	if len(m.Links) < maxLinks {
		m.Links = append(m.Links, l)
	}
}

// linksIn finds the addresses that stand in a plain text.
func linksIn(text string) []Link {
	var found []Link
	for _, url := range regexp.MustCompile(`(?i)\bhttps?://[^\s<>"«»]+`).FindAllString(text, maxLinks) {
		url = strings.TrimRight(url, ".,;:!?'*_")
		for _, pair := range []string{"()", "[]", "{}"} {
			for strings.HasSuffix(url, pair[1:]) && strings.Count(url, pair[:1]) < strings.Count(url, pair[1:]) {
				url = strings.TrimRight(url[:len(url)-1], ".,;:!?'")
			}
		}
		if len(url) > len("https://") && len(url) <= maxLine {
			found = append(found, Link{URL: url})
		}
	}
	return found
}

// plainHost writes an address's host in letters that can be told from each
// other: one with a Cyrillic "е" looks like another's, "xn--…" does not. A host
// that cannot be written so stays, and whoever shows it does not open it.
func plainHost(address string) string {
	u, err := url.Parse(address)
	if err != nil || isASCII(u.Host) {
		return address
	}
	host, err := idna.Lookup.ToASCII(u.Hostname())
	if err != nil || !isASCII(host) {
		return address
	}
	if port := u.Port(); port != "" {
		host += ":" + port
	}
	u.Host = host
	return u.String()
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// showHosts writes the addresses in a text as their links have them.
func showHosts(text string) string {
	return regexp.MustCompile(`(?i)\bhttps?://[^\s<>"«»]+`).ReplaceAllStringFunc(text, plainHost)
}
