package capture

import (
	"context"
	"sync"
	"time"
)

// Menu is the menu of the icon, whose click starts a capture and which must not
// be in the picture. The zero value and nil are a menu that nobody has seen open.
//
// A program that the menu covers may take its time to paint what was under it: the
// screen is at rest then, and still shows the menu. Only X11 without a compositor,
// where windows leave what covered them, is like that. What was under the menu cannot
// be seen beforehand, for desktops say that they open it when it is there.
type Menu struct {
	mu    sync.Mutex
	began time.Time // when it opened
	stop  context.CancelFunc
	looks []look // how it looks, or looked when it was last open
}

const (
	// menuPatience is how long a menu is waited for at most. A panel that keeps
	// its menu open longer than this has hung.
	menuPatience = 300 * time.Millisecond
	// leftPatience is how long the programs under a menu that is gone are waited
	// for at most, as long as the menu's picture is still seen.
	leftPatience = time.Second
	// longestMenu is how long a menu that stays open is looked at.
	longestMenu = 10 * time.Minute
	// afterglow is how long the look of a menu is kept that is gone: the click
	// that closed it is heard of, and the screen captured, within that time.
	afterglow = 4 * time.Second
	// sameOpening is how long the desktop may take to say in several ways that
	// the menu opens.
	sameOpening = time.Second
)

// Opened says that the menu opens. What is seen of it is remembered as long as it
// is open and a few seconds longer; then forgotten is called.
func (m *Menu) Opened(ctx context.Context, forgotten func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if time.Since(m.began) < sameOpening {
		return
	}
	if m.stop != nil {
		m.stop()
	}
	ctx, stop := context.WithCancel(ctx)
	m.began, m.stop, m.looks = time.Now(), stop, nil
	go func() {
		defer stop()
		open, cancel := context.WithTimeout(ctx, longestMenu)
		defer cancel()
		if watchMenu(open, func(now []look) { m.remember(ctx, now) }) {
			pause(ctx, afterglow)
		}
		m.remember(ctx, nil)
		forgotten()
	}()
}

// remember keeps how the menu looks, unless it was opened once more since.
func (m *Menu) remember(ctx context.Context, looks []look) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if ctx.Err() == nil {
		m.looks = looks
	}
}

func (m *Menu) remembered() []look {
	if m == nil {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.looks
}

// Gone waits until no menu, drop-down or tooltip is on the screen, so that the
// menu which started the capture is not in the picture, and then, if this menu
// was seen open, until nothing shows its picture any more. It gives up after
// 300 ms and one second more, or with ctx. On Wayland and macOS, where a client
// cannot see others' menus, it only waits for the time that a menu takes to fade.
//
// The programs under the menu need a moment to paint what it covered. settled,
// which must be called, waits for them, 64 ms at most, and reports whether the
// screen has stayed as it was when Gone returned. If it has not, what was
// captured in the meantime is to be captured again; mostly it holds, and the wait
// has cost nothing.
func (m *Menu) Gone(ctx context.Context) (settled func() bool) {
	ctx, cancel := context.WithTimeout(ctx, menuPatience+leftPatience) // a server that hangs says nothing at all
	painted := menuGone(ctx, m.remembered)
	return func() bool {
		defer cancel()
		return painted()
	}
}

// always is for platforms where the screen is painted when the menu is gone.
func always() bool { return true }

// pause waits for d or for ctx, whichever is first.
func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
