package capture

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"slices"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/randr"
	"github.com/jezek/xgb/xinerama"
	"github.com/jezek/xgb/xproto"
)

// x11 captures from an X server by itself: a quarter of the library's time,
// any depth, and shared memory that only this user can read.
type x11 struct{ o Options }

// NewX11 returns the capturer for X11. New chooses it where there is an X
// server and no Wayland; the conformance suite tries it by itself.
func NewX11(o Options) Capturer { return x11{o} }

func (c x11) Capture(ctx context.Context) (shots []Shot, err error) {
	defer func() {
		if p := recover(); p != nil { // xgb's parsers trust the server
			err = errors.Join(err, fmt.Errorf("x11: %v", p), outcome(shots, nil))
		}
	}()
	given := ctx
	ctx, cancel := context.WithTimeout(ctx, serverPatience)
	defer cancel()
	defer func() {
		if ctx.Err() != nil && given.Err() == nil {
			err = errors.Join(ErrTimeout, err)
		}
	}()
	x, err := dial(ctx)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoDisplay, err)
	}
	defer x.close()
	g := newGrabber(x)
	defer g.close()

	var errs []error
	var pointer *Cursor
	for i, d := range x.displays() {
		img, err := g.grab(d)
		if ctx.Err() != nil {
			finish(shots, c.o, pointer)
			return shots, errors.Join(append(errs, ctx.Err())...)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("display %d: %w", i, err))
			continue
		}
		s := Shot{Display: i, Bounds: d.bounds(), Image: img}
		if at, here := x.pointer(d.screen); here && at.In(s.Bounds) && !pointed(shots) {
			s.Pointer = true
			if pointer, err = x.cursor(d.screen); err != nil && c.o.DrawPointer {
				errs = append(errs, err)
			}
		}
		shots = append(shots, s)
	}
	finish(shots, c.o, pointer)
	return shots, outcome(shots, errs)
}

// serverPatience bounds a capture: a server that takes longer has hung.
const serverPatience = 5 * time.Second

// xconn is a connection to an X server.
type xconn struct {
	*xgb.Conn
	setup *xproto.SetupInfo
	unctx func() bool
}

// dial connects to $DISPLAY; the connection is cut when ctx is done.
func dial(ctx context.Context) (*xconn, error) {
	xgb.Logger.SetOutput(io.Discard) // it would write to a command's standard error
	type answer struct {
		*xgb.Conn
		err error
	}
	answers := make(chan answer, 1)
	go func() { // the library waits for a server that hangs as long as that does
		c, err := xgb.NewConn()
		answers <- answer{c, err}
		if err == nil && ctx.Err() != nil {
			c.Close()
		}
	}()
	select {
	case a := <-answers:
		if a.err != nil {
			return nil, fmt.Errorf("the X server: %w", a.err)
		}
		x := &xconn{Conn: a.Conn, setup: xproto.Setup(a.Conn)}
		x.unctx = context.AfterFunc(ctx, a.Close)
		return x, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("the X server: %w", ctx.Err())
	}
}

func (x *xconn) close() {
	x.unctx()
	x.Close()
}

// extension prepares an extension for use on this connection, as xgb's own Init
// functions do, but for writing the extension's events and errors into a map of
// xgb's that all connections read without a lock: that would end the process if
// two of them met. The requests used here have no events of their own.
func (x *xconn) extension(name string) bool {
	reply, err := xproto.QueryExtension(x.Conn, uint16(len(name)), name).Reply()
	if err != nil || !reply.Present {
		return false
	}
	x.ExtLock.Lock()
	defer x.ExtLock.Unlock()
	x.Extensions[name] = reply.MajorOpcode
	return true
}

// display is one monitor of one X screen.
type display struct {
	screen int             // X screen
	area   image.Rectangle // on that screen
	offset image.Point     // of that screen on the desktop
}

func (d display) bounds() image.Rectangle { return d.area.Add(d.offset) }

// displays lists the monitors, those of the default X screen first and the
// primary one first of all. X screens of a server that has several stand side
// by side.
func (x *xconn) displays() []display {
	var all []display
	offset := image.Point{}
	for _, i := range x.screens() {
		screen := x.setup.Roots[i]
		whole := image.Rect(0, 0, int(screen.WidthInPixels), int(screen.HeightInPixels))
		areas := x.monitors(screen.Root)
		if len(areas) == 0 && i == x.DefaultScreen {
			areas = x.xinerama()
		}
		found := false
		for _, a := range areas {
			if a = a.Intersect(whole); !a.Empty() {
				all, found = append(all, display{i, a, offset}), true
			}
		}
		if !found {
			all = append(all, display{i, whole, offset})
		}
		offset.X += whole.Dx()
	}
	return all
}

// screens lists the X screens' numbers, the default one first.
func (x *xconn) screens() []int {
	order := []int{x.DefaultScreen}
	for i := range x.setup.Roots {
		if i != x.DefaultScreen {
			order = append(order, i)
		}
	}
	return order
}

// monitors asks RandR 1.5, which knows virtual monitors too. Mirrored ones
// show the same and are one.
func (x *xconn) monitors(root xproto.Window) []image.Rectangle {
	if !x.extension("RANDR") {
		return nil
	}
	v, err := randr.QueryVersion(x.Conn, 1, 5).Reply()
	if err != nil || v.MajorVersion == 1 && v.MinorVersion < 5 {
		return nil
	}
	reply, err := randr.GetMonitors(x.Conn, root, true).Reply()
	if err != nil {
		return nil
	}
	var areas []image.Rectangle
	for _, m := range reply.Monitors {
		a := image.Rect(int(m.X), int(m.Y), int(m.X)+int(m.Width), int(m.Y)+int(m.Height))
		areas = add(areas, a, m.Primary)
	}
	return areas
}

// xinerama asks the older extension, for servers that join several screens.
func (x *xconn) xinerama() []image.Rectangle {
	if !x.extension("XINERAMA") {
		return nil
	}
	reply, err := xinerama.QueryScreens(x.Conn).Reply()
	if err != nil {
		return nil
	}
	var areas []image.Rectangle
	for _, s := range reply.ScreenInfo {
		a := image.Rect(int(s.XOrg), int(s.YOrg), int(s.XOrg)+int(s.Width), int(s.YOrg)+int(s.Height))
		areas = add(areas, a, false)
	}
	return areas
}

// add puts a at the end, or in front if it is the primary one, once.
func add(areas []image.Rectangle, a image.Rectangle, primary bool) []image.Rectangle {
	for _, b := range areas {
		if a == b {
			return areas
		}
	}
	if primary {
		return append([]image.Rectangle{a}, areas...)
	}
	return append(areas, a)
}

// pointer returns where the pointer is on the desktop, if it is on that screen.
func (x *xconn) pointer(screen int) (image.Point, bool) {
	if screen >= len(x.setup.Roots) {
		return image.Point{}, false
	}
	reply, err := xproto.QueryPointer(x.Conn, x.setup.Roots[screen].Root).Reply()
	if err != nil || !reply.SameScreen {
		return image.Point{}, false
	}
	return image.Pt(int(reply.RootX), int(reply.RootY)).Add(x.offset(screen)), true
}

// offset is where an X screen begins on the desktop.
func (x *xconn) offset(screen int) (at image.Point) {
	for _, i := range x.screens() {
		if i == screen {
			break
		}
		at.X += int(x.setup.Roots[i].WidthInPixels)
	}
	return at
}

// pointed reports whether the pointer was found on one of the shots: displays
// may overlap.
func pointed(shots []Shot) bool {
	return slices.ContainsFunc(shots, func(s Shot) bool { return s.Pointer })
}
