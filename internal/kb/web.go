package kb

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// Why a source gave no articles, or not all of them. What was kept of it
// before goes on being suggested.
var (
	ErrUnreachable = errors.New("the source cannot be reached")
	ErrRefused     = errors.New("the server refuses the source")        // a status that is no success
	ErrBusy        = errors.New("the server asks to come back later")   // 429 and 503
	ErrElsewhere   = errors.New("the source leads to another computer") // a redirect away from its host
	ErrFormat      = errors.New("the source is neither a folder, a JSON file, a sitemap, a feed nor a DokuWiki")
)

// reasonOf is the short name of why, for files and scripts; texts follow it.
func reasonOf(err error) string {
	for _, r := range []struct {
		err  error
		name string
	}{
		{ErrElsewhere, "elsewhere"},
		{ErrBusy, "busy"},
		{ErrFormat, "format"},
		{ErrRefused, "refused"},
		{ErrUnreachable, "unreachable"},
	} {
		if errors.Is(err, r.err) {
			return r.name
		}
	}
	return "other"
}

// What is asked of a server at most.
const (
	maxPages  = 20_000 // of one source
	pageWait  = 30 * time.Second
	redirects = 5
)

// client asks one server for pages: one at a time, with a pause between them.
type client struct {
	http  *http.Client
	host  string
	agent string
	gap   time.Duration // between the end of one page and the start of the next
	ready time.Time
}

func newClient(o Options, source *url.URL) *client {
	c := &client{host: source.Hostname(), agent: o.Agent, gap: o.Gap}
	c.http = &http.Client{Transport: o.Transport, Timeout: 10 * time.Minute, CheckRedirect: func(r *http.Request, via []*http.Request) error {
		if len(via) > redirects || r.URL.Hostname() != c.host || (via[0].URL.Scheme == "https" && r.URL.Scheme != "https") {
			return ErrElsewhere
		}
		return nil
	}}
	return c
}

// answer is what a server gave. Body is nil when the page has not changed.
type answer struct {
	io.ReadCloser
	kind string // Content-Type
	mark mark
}

// mark is what a server gives to ask whether a page has changed.
type mark struct {
	ETag     string `json:"etag,omitempty"`
	Modified string `json:"modified,omitempty"`
}

// get asks for a page unless it is still the one with the mark; then the
// answer has no body.
func (c *client) get(ctx context.Context, address string, known mark) (answer, error) {
	if err := c.pause(ctx); err != nil {
		return answer{}, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return answer{}, err
	}
	if r.URL.Hostname() != c.host {
		return answer{}, ErrElsewhere
	}
	r.Header.Set("User-Agent", c.agent)
	if known.ETag != "" {
		r.Header.Set("If-None-Match", known.ETag)
	}
	if known.Modified != "" {
		r.Header.Set("If-Modified-Since", known.Modified)
	}
	resp, err := c.http.Do(r)
	c.ready = time.Now().Add(c.gap)
	if err != nil {
		if errors.Is(err, ErrElsewhere) || ctx.Err() != nil {
			return answer{}, err
		}
		return answer{}, errors.Join(ErrUnreachable, err)
	}
	a := answer{ReadCloser: resp.Body, kind: resp.Header.Get("Content-Type"), mark: mark{resp.Header.Get("ETag"), resp.Header.Get("Last-Modified")}}
	switch {
	case resp.StatusCode == http.StatusOK:
		return a, nil
	case resp.StatusCode == http.StatusNotModified:
		resp.Body.Close()
		return answer{mark: known}, nil
	}
	resp.Body.Close()
	if resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode == http.StatusServiceUnavailable {
		return answer{}, ErrBusy
	}
	return answer{}, fmt.Errorf("%w: %d", ErrRefused, resp.StatusCode)
}

// pause waits until the server may be asked again.
func (c *client) pause(ctx context.Context) error {
	wait := time.NewTimer(time.Until(c.ready))
	defer wait.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-wait.C:
		return nil
	}
}

// whole reads an answer to its end, unpacked when it is a .gz file.
func whole(a answer, most int64) ([]byte, error) {
	defer a.Close()
	data, err := io.ReadAll(io.LimitReader(a, most))
	if err != nil {
		return nil, errors.Join(ErrUnreachable, err)
	}
	if !bytes.HasPrefix(data, []byte("\x1f\x8b")) {
		return data, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, errors.Join(ErrFormat, err)
	}
	data, err = io.ReadAll(io.LimitReader(z, most))
	if err != nil {
		return nil, errors.Join(ErrFormat, err)
	}
	return data, nil
}
