package window

import (
	"errors"
	"io"
	"os"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/shape"
	"github.com/jezek/xgb/xproto"
)

// errNoWindow: there is no window yet that could be covered.
var errNoWindow = errors.New("no window")

// veil keeps a window of an X server from the screen while it is mapped: its
// shape is empty, and the window manager is told to leave it alone.
type veil struct{ x *xgb.Conn }

// newVeil reports whether windows can be kept from the screen here. Where the
// session is Wayland's, what an X server says of windows counts for little.
func newVeil() (veil, bool) {
	if os.Getenv("WAYLAND_DISPLAY") != "" {
		return veil{}, false
	}
	xgb.Logger.SetOutput(io.Discard) // it would write to the agent's log
	x, err := xgb.NewConn()
	if err != nil {
		return veil{}, false
	}
	if err := shape.Init(x); err != nil {
		x.Close()
		return veil{}, false
	}
	return veil{x}, true
}

func (v veil) close() { v.x.Close() }

// cover is called when the window is made and not yet mapped.
func (v veil) cover(handle uintptr) error { return v.set(handle, true) }

// lift gives the window its shape and its window manager back, once it is
// hidden.
func (v veil) lift(handle uintptr) error { return v.set(handle, false) }

func (v veil) set(handle uintptr, covered bool) error {
	w := xproto.Window(handle)
	if w == 0 {
		return errNoWindow
	}
	unmanaged := uint32(0)
	if covered {
		unmanaged = 1
		none := shape.RectanglesChecked(v.x, shape.SoSet, shape.SkBounding, xproto.ClipOrderingUnsorted, w, 0, 0, nil)
		if err := none.Check(); err != nil {
			return err
		}
	} else if err := shape.MaskChecked(v.x, shape.SoSet, shape.SkBounding, w, 0, 0, xproto.PixmapNone).Check(); err != nil {
		return err
	}
	return xproto.ChangeWindowAttributesChecked(v.x, w, xproto.CwOverrideRedirect, []uint32{unmanaged}).Check()
}
