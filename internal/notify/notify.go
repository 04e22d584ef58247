// Package notify shows short messages of the desktop's own kind, and takes them
// away again. No shell or other program is started for it, so nothing in a text
// can be run. It must not know what the messages mean.
package notify

import (
	"context"
	"errors"
	"sync"
	"time"
	"unicode/utf16"
)

// ErrNoServer: nothing on this desktop shows notifications. The caller logs
// it; the icon and the menu say the same things.
var ErrNoServer = errors.New("no notification server")

// Board is where a program shows its messages; it remembers those that may
// still be up. The zero value is ready for use.
type Board struct {
	desk desk

	mu    sync.Mutex
	quiet time.Time // until when nothing new is shown
}

// Send shows title and body, both plain text, for as long as the desktop
// thinks right. Right after Clear it waits until the picture is taken.
func (b *Board) Send(ctx context.Context, title, body string) error {
	b.mu.Lock()
	wait := time.Until(b.quiet)
	b.mu.Unlock()
	if wait > 0 {
		pause(ctx, wait)
	}
	return b.desk.send(ctx, title, body)
}

// Clear takes away what was shown and is still up, and returns when it is off
// the screen. Where nothing is up it returns at once. What goes wrong is not
// said: a message that stays does no harm but to a picture.
func (b *Board) Clear(ctx context.Context) {
	b.mu.Lock()
	b.quiet = time.Now().Add(silence)
	b.mu.Unlock()
	b.desk.clear(ctx)
}

const (
	// lately is how long a message may be up on a desktop that does not tell when
	// it has gone. It may lie in a list of the desktop's then, where it is to stay.
	lately = 30 * time.Second
	// fading is how long a message takes to go once it is told to.
	fading = 200 * time.Millisecond
	// silence is how long nothing new is shown after Clear: as long as it takes
	// to capture the screen, and some.
	silence = time.Second
)

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

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
