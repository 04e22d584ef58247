package kb

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
)

// remote reads a source on the web: it looks at what the address gives and
// follows it.
type remote struct {
	*client
	source string
	old    *pages // as kept from the last time
	now    *pages
}

// read fills now. After an error now may hold a part.
func (r *remote) read(ctx context.Context) error {
	a, err := r.get(ctx, r.source, r.old.Mark)
	if err != nil {
		return err
	}
	r.now.Mark, r.now.Kind = a.mark, r.old.Kind
	if a.ReadCloser == nil {
		return r.unchanged(ctx)
	}
	data, err := whole(a, maxJSON)
	if err != nil {
		return err
	}
	switch root := rootOf(data); {
	case root == "[":
		r.now.Kind = "json"
		return readJSON(bytes.NewReader(data), func(a Article) { r.now.put(a.URL, stored{Article: a}) })
	case root == "urlset" || root == "sitemapindex":
		r.now.Kind = "sitemap"
		return r.sitemap(ctx, data)
	case root == "rss" || root == "feed" || root == "RDF":
		r.now.Kind = "feed"
		return r.feed(data)
	case root == "html":
		return r.wiki(ctx, data, a.kind)
	}
	return ErrFormat
}

// unchanged is for a source that has not changed: what came with it is kept;
// the pages that it only names may have changed by themselves.
func (r *remote) unchanged(ctx context.Context) error {
	if r.old.Kind == "json" || r.old.Kind == "feed" {
		for _, address := range r.old.list {
			r.now.put(address, r.old.All[address])
		}
		return nil
	}
	var list []listed
	for _, address := range r.old.list {
		list = append(list, listed{address, r.old.All[address].Changed})
	}
	return r.fetch(ctx, list)
}

// listed is a page that a sitemap names.
type listed struct {
	Address string `xml:"loc"`
	Changed string `xml:"lastmod"` // as the site writes it; "" when it does not say
}

// sitemap fetches the pages of a sitemap, and of the ones that it names.
func (r *remote) sitemap(ctx context.Context, data []byte) error {
	var list []listed
	more := [][]byte{data}
	asked := 0
	for len(more) > 0 {
		var m struct {
			Pages []listed `xml:"url"`
			Maps  []listed `xml:"sitemap"`
		}
		if err := decodeXML(more[0], &m); err != nil {
			return err
		}
		more = more[1:]
		list = append(list, m.Pages...)
		for _, s := range m.Maps {
			if asked++; asked > 100 {
				break
			}
			a, err := r.get(ctx, strings.TrimSpace(s.Address), mark{})
			if err != nil {
				return err
			}
			next, err := whole(a, maxJSON)
			if err != nil {
				return err
			}
			more = append(more, next)
		}
	}
	return r.fetch(ctx, list)
}

// fetch takes the pages that are new or changed, and keeps the others. A page
// that is gone is forgotten; one that cannot be had now is kept as it was.
func (r *remote) fetch(ctx context.Context, list []listed) error {
	for i, l := range list {
		address := strings.TrimSpace(l.Address)
		known, had := r.old.All[address]
		if i >= maxPages || !isWeb(address) || r.now.has(address) {
			continue
		}
		if had && l.Changed != "" && l.Changed == known.Changed {
			r.now.put(address, known)
			continue
		}
		page, err := r.page(ctx, address, known)
		switch {
		case errors.Is(err, ErrBusy), errors.Is(err, ErrUnreachable), ctx.Err() != nil:
			r.keep(list[i:])
			return err
		case err != nil:
			continue // gone, elsewhere, or no page
		}
		page.Changed = l.Changed
		r.now.put(address, page)
	}
	return nil
}

// keep takes over what is known of pages that were not asked for.
func (r *remote) keep(list []listed) {
	for _, l := range list {
		address := strings.TrimSpace(l.Address)
		if known, had := r.old.All[address]; had {
			r.now.put(address, known)
		}
	}
}

func (r *remote) page(ctx context.Context, address string, known stored) (stored, error) {
	limit, cancel := context.WithTimeout(ctx, pageWait)
	defer cancel()
	a, err := r.get(limit, address, known.Mark)
	if err != nil {
		return stored{}, err
	}
	if a.ReadCloser == nil {
		return known, nil
	}
	defer a.Close()
	if k := strings.ToLower(a.kind); k != "" && !strings.Contains(k, "html") && !strings.HasPrefix(k, "text/plain") {
		return stored{}, ErrFormat
	}
	article, err := readHTML(io.LimitReader(a, maxFile), a.kind, address)
	return stored{Mark: a.mark, Article: article}, err
}
