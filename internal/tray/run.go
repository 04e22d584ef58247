package tray

import (
	"context"
	"runtime"
	"time"

	"fyne.io/systray"

	"ticketpp/assets"
	"ticketpp/internal/l10n"
)

// readyWithin is how long the system's tray may take to accept the icon.
const readyWithin = 15 * time.Second

// Run shows the icon and its menu until ctx is done, following states. It must
// be called on the main goroutine and once in a process' life. A desktop
// without a tray is no error: Run tells OnHost and shows the icon once there
// is one. ErrStuck is the one error.
func Run(ctx context.Context, texts *l10n.Texts, c Callbacks, states <-chan State) error {
	// Windows brings messages to the thread that made the window: on another
	// one the icon would be there and hear nobody.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	host := newHost(c.OnHost)
	if !host.wait(ctx) {
		return nil
	}
	t := &tray{texts: texts, callbacks: c, calls: newCalls()}
	t.calls.set("tap", c.OnNew)
	if c.OnNew != nil {
		systray.SetOnTapped(func() { t.calls.do("tap") })
	}
	t.prepare(texts.Get("tray.name"))

	ready := make(chan struct{})
	ended := make(chan error, 1)
	if c.OnMenu != nil {
		menuOpenings(ctx, c.OnMenu)
	}
	go func() { ended <- watch(ctx, ready, readyWithin, func() { t.loop(ctx, states) }, t.stop) }()
	systray.Run(func() {
		t.show(State{})
		close(ready)
	}, nil)
	return <-ended
}

// watch runs loop once ready is closed and stops the tray afterwards. If the
// tray is not ready in time it stops it and says ErrStuck.
func watch(ctx context.Context, ready <-chan struct{}, within time.Duration, loop, stop func()) error {
	defer stop()
	timer := time.NewTimer(within)
	defer timer.Stop()
	select {
	case <-ready:
		loop()
		return nil
	case <-timer.C:
		return ErrStuck
	case <-ctx.Done():
		return nil
	}
}

// tray is the state of the one loop.
type tray struct {
	texts     *l10n.Texts
	callbacks Callbacks
	calls     *calls
	menu      *menu
	icon      string
	tip       string
	//lint:ignore U1000 platform_windows.go uses it
	thread uint32 // Windows: where the library's loop runs
}

// loop shows each state that comes, until ctx is done.
func (t *tray) loop(ctx context.Context, states <-chan State) {
	for {
		select {
		case s, ok := <-states:
			if !ok {
				states = nil // the last state stays
				continue
			}
			t.show(s)
		case <-ctx.Done():
			return
		}
	}
}

// show changes icon, tooltip and menu to those of s, each only if it differs.
func (t *tray) show(s State) {
	if t.menu == nil {
		t.menu = &menu{calls: t.calls}
	}
	if name := icon(s); name != t.icon {
		t.icon = name
		setIcon(name)
	}
	if tip := tooltip(t.texts, s); tip != t.tip {
		t.tip = tip
		systray.SetTooltip(tip)
	}
	t.menu.show(layout(t.texts, t.callbacks, s))
}

// picture reads an icon; all of them are embedded, so it cannot fail.
func picture(file string) []byte {
	data, err := assets.Icons.ReadFile("icons/" + file)
	if err != nil {
		panic(err)
	}
	return data
}
