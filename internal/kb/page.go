package kb

import (
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// readHTML makes an article of a web page: the heading of its main part, or
// its title, and the text without navigation, scripts and forms. kind is the
// Content-Type it came with.
func readHTML(r io.Reader, kind, address string) (Article, error) {
	r, err := charset.NewReader(r, kind)
	if err != nil {
		return Article{}, err
	}
	doc, err := html.Parse(r)
	if err != nil {
		return Article{}, err
	}
	p := page{}
	p.head(doc)
	body := main(doc)
	if body == nil {
		body = doc
	}
	p.read(body, false)
	a := Article{Title: p.heading, URL: address, Headings: p.headings.String(), Text: p.text.String()}
	if strings.TrimSpace(a.Title) == "" {
		a.Title = p.title
	}
	return a, nil
}

// page is what is gathered from one.
type page struct {
	title, heading string
	generator      string
	headings, text strings.Builder
}

// head reads the title and the generator wherever they stand.
func (p *page) head(n *html.Node) {
	switch n.DataAtom {
	case atom.Title:
		if p.title == "" && n.FirstChild != nil {
			p.title = n.FirstChild.Data
		}
	case atom.Meta:
		if strings.EqualFold(attribute(n, "name"), "generator") {
			p.generator = attribute(n, "content")
		}
	}
	for c := range n.ChildNodes() {
		p.head(c)
	}
}

// main finds the part of a page that is its own: main, article, or what
// plays that part.
func main(n *html.Node) *html.Node {
	for _, is := range []func(*html.Node) bool{
		func(n *html.Node) bool { return n.DataAtom == atom.Main || attribute(n, "role") == "main" },
		func(n *html.Node) bool { return n.DataAtom == atom.Article },
		func(n *html.Node) bool {
			return attribute(n, "id") == "content" || attribute(n, "id") == "dokuwiki__content"
		},
		func(n *html.Node) bool { return n.DataAtom == atom.Body },
	} {
		for c := range n.Descendants() {
			if c.Type == html.ElementNode && is(c) {
				return c
			}
		}
	}
	return nil
}

// read gathers headings and text below n.
func (p *page) read(n *html.Node, inHeading bool) {
	switch n.Type {
	case html.TextNode:
		if p.text.Len() < 2*maxText {
			p.text.WriteString(n.Data)
		}
		if inHeading && p.headings.Len() < 2*maxHeadings {
			p.headings.WriteString(n.Data)
		}
		return
	case html.CommentNode:
		return
	}
	if isFurniture(n) {
		return
	}
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Nav, atom.Header, atom.Footer, atom.Aside, atom.Form, atom.Noscript,
		atom.Template, atom.Svg, atom.Iframe, atom.Button, atom.Select:
		return
	case atom.H1:
		if p.heading == "" {
			p.heading = textOf(n)
			return // counted as the title
		}
		inHeading = true
	case atom.H2, atom.H3, atom.H4:
		inHeading = true
	}
	for c := range n.ChildNodes() {
		p.read(c, inHeading)
	}
	p.text.WriteByte(' ')
	if inHeading {
		p.headings.WriteByte(' ')
	}
}

// isFurniture reports whether n is what a DokuWiki puts around a page's text
// within its main part: its name, its contents, who changed it last.
func isFurniture(n *html.Node) bool {
	switch attribute(n, "class") {
	case "pageId", "docInfo":
		return true
	}
	return attribute(n, "id") == "dw__toc"
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return oneLine(b.String())
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}
