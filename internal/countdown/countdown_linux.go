package countdown

import (
	"context"
	"fmt"
	"image"
	"io"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/shape"
	"github.com/jezek/xgb/xinerama"
	"github.com/jezek/xgb/xproto"
)

// xPlate is a window of the X server that no window manager knows, and through
// which clicks go (SHAPE, an empty input region). Xwayland has it too.
type xPlate struct {
	x      *xgb.Conn
	screen *xproto.ScreenInfo
	window xproto.Window
	gc     xproto.Gcontext
	shown  bool
	closed bool
}

func open(context.Context) (p plate, err error) {
	defer func() {
		if r := recover(); r != nil { // xgb's parsers trust the server
			p, err = nil, fmt.Errorf("%w: %v", ErrUnavailable, r)
		}
	}()
	xgb.Logger.SetOutput(io.Discard) // it would write to standard error
	x, err := xgb.NewConn()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	w := &xPlate{x: x, screen: xproto.Setup(x).DefaultScreen(x)}
	if err := w.make(); err != nil {
		x.Close()
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return w, nil
}

func (w *xPlate) make() error {
	if w.screen.RootDepth != 24 && w.screen.RootDepth != 32 {
		return fmt.Errorf("a screen of depth %d", w.screen.RootDepth)
	}
	if err := shape.Init(w.x); err != nil {
		return err
	}
	var err error
	if w.window, err = xproto.NewWindowId(w.x); err != nil {
		return err
	}
	if w.gc, err = xproto.NewGcontextId(w.x); err != nil {
		return err
	}
	err = xproto.CreateWindowChecked(w.x, w.screen.RootDepth, w.window, w.screen.Root, 0, 0, 1, 1, 0,
		xproto.WindowClassInputOutput, w.screen.RootVisual, xproto.CwOverrideRedirect, []uint32{1}).Check()
	if err != nil {
		return err
	}
	if err := xproto.CreateGCChecked(w.x, w.gc, xproto.Drawable(w.window), 0, nil).Check(); err != nil {
		return err
	}
	return shape.RectanglesChecked(w.x, shape.SoSet, shape.SkInput, xproto.ClipOrderingUnsorted, w.window, 0, 0, nil).Check()
}

// show puts the picture above all windows, as the window's ground: the server
// paints it by itself.
func (w *xPlate) show(img *image.RGBA) error {
	size := img.Rect.Size()
	pixmap, err := xproto.NewPixmapId(w.x)
	if err != nil {
		return err
	}
	err = xproto.CreatePixmapChecked(w.x, w.screen.RootDepth, pixmap, xproto.Drawable(w.screen.Root), uint16(size.X), uint16(size.Y)).Check()
	if err != nil {
		return err
	}
	defer xproto.FreePixmap(w.x, pixmap)
	data := make([]byte, len(img.Pix))
	for i := 0; i+3 < len(data); i += 4 {
		data[i], data[i+1], data[i+2], data[i+3] = img.Pix[i+2], img.Pix[i+1], img.Pix[i], 0xff
	}
	const most = 1 << 17 // bytes a request, below every server's limit
	for y, rows := 0, max(1, most/img.Stride); y < size.Y; y += rows {
		n := min(rows, size.Y-y)
		err := xproto.PutImageChecked(w.x, xproto.ImageFormatZPixmap, xproto.Drawable(pixmap), w.gc,
			uint16(size.X), uint16(n), 0, int16(y), 0, w.screen.RootDepth, data[y*img.Stride:(y+n)*img.Stride]).Check()
		if err != nil {
			return err
		}
	}
	at := w.place(size)
	xproto.ConfigureWindow(w.x, w.window,
		xproto.ConfigWindowX|xproto.ConfigWindowY|xproto.ConfigWindowWidth|xproto.ConfigWindowHeight|xproto.ConfigWindowStackMode,
		[]uint32{uint32(int32(at.X)), uint32(int32(at.Y)), uint32(size.X), uint32(size.Y), xproto.StackModeAbove})
	xproto.ChangeWindowAttributes(w.x, w.window, xproto.CwBackPixmap, []uint32{uint32(pixmap)})
	if !w.shown {
		xproto.MapWindow(w.x, w.window)
		w.shown = true
	}
	return xproto.ClearAreaChecked(w.x, false, w.window, 0, 0, 0, 0).Check()
}

// place returns the corner on the screen with the pointer.
func (w *xPlate) place(size image.Point) image.Point {
	all := image.Rect(0, 0, int(w.screen.WidthInPixels), int(w.screen.HeightInPixels))
	q, err := xproto.QueryPointer(w.x, w.screen.Root).Reply()
	if err != nil {
		return corner(all, size, image.Point{})
	}
	pointer := image.Pt(int(q.RootX), int(q.RootY))
	if xinerama.Init(w.x) == nil {
		if r, err := xinerama.QueryScreens(w.x).Reply(); err == nil {
			for _, s := range r.ScreenInfo {
				one := image.Rect(0, 0, int(s.Width), int(s.Height)).Add(image.Pt(int(s.XOrg), int(s.YOrg)))
				if pointer.In(one) {
					all = one
				}
			}
		}
	}
	return corner(all, size, pointer)
}

// close takes the window away and returns when the server has done so.
func (w *xPlate) close() {
	if w.closed {
		return
	}
	w.closed = true
	_ = xproto.DestroyWindowChecked(w.x, w.window).Check()
	w.x.Close()
}
