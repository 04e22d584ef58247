package capture

import (
	"context"
	"fmt"
	"image"
	"os"
	"slices"
	"time"

	"github.com/jezek/xgb/xproto"
)

// How often a menu that opens is looked for, and one that is open is looked at;
// and how long it may take to appear.
const (
	menuComes   = 25 * time.Millisecond
	menuIsThere = 150 * time.Millisecond
	menuStays   = time.Second // between two looks at one that has been open for a while
	menuIsLate  = 2 * time.Second
	menuIsOld   = 3 * time.Second
)

// watchMenu tells see how the menus look that come to the screen, until they are
// gone. It reports whether it has seen any: with a compositor, which keeps what
// a window covers, there is no need to.
func watchMenu(ctx context.Context, see func([]look)) (came bool) {
	if os.Getenv("WAYLAND_DISPLAY") != "" {
		return false
	}
	defer func() { _ = recover() }() // xgb's parsers trust the server
	x, err := dial(ctx)
	if err != nil {
		return false
	}
	defer x.close()
	if x.composited() {
		return false
	}
	g := newGrabber(x)
	defer g.close()
	root := x.setup.DefaultScreen(x.Conn).Root
	for began, wait := time.Now(), menuComes; ctx.Err() == nil; pause(ctx, wait) {
		shown := x.menus(root, x.menuKinds()) // the first menu of a session brings the names of kinds with it
		switch looks := g.looks(shown); {
		case len(looks) > 0:
			see(looks)
			came, wait = true, menuIsThere
			if time.Since(began) > menuIsOld {
				wait = menuStays
			}
		case len(shown) > 0:
		case came || time.Since(began) > menuIsLate:
			return came
		}
	}
	return came
}

// composited reports whether a compositor draws the screen (Extended Window
// Manager Hints).
func (x *xconn) composited() bool {
	name := fmt.Sprintf("_NET_WM_CM_S%d", x.DefaultScreen)
	atom, err := xproto.InternAtom(x.Conn, true, uint16(len(name)), name).Reply()
	if err != nil || atom.Atom == 0 {
		return false
	}
	owner, err := xproto.GetSelectionOwner(x.Conn, atom.Atom).Reply()
	return err == nil && owner.Owner != 0
}

// looks are the pictures of windows that are children of the root.
func (g *grabber) looks(windows []xproto.Window) (all []look) {
	for _, w := range windows {
		at, ok := g.x.place(w)
		if !ok {
			continue
		}
		over := g.x.above(w)
		img, ok := g.part(at)
		if !ok {
			continue
		}
		// A window that goes while it is looked at is not what was seen.
		if g.x.viewable(w) {
			l := newLook(at, img)
			l.of, l.over = uint32(w), over
			all = append(all, l)
		}
	}
	return all
}

// place is where a child of the root is.
func (x *xconn) place(w xproto.Window) (image.Rectangle, bool) {
	g, err := xproto.GetGeometry(x.Conn, xproto.Drawable(w)).Reply()
	if err != nil {
		return image.Rectangle{}, false
	}
	return image.Rect(0, 0, int(g.Width), int(g.Height)).Add(image.Pt(int(g.X), int(g.Y))), true
}

// above is where the windows are that stand above w and can be seen.
func (x *xconn) above(w xproto.Window) (all []image.Rectangle) {
	tree, err := xproto.QueryTree(x.Conn, x.setup.DefaultScreen(x.Conn).Root).Reply()
	if err != nil {
		return nil
	}
	for _, other := range tree.Children[slices.Index(tree.Children, w)+1:] {
		a, err := xproto.GetWindowAttributes(x.Conn, other).Reply()
		if err != nil || a.MapState != xproto.MapStateViewable || a.Class == xproto.WindowClassInputOnly {
			continue
		}
		if at, ok := x.place(other); ok {
			all = append(all, at)
		}
	}
	return all
}

// part is the picture of a part of the default screen, if it is all there.
func (g *grabber) part(at image.Rectangle) (*image.RGBA, bool) {
	screen := g.x.setup.DefaultScreen(g.x.Conn)
	if at.Empty() || !at.In(image.Rect(0, 0, int(screen.WidthInPixels), int(screen.HeightInPixels))) {
		return nil, false
	}
	img, err := g.grab(display{screen: g.x.DefaultScreen, area: at})
	return img, err == nil
}

// awaitPainted waits as long as the screen still shows one of the looks whose
// windows are gone. One that is still there was not the icon's menu: another
// program's tooltip, say, and that hangs.
func (x *xconn) awaitPainted(ctx context.Context, looks []look) {
	if len(looks) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, leftPatience)
	defer cancel()
	g := newGrabber(x)
	defer g.close()
	gone := slices.DeleteFunc(slices.Clone(looks), func(l look) bool { return x.viewable(xproto.Window(l.of)) })
	for ; ctx.Err() == nil && g.left(gone); pause(ctx, glance) {
	}
}

// viewable reports whether a window is on the screen.
func (x *xconn) viewable(w xproto.Window) bool {
	a, err := xproto.GetWindowAttributes(x.Conn, w).Reply()
	return err == nil && a.MapState == xproto.MapStateViewable
}

// left reports whether the screen shows one of the looks.
func (g *grabber) left(looks []look) bool {
	for _, l := range looks {
		if now, ok := g.part(l.at); ok && l.leftOn(now) {
			return true
		}
	}
	return false
}
