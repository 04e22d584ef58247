package filedialog

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"ticketpp/internal/portal"
)

// acceptTime is how long the portal gets to begin, which includes the start of
// its programs. Where nothing answers for a portal that is installed, the user
// must not wait for the bus to give up.
const acceptTime = 5 * time.Second

// seenTime is how soon a dialog has ended that nobody has seen. GTK's says of
// one that was closed by Esc what the portal says where there is none.
const seenTime = 300 * time.Millisecond

// The portal's kinds of rules for file names.
const globPattern uint32 = 0

// filter is what the portal calls one: a name, and rules of which a file must
// meet one.
type filter struct {
	Name  string
	Rules []rule
}

type rule struct {
	Kind    uint32
	Pattern string // case counts
}

// Open shows the dialog and returns the files that were chosen, none when the
// user cancelled. One that lies on no disk of this computer, as the desktop sees
// it, is named by its address (smb://server/folder/file), which cannot be read
// as a file. The error is ErrNone, or ctx's: then the dialog is taken away.
func Open(ctx context.Context, q Question) ([]string, error) {
	options := map[string]any{"multiple": true, "modal": true}
	if q.Accept != "" {
		options["accept_label"] = q.Accept
	}
	if filters := q.filters(); len(filters) > 0 {
		options["filters"] = filters
		options["current_filter"] = filters[0]
	}
	over := "" // a window of Wayland's has no name that we could give
	if q.Over != 0 {
		over = fmt.Sprintf("x11:%x", q.Over)
	}
	began := time.Now()
	results, err := portal.Request{
		API: "FileChooser.OpenFile", Args: []any{over, q.Title}, Options: options, Within: acceptTime,
	}.Ask(ctx)
	switch {
	case errors.Is(err, portal.ErrCancelled), errors.Is(err, portal.ErrEnded) && time.Since(began) > seenTime:
		return nil, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrNone, err)
	}
	uris, ok := results["uris"].Value().([]string)
	if !ok {
		return nil, fmt.Errorf("%w: the portal's answer names no files", ErrNone)
	}
	return paths(uris)
}

func (q Question) filters() []filter {
	if len(q.Ends) == 0 {
		return nil
	}
	f := filter{Name: q.Kind}
	for _, end := range q.Ends {
		f.Rules = append(f.Rules, rule{globPattern, "*" + anyCase(end)})
	}
	return []filter{f, {Name: q.All, Rules: []rule{{globPattern, "*"}}}}
}

// anyCase is a pattern for a text in small and capital letters alike.
func anyCase(s string) string {
	var b strings.Builder
	for _, r := range s {
		if small, large := strings.ToLower(string(r)), strings.ToUpper(string(r)); small != large {
			b.WriteString("[" + small + large + "]")
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// paths are the files that URIs name. Of those elsewhere nothing is left out, for
// whoever has chosen them must be told, and some are no URIs by the book, such as
// mtp://[usb:001,007]/a.jpg; a text that is no address at all names nothing.
func paths(uris []string) ([]string, error) {
	var list []string
	for _, uri := range uris {
		scheme, rest, ok := strings.Cut(uri, "://")
		if !ok || scheme == "" {
			continue
		}
		host, path, _ := strings.Cut(rest, "/")
		path = "/" + path
		host = host[strings.LastIndexByte(host, '@')+1:] // without a password
		if plain, err := url.PathUnescape(path); err == nil {
			path = plain
		}
		if plain, err := url.PathUnescape(host); err == nil {
			host = plain
		}
		if scheme == "file" && (host == "" || host == "localhost") {
			list = append(list, path)
		} else {
			list = append(list, scheme+"://"+host+path)
		}
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("%w: what was chosen is no file", ErrNone)
	}
	return list, nil
}
