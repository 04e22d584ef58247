package mailbox

import (
	"regexp"
	"strings"
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
