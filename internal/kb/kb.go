// Package kb suggests articles of a knowledge base while a subject is typed.
// Articles come from the sources that an administrator names: a folder, a
// JSON file, a sitemap, a feed or a DokuWiki. They are kept in the data
// folder as one index that works without a network. The package knows no
// tickets and no windows.
package kb

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Article is one page of a knowledge base.
type Article struct {
	Title    string `json:"title"`
	URL      string `json:"url"` // http, https or file
	Headings string `json:"headings,omitempty"`
	Text     string `json:"text,omitempty"` // plain text
}

// The most that is kept of one article, in bytes of UTF-8. What an article is
// about stands in its beginning.
const (
	maxTitle    = 300
	maxHeadings = 4 << 10
	maxText     = 32 << 10
)

// tidy returns the article with its texts cut to what is kept of them and
// white space made single. It reports false for one that cannot be suggested:
// without a title or without an address that may be opened.
func (a Article) tidy() (Article, bool) {
	a.Title = cut(oneLine(a.Title), maxTitle)
	a.Headings = cut(oneLine(a.Headings), maxHeadings)
	a.Text = cut(oneLine(a.Text), maxText)
	return a, a.Title != "" && Openable(a.URL)
}

// Openable reports whether an article's address is of a kind that is shown
// and nothing runs: a web page, or a page of a folder (Markdown, HTML, text).
// It has no white space or control characters in it.
func Openable(address string) bool {
	if strings.ContainsFunc(address, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }) {
		return false
	}
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	switch u.Scheme {
	case "https", "http":
		return u.Host != "" && u.User == nil
	case "file":
		return u.Host == "" && isPage(u.Path)
	}
	return false
}

// oneLine makes every run of white space and control characters one space.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || r == utf8.RuneError
	}), " ")
}

// cut shortens s to at most n bytes, at the end of a word where there is one.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	s = s[:n]
	if i := strings.LastIndexByte(s, ' '); i > n/2 {
		return s[:i]
	}
	for !utf8.ValidString(s) {
		s = s[:len(s)-1]
	}
	return s
}
