package workstation

import (
	"context"
	"fmt"
	"image"
	"io"
	"os"
	"strings"
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

	x := newHints(c)
	active := numbers(x.ask(x.root, "_NET_ACTIVE_WINDOW", 1).value())
	if len(active) == 0 || active[0] == 0 {
		return "", image.Rectangle{}
	}
	return x.program(xproto.Window(active[0]))
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

// hintNames are the properties that are read.
var hintNames = [...]string{
	"_NET_ACTIVE_WINDOW", "_NET_WM_NAME", "WM_NAME", "_NET_FRAME_EXTENTS", "_NET_WM_PID",
}

// hints reads windows' properties. What it asks is answered all at once: each
// wait for an answer is a part of the time that the user waits.
type hints struct {
	*xgb.Conn
	root  xproto.Window
	atoms map[string]xproto.Atom // those that the server knows
}

func newHints(c *xgb.Conn) hints {
	x := hints{c, xproto.Setup(c).DefaultScreen(c).Root, map[string]xproto.Atom{}}
	var asked [len(hintNames)]xproto.InternAtomCookie
	for i, name := range hintNames {
		asked[i] = xproto.InternAtom(c, true, uint16(len(name)), name)
	}
	for i, name := range hintNames {
		if r, err := asked[i].Reply(); err == nil {
			x.atoms[name] = r.Atom
		}
	}
	return x
}

// program returns title and frame of a window that the user knows as a
// program's: one on the screen, in the window manager's care, and not ours.
// The manager's word of the active window may be old (openbox does not take it
// back when the last window closes), and the number may be that of our form by
// now, which waits unseen for a click.
func (x hints) program(w xproto.Window) (title string, frame image.Rectangle) {
	attributes := xproto.GetWindowAttributes(x.Conn, w)
	geometry := xproto.GetGeometry(x.Conn, xproto.Drawable(w))
	place := xproto.TranslateCoordinates(x.Conn, w, x.root, 0, 0)
	pid := x.ask(w, "_NET_WM_PID", 1)
	name, oldName := x.ask(w, "_NET_WM_NAME", 1024), x.ask(w, "WM_NAME", 1024)
	borders := x.ask(w, "_NET_FRAME_EXTENTS", 4)

	a, err := attributes.Reply()
	if err != nil || a.MapState != xproto.MapStateViewable || a.OverrideRedirect {
		return "", image.Rectangle{}
	}
	if id := numbers(pid.value()); len(id) > 0 && isOurs(programOf(int(id[0]))) {
		return "", image.Rectangle{}
	}
	if title = string(name.value()); title == "" {
		title = legacy(string(oldName.value()))
	}
	g, err := geometry.Reply()
	if err != nil {
		return title, image.Rectangle{}
	}
	at, err := place.Reply()
	if err != nil {
		return title, image.Rectangle{}
	}
	return title, framed(image.Rect(int(at.DstX), int(at.DstY), int(at.DstX)+int(g.Width), int(at.DstY)+int(g.Height)), numbers(borders.value()))
}

// framed is a window's rectangle with the borders that the window manager put
// around it: left, right, top, bottom.
func framed(r image.Rectangle, borders []uint32) image.Rectangle {
	if len(borders) == 4 {
		r.Min.X -= int(borders[0])
		r.Max.X += int(borders[1])
		r.Min.Y -= int(borders[2])
		r.Max.Y += int(borders[3])
	}
	return r
}

// programOf is the file of the program that a process runs; empty where that
// is not told.
func programOf(pid int) string {
	file, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
	if err != nil {
		return ""
	}
	return file
}

// asked is a property that was asked for.
type asked struct {
	cookie xproto.GetPropertyCookie
	sent   bool
}

// ask asks for a property, at most 4×words bytes of it.
func (x hints) ask(w xproto.Window, name string, words uint32) asked {
	atom := x.atoms[name]
	if atom == 0 { // nobody has ever set it
		return asked{}
	}
	return asked{xproto.GetProperty(x.Conn, false, w, atom, xproto.GetPropertyTypeAny, 0, words), true}
}

// value waits for the property; nil where the window has none.
func (a asked) value() []byte {
	if !a.sent {
		return nil
	}
	p, err := a.cookie.Reply()
	if err != nil {
		return nil
	}
	return p.Value
}

// numbers reads a property of 32-bit numbers.
func numbers(v []byte) (list []uint32) {
	for ; len(v) >= 4; v = v[4:] {
		list = append(list, xgb.Get32(v))
	}
	return list
}

// legacy decodes the old WM_NAME: Latin-1, in which stretches of UTF-8 may be
// set off (the X Consortium's Compound Text Encoding, "Non-standard
// encodings"), unless all of it is UTF-8 as it is.
func legacy(s string) string {
	const utf8Begins, utf8Ends = "\x1b%G", "\x1b%@"
	if utf8.ValidString(s) && !strings.Contains(s, utf8Begins) {
		return s
	}
	var b strings.Builder
	for s != "" {
		latin1, rest, _ := strings.Cut(s, utf8Begins)
		for i := range len(latin1) {
			b.WriteRune(rune(latin1[i]))
		}
		var text string
		text, s, _ = strings.Cut(rest, utf8Ends)
		b.WriteString(strings.ToValidUTF8(text, ""))
	}
	return b.String()
}
