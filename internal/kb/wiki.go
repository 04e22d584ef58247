package kb

import (
	"bytes"
	"context"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
)

// wiki follows the index of a DokuWiki, namespace by namespace.
func (r *remote) wiki(ctx context.Context, data []byte, kind string) error {
	doc, err := parsePage(data, kind)
	if err != nil {
		return err
	}
	p := page{}
	p.head(doc)
	if !strings.HasPrefix(p.generator, "DokuWiki") {
		return ErrFormat
	}
	r.now.Kind = "dokuwiki"
	base, err := url.Parse(r.source)
	if err != nil {
		return err
	}
	start := base.JoinPath("/")
	if strings.HasSuffix(base.Path, ".php") {
		start = base.JoinPath("..", "/")
	}
	start = start.JoinPath("doku.php")
	start.RawQuery = "do=index"
	seen := map[string]bool{start.String(): true}
	queue := []string{start.String()}
	var list []listed
	for len(queue) > 0 && len(list) < maxPages && len(seen) < 2000 {
		a, err := r.get(ctx, queue[0], mark{})
		if err != nil {
			return err
		}
		data, err := whole(a, maxFile)
		if err != nil {
			return err
		}
		doc, err := parsePage(data, a.kind)
		if err != nil {
			return err
		}
		here, _ := url.Parse(queue[0])
		queue = queue[1:]
		spaces, found := indexLinks(doc, here)
		list = append(list, found...)
		for _, s := range spaces {
			if !seen[s] {
				seen[s] = true
				queue = append(queue, s)
			}
		}
	}
	return r.fetch(ctx, list)
}

// indexLinks returns what a page of a DokuWiki's index names: namespaces
// (class idx_dir) and pages that exist (class wikilink1).
func indexLinks(doc *html.Node, here *url.URL) (spaces []string, list []listed) {
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode || n.Data != "a" {
			continue
		}
		to, err := here.Parse(attribute(n, "href"))
		if err != nil || to.Hostname() != here.Hostname() {
			continue
		}
		to.Fragment = ""
		class := " " + attribute(n, "class") + " "
		switch {
		case strings.Contains(class, " idx_dir "):
			if to.Query().Get("do") == "" {
				q := to.Query()
				q.Set("do", "index")
				to.RawQuery = q.Encode()
			}
			spaces = append(spaces, to.String())
		case strings.Contains(class, " wikilink1 "):
			list = append(list, listed{Address: to.String()})
		}
	}
	return spaces, list
}

func parsePage(data []byte, kind string) (*html.Node, error) {
	r, err := charset.NewReader(bytes.NewReader(data), kind)
	if err != nil {
		return nil, err
	}
	return html.Parse(r)
}
