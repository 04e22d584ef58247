package workstation

import (
	"context"
	"image"
	"io"
	"os"
	"time"
	"unicode/utf8"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// foreground asks the window manager, by the Extended Window Manager Hints, or
// sway. Other Wayland compositors tell nobody, and XWayland would name the
// wrong window.
func foreground(ctx context.Context) (title string, frame image.Rectangle) {
	if os.Getenv("WAYLAND_DISPLAY") != "" {
		if socket := os.Getenv("SWAYSOCK"); socket != "" {
			return swayForeground(ctx, socket)
		}
		return "", image.Rectangle{}
	}
	defer func() { _ = recover() }() // xgb's parsers trust the server
	xgb.Logger.SetOutput(io.Discard) // it would write to a command's standard error
	ctx, cancel := context.WithTimeout(ctx, serverPatience)
	defer cancel()
	c := connect(ctx)
	if c == nil {
		return "", image.Rectangle{}
	}
	defer context.AfterFunc(ctx, c.Close)()
	defer c.Close()

	x := hints{c, xproto.Setup(c).DefaultScreen(c).Root}
	active := x.numbers(x.root, "_NET_ACTIVE_WINDOW", 1)
	if len(active) == 0 || active[0] == 0 {
		return "", image.Rectangle{}
	}
	w := xproto.Window(active[0])
	title = x.text(w, "_NET_WM_NAME")
	if title == "" {
		title = latin1(x.text(w, "WM_NAME"))
	}
	return title, x.frame(w)
}

// serverPatience bounds the questions to the X server: one that takes longer
// has hung.
const serverPatience = 2 * time.Second

// connect opens a connection to the X server; nil where there is none. The
// library waits for a server that hangs as long as that does, and so does the
// goroutine, but nobody else.
func connect(ctx context.Context) *xgb.Conn {
	found := make(chan *xgb.Conn, 1)
	go func() {
		c, err := xgb.NewConn()
		if err != nil {
			c = nil
		}
		found <- c
		if c != nil && ctx.Err() != nil {
			c.Close()
		}
	}()
	select {
	case c := <-found:
		return c
	case <-ctx.Done():
		return nil
	}
}

// hints reads windows' properties.
type hints struct {
	*xgb.Conn
	root xproto.Window
}

// property returns the bytes of a property, at most 4×words of them.
func (x hints) property(w xproto.Window, name string, words uint32) []byte {
	atom, err := xproto.InternAtom(x.Conn, true, uint16(len(name)), name).Reply()
	if err != nil || atom.Atom == 0 {
		return nil
	}
	p, err := xproto.GetProperty(x.Conn, false, w, atom.Atom, xproto.GetPropertyTypeAny, 0, words).Reply()
	if err != nil {
		return nil
	}
	return p.Value
}

func (x hints) text(w xproto.Window, name string) string { return string(x.property(w, name, 1024)) }

func (x hints) numbers(w xproto.Window, name string, n uint32) []uint32 {
	var list []uint32
	for v := x.property(w, name, n); len(v) >= 4; v = v[4:] {
		list = append(list, xgb.Get32(v))
	}
	return list
}

// frame is the window's rectangle with the borders that the window manager put
// around it.
func (x hints) frame(w xproto.Window) image.Rectangle {
	g, err := xproto.GetGeometry(x.Conn, xproto.Drawable(w)).Reply()
	if err != nil {
		return image.Rectangle{}
	}
	at, err := xproto.TranslateCoordinates(x.Conn, w, x.root, 0, 0).Reply()
	if err != nil {
		return image.Rectangle{}
	}
	r := image.Rect(int(at.DstX), int(at.DstY), int(at.DstX)+int(g.Width), int(at.DstY)+int(g.Height))
	if e := x.numbers(w, "_NET_FRAME_EXTENTS", 4); len(e) == 4 { // left, right, top, bottom
		r.Min.X -= int(e[0])
		r.Max.X += int(e[1])
		r.Min.Y -= int(e[2])
		r.Max.Y += int(e[3])
	}
	return r
}

// latin1 decodes the old WM_NAME, unless it is UTF-8 all the same.
func latin1(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	r := make([]rune, len(s))
	for i := range len(s) {
		r[i] = rune(s[i])
	}
	return string(r)
}
