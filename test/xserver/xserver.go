// Package xserver starts X servers of the test's own, with Debian's Xvfb, and
// paints known patterns on them.
package xserver

import (
	"bufio"
	"fmt"
	"image"
	"image/color"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// Start starts an Xvfb with the given arguments on a free display, points
// DISPLAY at it for the test, and ends it with the test. It returns the
// display's name.
func Start(t testing.TB, args ...string) string {
	t.Helper()
	display, _ := StartProcess(t, args...)
	return display
}

// StartProcess is Start for a test that stops the server's process.
func StartProcess(t testing.TB, args ...string) (display string, server *os.Process) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	cmd := exec.Command("Xvfb", append([]string{"-displayfd", "3", "-noreset", "-nolisten", "tcp"}, args...)...)
	cmd.ExtraFiles = []*os.File{w}
	var log strings.Builder
	cmd.Stderr = &log
	err = cmd.Start()
	w.Close()
	if err != nil {
		t.Fatalf("%v (Debian's package xvfb, which the project's set-up installs)", err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb %v gave no display: %v\n%s", args, err, log.String())
	}
	display = ":" + strings.TrimSpace(number)
	t.Setenv("DISPLAY", display)
	t.Setenv("WAYLAND_DISPLAY", "")
	t.Setenv("XDG_SESSION_TYPE", "x11")
	return display, cmd.Process
}

// Run runs a program on the display that the test uses now.
func Run(t testing.TB, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
}

// Conn is a connection to paint with.
type Conn struct {
	*xgb.Conn
	Setup *xproto.SetupInfo
}

// Connect connects to the display that the test uses now.
func Connect(t testing.TB) Conn {
	t.Helper()
	c, err := xgb.NewConn()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return Conn{c, xproto.Setup(c)}
}

// Pattern is the pixel that Paint puts at x, y: no two neighbours and no two
// regions are alike, so that a shift by one shows.
func Pattern(x, y int) (r, g, b uint8) {
	return uint8(x*7 + y), uint8(y*5 + x/256*40), uint8(x ^ y)
}

// Picture is Pattern as a picture.
func Picture(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			r, g, b := Pattern(x, y)
			img.SetRGBA(x, y, color.RGBA{r, g, b, 255})
		}
	}
	return img
}

// Paint covers an X screen with Pattern, in 24 or 32 bits.
func (c Conn) Paint(t testing.TB, screen int) {
	t.Helper()
	s := c.Setup.Roots[screen]
	w, h := int(s.WidthInPixels), int(s.HeightInPixels)
	row := make([]byte, 4*w)
	gc, err := xproto.NewGcontextId(c.Conn)
	if err != nil {
		t.Fatal(err)
	}
	if err := xproto.CreateGCChecked(c.Conn, gc, xproto.Drawable(s.Root), xproto.GcSubwindowMode, []uint32{xproto.SubwindowModeIncludeInferiors}).Check(); err != nil {
		t.Fatal(err)
	}
	for y := range h {
		for x := range w {
			r, g, b := Pattern(x, y)
			row[4*x], row[4*x+1], row[4*x+2], row[4*x+3] = b, g, r, 0
		}
		xproto.PutImage(c.Conn, xproto.ImageFormatZPixmap, xproto.Drawable(s.Root), gc, uint16(w), 1, 0, int16(y), 0, s.RootDepth, row)
	}
	c.Sync(t)
}

// Fill covers an X screen with one pixel value, whatever the depth.
func (c Conn) Fill(t testing.TB, screen int, pixel uint32) {
	t.Helper()
	s := c.Setup.Roots[screen]
	xproto.ChangeWindowAttributes(c.Conn, s.Root, xproto.CwBackPixel, []uint32{pixel})
	xproto.ClearArea(c.Conn, false, s.Root, 0, 0, 0, 0)
	c.Sync(t)
}

// Pointer moves the mouse pointer.
func (c Conn) Pointer(t testing.TB, screen, x, y int) {
	t.Helper()
	xproto.WarpPointer(c.Conn, 0, c.Setup.Roots[screen].Root, 0, 0, 0, 0, int16(x), int16(y))
	c.Sync(t)
}

// Cursor gives the default X screen the cursor font's arrow.
func (c Conn) Cursor(t testing.TB) {
	t.Helper()
	const arrow = 68 // XC_left_ptr; its mask is the next glyph
	font, err := xproto.NewFontId(c.Conn)
	if err != nil {
		t.Fatal(err)
	}
	cursor, err := xproto.NewCursorId(c.Conn)
	if err != nil {
		t.Fatal(err)
	}
	xproto.OpenFont(c.Conn, font, uint16(len("cursor")), "cursor")
	xproto.CreateGlyphCursor(c.Conn, cursor, font, font, arrow, arrow+1, 0, 0, 0, 0xffff, 0xffff, 0xffff)
	xproto.ChangeWindowAttributes(c.Conn, c.Setup.DefaultScreen(c.Conn).Root, xproto.CwCursor, []uint32{uint32(cursor)})
	c.Sync(t)
}

// Popup maps a window that says by its type what it is, as a toolkit's menu
// does, and returns it.
func (c Conn) Popup(t testing.TB, kind string) xproto.Window {
	t.Helper()
	w, err := xproto.NewWindowId(c.Conn)
	if err != nil {
		t.Fatal(err)
	}
	s := c.Setup.DefaultScreen(c.Conn)
	xproto.CreateWindow(c.Conn, s.RootDepth, w, s.Root, 10, 10, 200, 100, 0, xproto.WindowClassInputOutput, s.RootVisual,
		xproto.CwBackPixel|xproto.CwOverrideRedirect, []uint32{0xffffff, 1})
	value := make([]byte, 4)
	xgb.Put32(value, uint32(c.atom(t, kind)))
	xproto.ChangeProperty(c.Conn, xproto.PropModeReplace, w, c.atom(t, "_NET_WM_WINDOW_TYPE"), xproto.AtomAtom, 32, 1, value)
	xproto.MapWindow(c.Conn, w)
	c.Sync(t)
	return w
}

func (c Conn) atom(t testing.TB, name string) xproto.Atom {
	t.Helper()
	r, err := xproto.InternAtom(c.Conn, false, uint16(len(name)), name).Reply()
	if err != nil {
		t.Fatal(err)
	}
	return r.Atom
}

// Sync waits until the server has done all that was asked.
func (c Conn) Sync(t testing.TB) {
	t.Helper()
	if _, err := xproto.GetInputFocus(c.Conn).Reply(); err != nil {
		t.Fatal(fmt.Errorf("the X server: %w", err))
	}
}
