//go:build desktop

package capture

import (
	"testing"
	"time"

	"github.com/jezek/xgb/xproto"

	"ticketpp/internal/capture"
	"ticketpp/test/xserver"
)

// under is a window that fills the screen and, like those of the toolkits, leaves
// what covered it until it paints itself.
type under struct {
	xserver.Conn
	window xproto.Window
	gc     xproto.Gcontext
}

func newUnder(t *testing.T, x xserver.Conn) under {
	t.Helper()
	s := x.Setup.DefaultScreen(x.Conn)
	u := under{Conn: x}
	var err error
	u.window, err = xproto.NewWindowId(x.Conn)
	if err == nil {
		u.gc, err = xproto.NewGcontextId(x.Conn)
	}
	if err != nil {
		t.Fatal(err)
	}
	xproto.CreateWindow(x.Conn, s.RootDepth, u.window, s.Root, 0, 0, s.WidthInPixels, s.HeightInPixels, 0,
		xproto.WindowClassInputOutput, s.RootVisual, xproto.CwBackPixmap|xproto.CwOverrideRedirect, []uint32{xproto.BackPixmapNone, 1})
	xproto.MapWindow(x.Conn, u.window)
	xproto.CreateGC(x.Conn, u.gc, xproto.Drawable(u.window), xproto.GcForeground, []uint32{0x3366aa})
	u.paint()
	x.Sync(t)
	return u
}

func (u under) paint() {
	s := u.Setup.DefaultScreen(u.Conn.Conn)
	xproto.PolyFillRectangle(u.Conn.Conn, xproto.Drawable(u.window), u.gc, []xproto.Rectangle{{Width: s.WidthInPixels, Height: s.HeightInPixels}})
}

// write puts lines on a menu.
func (u under) write(t *testing.T, menu xproto.Window) {
	t.Helper()
	var words []xproto.Rectangle
	for y := int16(6); y < 90; y += 18 {
		for x := int16(10); x < 150; x += 4 {
			words = append(words, xproto.Rectangle{X: x, Y: y + x%5, Width: 2, Height: 8})
		}
	}
	xproto.PolyFillRectangle(u.Conn.Conn, xproto.Drawable(menu), u.gc, words)
	u.Sync(t)
}

// TestMenuIsPaintedOver: a program that takes its time to paint what the menu
// covered leaves the menu on a screen that is at rest. Whoever has seen the menu
// open waits for it.
func TestMenuIsPaintedOver(t *testing.T) {
	xserver.Start(t, "-screen", "0", "400x300x24")
	u := newUnder(t, xserver.Connect(t))
	// leaves lets a menu go, and the window below paint after a while, and
	// reports whether it was painted when the screens were free, and when.
	leaves := func(seen *capture.Menu, late time.Duration) (painted bool, took time.Duration) {
		popup := u.Popup(t, "_NET_WM_WINDOW_TYPE_POPUP_MENU")
		u.write(t, popup)
		seen.Opened(t.Context(), func() {})
		time.Sleep(250 * time.Millisecond) // nobody is quicker
		xproto.DestroyWindow(u.Conn.Conn, popup)
		u.Sync(t)
		done := make(chan struct{})
		time.AfterFunc(late, func() { u.paint(); u.Sync(t); close(done) })
		start := time.Now()
		seen.Gone(t.Context())()
		took = time.Since(start)
		select {
		case <-done:
			painted = true
		default:
		}
		<-done
		return painted, took
	}
	painted := 0
	for range 5 { // a busy machine may be later than is waited for
		if ok, _ := leaves(new(capture.Menu), 200*time.Millisecond); ok {
			painted++
		}
	}
	if painted < 4 {
		t.Errorf("of 5 menus %d were painted over", painted)
	}
	if !soon(func() time.Duration {
		_, took := leaves(new(capture.Menu), 0)
		return took
	}) {
		t.Error("a program that paints at once is waited for all the same")
	}
	if _, took := leaves(new(capture.Menu), 2*time.Second); took < 900*time.Millisecond || took > 1900*time.Millisecond {
		t.Errorf("a program that hangs is waited for %v", took)
	}
}

// TestAnotherProgramsTooltip: one that stays on the screen is not the icon's menu,
// and says nothing of whether that is gone.
func TestAnotherProgramsTooltip(t *testing.T) {
	xserver.Start(t, "-screen", "0", "400x300x24")
	u := newUnder(t, xserver.Connect(t))
	tooltip := u.Popup(t, "_NET_WM_WINDOW_TYPE_TOOLTIP")
	u.write(t, tooltip)
	xproto.ConfigureWindow(u.Conn.Conn, tooltip, xproto.ConfigWindowY, []uint32{150})
	u.Sync(t)
	u.write(t, tooltip)
	var seen capture.Menu
	seen.Opened(t.Context(), func() {})
	time.Sleep(200 * time.Millisecond)
	quick := false
	for range 10 { // a busy machine may be late at some
		start := time.Now()
		seen.Gone(t.Context())()
		quick = quick || time.Since(start) < 550*time.Millisecond // of which 300 ms for a tooltip as for a menu
	}
	if !quick {
		t.Error("it is waited for as for a menu that is left")
	}
}

// TestMenuWithACompositor: what a menu covered is kept there, and the picture of
// a menu, which shows what is below it, says nothing.
func TestMenuWithACompositor(t *testing.T) {
	xserver.Start(t, "-screen", "0", "400x300x24")
	u := newUnder(t, xserver.Connect(t))
	const name = "_NET_WM_CM_S0"
	atom, err := xproto.InternAtom(u.Conn.Conn, false, uint16(len(name)), name).Reply()
	if err != nil {
		t.Fatal(err)
	}
	xproto.SetSelectionOwner(u.Conn.Conn, u.window, atom.Atom, 0)
	popup := u.Popup(t, "_NET_WM_WINDOW_TYPE_POPUP_MENU")
	u.write(t, popup)
	var seen capture.Menu
	seen.Opened(t.Context(), func() {})
	time.Sleep(250 * time.Millisecond)
	xproto.DestroyWindow(u.Conn.Conn, popup)
	u.Sync(t)
	if !soon(func() time.Duration {
		start := time.Now()
		seen.Gone(t.Context())()
		return time.Since(start)
	}) {
		t.Error("it is waited for")
	}
}
