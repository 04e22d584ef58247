// Package opener hands an address or a file to the program that the user's
// desktop keeps for it, never through a shell. It knows nothing of what is
// opened.
package opener

import (
	"context"
	"fmt"
	"net/url"
	"path"
	"strings"
)

// URL opens an https address, a tel: number, or a page on this machine, in
// the user's own program. Any other address is refused: a scheme may start
// any program.
func URL(ctx context.Context, address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return fmt.Errorf("not an address: %w", err)
	}
	if !allowed(u) {
		return fmt.Errorf("the address %q is not opened: only https pages and phone numbers are", address)
	}
	return open(outlive(ctx), u.String())
}

// Page opens an article that an administrator's knowledge base names: a web
// page, http too, or a page of a folder (Markdown, HTML, plain text), which no
// program runs.
func Page(ctx context.Context, address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return fmt.Errorf("not an address: %w", err)
	}
	if !isPage(u) {
		return fmt.Errorf("the address %q is not opened: only web pages and pages of a folder are", address)
	}
	return open(outlive(ctx), u.String())
}

func isPage(u *url.URL) bool {
	switch strings.ToLower(u.Scheme) {
	case "https", "http":
		return u.Host != "" && u.User == nil
	case "file":
		switch strings.ToLower(path.Ext(u.Path)) {
		case ".md", ".markdown", ".html", ".htm", ".txt":
			return u.Host == ""
		}
	}
	return false
}

// Local opens a page on this machine in the user's browser, and waits a moment
// to see that one takes it: an error means that none did. The browser outlives
// ctx.
func Local(ctx context.Context, address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return fmt.Errorf("not an address: %w", err)
	}
	if u.Scheme != "http" || !allowed(u) {
		return fmt.Errorf("%q is not a page on this machine", u.Redacted())
	}
	return openLocal(ctx, u.String())
}

func allowed(u *url.URL) bool {
	switch strings.ToLower(u.Scheme) {
	case "https":
		return u.Host != ""
	case "http":
		return u.Hostname() == "127.0.0.1" || u.Hostname() == "localhost"
	case "tel":
		return u.Opaque != "" && strings.Trim(u.Opaque, "+0123456789-.") == ""
	}
	return false
}

// outlive returns a context whose end does not end the user's own program,
// which may be the very process that was started.
func outlive(ctx context.Context) context.Context { return context.WithoutCancel(ctx) }
