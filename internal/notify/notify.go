// Package notify shows a short message of the desktop's own kind. No shell or
// other program is started for it, so nothing in a text can be run. It must not
// know what the messages mean.
package notify

import (
	"context"
	"errors"
	"unicode/utf16"
)

// ErrNoServer: nothing on this desktop shows notifications. The caller logs
// it; the icon and the menu say the same things.
var ErrNoServer = errors.New("no notification server")

// Send shows title and body, both plain text, for as long as the desktop
// thinks right.
func Send(ctx context.Context, title, body string) error { return send(ctx, title, body) }

// clip shortens s to at most max UTF-16 units, whole characters only, with an
// ellipsis where something was cut.
func clip(s string, max int) string {
	if units(s) <= max {
		return s
	}
	n := 0
	for i, r := range s {
		w := utf16.RuneLen(r)
		if w < 0 {
			w = 1
		}
		if n+w > max-1 {
			return s[:i] + "…"
		}
		n += w
	}
	return s
}

// units counts s as Windows does.
func units(s string) int { return len(utf16.Encode([]rune(s))) }
