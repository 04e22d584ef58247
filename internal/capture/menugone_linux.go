package capture

import (
	"context"
	"os"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/damage"
	"github.com/jezek/xgb/xfixes"
	"github.com/jezek/xgb/xproto"
)

const (
	// fading is how long Wayland's menus take to go, which cannot be seen.
	fading = 200 * time.Millisecond
	// glance is how often the server is asked.
	glance = 6 * time.Millisecond
	// quiet is how long nothing may change before the screen counts as
	// painted: a frame at 60 Hz and some.
	quiet = 18 * time.Millisecond
	// painting is how long a screen that never rests (a film) is waited for.
	painting = 64 * time.Millisecond
)

func menuGone(ctx context.Context, looks func() []look) (settled func() bool) {
	if os.Getenv("WAYLAND_DISPLAY") != "" {
		pause(ctx, fading)
		return always
	}
	settled = always
	defer func() { _ = recover() }() // xgb's parsers trust the server
	x, err := dial(ctx)
	if err != nil {
		return settled
	}
	settled = func() bool { x.close(); return true }
	root := x.setup.DefaultScreen(x.Conn).Root
	kinds := x.menuKinds()
	shown, cancel := context.WithTimeout(ctx, menuPatience)
	defer cancel()
	for len(x.menus(root, kinds)) > 0 && shown.Err() == nil {
		pause(shown, glance)
	}
	x.awaitPainted(ctx, looks())
	changed, ok := x.changes(root)
	if !ok {
		pause(ctx, 2*quiet)
		return settled
	}
	ctx, end := context.WithTimeout(ctx, painting)
	restFor(ctx, 0, glance, changed)
	return func() bool {
		defer x.close()
		defer end()
		return restFor(ctx, glance, quiet, changed)
	}
}

// restFor waits until the screen, which has rested already, has done so for d,
// counted anew after a change, and reports whether there was none.
func restFor(ctx context.Context, rested, d time.Duration, changed func() bool) (calm bool) {
	calm = true
	defer func() { _ = recover() }() // as above
	for ; rested < d && ctx.Err() == nil; rested += glance {
		pause(ctx, glance)
		if changed() {
			calm, rested = false, -glance
		}
	}
	return calm
}

// menuKinds returns the atoms by which windows say that they are menus and the
// like (Extended Window Manager Hints).
func (x *xconn) menuKinds() map[xproto.Atom]bool {
	names := []string{"MENU", "POPUP_MENU", "DROPDOWN_MENU", "TOOLTIP", "COMBO"}
	cookies := make([]xproto.InternAtomCookie, len(names))
	for i, n := range names {
		n = "_NET_WM_WINDOW_TYPE_" + n
		cookies[i] = xproto.InternAtom(x.Conn, true, uint16(len(n)), n)
	}
	kinds := map[xproto.Atom]bool{}
	for _, c := range cookies {
		if r, err := c.Reply(); err == nil && r.Atom != 0 {
			kinds[r.Atom] = true
		}
	}
	return kinds
}

// menus are the menus that are mapped. They are children of the root: no window
// manager takes them over.
func (x *xconn) menus(root xproto.Window, kinds map[xproto.Atom]bool) (shown []xproto.Window) {
	const name = "_NET_WM_WINDOW_TYPE"
	atom, err := xproto.InternAtom(x.Conn, true, uint16(len(name)), name).Reply()
	if err != nil || atom.Atom == 0 || len(kinds) == 0 {
		return nil
	}
	tree, err := xproto.QueryTree(x.Conn, root).Reply()
	if err != nil {
		return nil
	}
	attributes := make([]xproto.GetWindowAttributesCookie, len(tree.Children))
	types := make([]xproto.GetPropertyCookie, len(tree.Children))
	for i, w := range tree.Children {
		attributes[i] = xproto.GetWindowAttributes(x.Conn, w)
		types[i] = xproto.GetProperty(x.Conn, false, w, atom.Atom, xproto.AtomAtom, 0, 8)
	}
	for i, w := range tree.Children {
		a, errA := attributes[i].Reply()
		p, errP := types[i].Reply()
		if errA != nil || errP != nil || !a.OverrideRedirect || a.MapState != xproto.MapStateViewable {
			continue
		}
		for v := p.Value; len(v) >= 4; v = v[4:] {
			if kinds[xproto.Atom(xgb.Get32(v))] {
				shown = append(shown, w)
				break
			}
		}
	}
	return shown
}

// changes returns a function that says whether anything on the screen changed
// since it was last called, by the server's own book-keeping (DAMAGE). It asks
// and does not listen for events (see extension).
func (x *xconn) changes(root xproto.Window) (func() bool, bool) {
	if !x.extension("DAMAGE") || !x.extension("XFIXES") {
		return nil, false
	}
	if _, err := xfixes.QueryVersion(x.Conn, 2, 0).Reply(); err != nil {
		return nil, false
	}
	if _, err := damage.QueryVersion(x.Conn, 1, 1).Reply(); err != nil {
		return nil, false
	}
	id, err := damage.NewDamageId(x.Conn)
	if err != nil {
		return nil, false
	}
	parts, err := xfixes.NewRegionId(x.Conn)
	if err != nil {
		return nil, false
	}
	damage.Create(x.Conn, id, xproto.Drawable(root), damage.ReportLevelNonEmpty)
	xfixes.CreateRegion(x.Conn, parts, nil)
	return func() bool {
		damage.Subtract(x.Conn, id, 0, parts)
		r, err := xfixes.FetchRegion(x.Conn, parts).Reply()
		return err == nil && r.Extents.Width > 0 && r.Extents.Height > 0
	}, true
}
