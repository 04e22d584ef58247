package capture

import (
	"errors"
	"fmt"
	"image"
	"math"

	"github.com/jezek/xgb/shm"
	"github.com/jezek/xgb/xproto"
	"golang.org/x/sys/unix"
)

// grabber fetches pictures from the X server, through shared memory where the
// server is on this machine, else through the connection.
type grabber struct {
	x   *xconn
	shm bool
	seg shm.Seg
	mem []byte
}

func newGrabber(x *xconn) *grabber {
	return &grabber{x: x, shm: x.extension("MIT-SHM")}
}

func (g *grabber) close() { g.drop() }

// stripBytes is how much is fetched at a time: little enough to stay in the
// processor's cache and to need no new pages for each display.
const stripBytes = 1 << 20

// grab returns the picture of d, fetched in strips. The server is held while
// it is, so that nothing moves between two strips; that is a few milliseconds,
// and ends with the connection whatever happens.
func (g *grabber) grab(d display) (*image.RGBA, error) {
	screen := g.x.setup.Roots[d.screen]
	f, err := g.x.format(screen)
	if err != nil {
		return nil, err
	}
	w, h := d.area.Dx(), d.area.Dy()
	if w > math.MaxUint16 || h > math.MaxUint16 || !f.readable() {
		return nil, fmt.Errorf("a display of %d×%d with %d bits a pixel cannot be read", w, h, f.bitsPerPixel)
	}
	rows := min(h, max(1, stripBytes/f.stride(w)))
	strip := func(n int) image.Rectangle { return image.Rect(0, n*rows, w, min(h, (n+1)*rows)) }
	xproto.GrabServer(g.x.Conn)
	defer xproto.UngrabServer(g.x.Conn)
	ask := func(n int) func() ([]byte, error) {
		return g.ask(screen.Root, strip(n).Add(d.area.Min), f.stride(w)*strip(n).Dy())
	}
	next := ask(0)
	img := image.NewRGBA(image.Rect(0, 0, w, h)) // while the server is at work
	populate(img.Pix)
	for n := 0; n*rows < h; n++ {
		data, err := next()
		if err != nil {
			return nil, err
		}
		if !f.convert(img.SubImage(strip(n)).(*image.RGBA), data) {
			return nil, errors.New("the X server's picture is cut short")
		}
		if (n+1)*rows < h {
			next = ask(n + 1)
		}
	}
	return img, nil
}

// populate has the system give all of a picture's memory in one go, in large
// pages where it has them: page by page it takes longer than the pixels. Large
// pages are for this picture only, since an idle agent must stay small. A
// system that knows none of it (before Linux 5.14) goes page by page.
func populate(pix []byte) {
	_ = unix.Madvise(pix, unix.MADV_HUGEPAGE)
	_ = unix.Madvise(pix, unix.MADV_POPULATE_WRITE)
	_ = unix.Madvise(pix, unix.MADV_NOHUGEPAGE)
}

// ask asks for the bytes of an area and returns what waits for them. They are
// valid until the next call.
func (g *grabber) ask(root xproto.Window, a image.Rectangle, size int) func() ([]byte, error) {
	const everyPlane = math.MaxUint32
	plain := func() ([]byte, error) {
		reply, err := xproto.GetImage(g.x.Conn, xproto.ImageFormatZPixmap, xproto.Drawable(root),
			int16(a.Min.X), int16(a.Min.Y), uint16(a.Dx()), uint16(a.Dy()), everyPlane).Reply()
		if err != nil {
			return nil, fmt.Errorf("the X server gives no picture: %w", err)
		}
		return reply.Data, nil
	}
	if g.shm = g.shm && g.room(size) == nil; !g.shm {
		return plain
	}
	shared := shm.GetImage(g.x.Conn, xproto.Drawable(root), int16(a.Min.X), int16(a.Min.Y),
		uint16(a.Dx()), uint16(a.Dy()), everyPlane, xproto.ImageFormatZPixmap, g.seg, 0)
	return func() ([]byte, error) {
		if _, err := shared.Reply(); err != nil {
			g.shm = false
			return plain()
		}
		return g.mem[:size], nil
	}
}

// room sees to shared memory of at least size bytes, readable by this user
// only, and marked to go away with the last process that uses it, however that
// ends.
func (g *grabber) room(size int) error {
	if len(g.mem) >= size {
		return nil
	}
	g.drop()
	id, err := unix.SysvShmGet(unix.IPC_PRIVATE, size, unix.IPC_CREAT|0o600)
	if err != nil {
		return err
	}
	mem, err := unix.SysvShmAttach(id, 0, 0)
	if err == nil {
		g.mem = mem
		if g.seg, err = shm.NewSegId(g.x.Conn); err == nil {
			err = shm.AttachChecked(g.x.Conn, g.seg, uint32(id), false).Check()
		}
	}
	_, gone := unix.SysvShmCtl(id, unix.IPC_RMID, nil)
	if err = errors.Join(err, gone); err != nil {
		g.seg = 0
		g.drop()
	}
	return err
}

// drop gives the shared memory back.
func (g *grabber) drop() {
	if g.seg != 0 {
		shm.Detach(g.x.Conn, g.seg)
	}
	if g.mem != nil {
		_ = unix.SysvShmDetach(g.mem)
	}
	g.seg, g.mem = 0, nil
}

// format finds how the server stores the pixels of a screen.
func (x *xconn) format(screen xproto.ScreenInfo) (pixelFormat, error) {
	f := pixelFormat{bigEndian: x.setup.ImageByteOrder == xproto.ImageOrderMSBFirst}
	for _, p := range x.setup.PixmapFormats {
		if p.Depth == screen.RootDepth {
			f.bitsPerPixel, f.scanlinePad = int(p.BitsPerPixel), int(p.ScanlinePad)
		}
	}
	for _, d := range screen.AllowedDepths {
		for _, v := range d.Visuals {
			if v.VisualId == screen.RootVisual {
				f.red, f.green, f.blue = v.RedMask, v.GreenMask, v.BlueMask
			}
		}
	}
	if f.bitsPerPixel == 0 || f.scanlinePad == 0 {
		return f, fmt.Errorf("the X server does not say how it stores %d bits", screen.RootDepth)
	}
	return f, nil
}
