package stage

import (
	"bufio"
	"context"
	"fmt"
	"image"
	"io"
	"os"
	"strings"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/shape"
	"github.com/jezek/xgb/xproto"
)

// startX runs an X server on a display number that it chooses itself.
func (s *Stage) startX(ctx context.Context) error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	defer r.Close()
	args := []string{
		"-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", s.opts.Width, s.opts.Height),
		"-dpi", "96", "-noreset", "-nolisten", "tcp",
	}
	if s.opts.NoOpenGL {
		args = append(args, "-extension", "GLX")
	}
	p, err := s.start(s.Env(), []*os.File{w}, "Xvfb", args...)
	_ = w.Close()
	if err != nil {
		return err
	}
	_ = r.SetReadDeadline(time.Now().Add(Patience))
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		return fmt.Errorf("says no display number: %w: %s", err, p.Output())
	}
	s.display = ":" + strings.TrimSpace(number)
	xgb.Logger.SetOutput(io.Discard) // it would tell of a cookie file that nobody needs
	if s.x, err = xgb.NewConnDisplay(s.display); err != nil {
		return err
	}
	if err = shape.Init(s.x); err != nil {
		return err
	}
	// An Italian keyboard: the letters with accents have keys of their own.
	_, err = s.Run(ctx, "setxkbmap", "-layout", "it")
	return err
}

func (s *Stage) screen() *xproto.ScreenInfo { return xproto.Setup(s.x).DefaultScreen(s.x) }

// See takes a picture of the whole screen, without the pointer. It asks the
// X server for plain pixels and shares no code with the program's capture.
func (s *Stage) See() (*Picture, error) {
	return s.SeePart(image.Rect(0, 0, s.opts.Width, s.opts.Height))
}

// SeePart is See for a part of the screen.
func (s *Stage) SeePart(r image.Rectangle) (*Picture, error) {
	r = r.Intersect(image.Rect(0, 0, s.opts.Width, s.opts.Height))
	reply, err := xproto.GetImage(s.x, xproto.ImageFormatZPixmap, xproto.Drawable(s.screen().Root),
		int16(r.Min.X), int16(r.Min.Y), uint16(r.Dx()), uint16(r.Dy()), 0xffffffff).Reply()
	if err != nil {
		return nil, fmt.Errorf("stage: picture of the screen: %w", err)
	}
	p := NewPicture(r.Dx(), r.Dy())
	for i := 0; i+3 < len(p.Pix) && i+3 < len(reply.Data); i += 4 {
		p.Pix[i], p.Pix[i+1], p.Pix[i+2], p.Pix[i+3] = reply.Data[i+2], reply.Data[i+1], reply.Data[i], 0xff
	}
	return p, nil
}

// Still waits until the screen has not changed for a moment, and returns it.
func (s *Stage) Still(ctx context.Context) (*Picture, error) {
	const moment = 250 * time.Millisecond
	last, err := s.See()
	if err != nil {
		return nil, err
	}
	since := time.Now()
	err = Until(ctx, "a still screen", func() (bool, error) {
		now, err := s.See()
		if err != nil {
			return false, err
		}
		if !now.Equal(last) {
			last, since = now, time.Now()
		}
		return time.Since(since) >= moment, nil
	})
	return last, err
}

// paintScene gives the desktop a wallpaper in which every pixel says where it
// is, and a program's window with an error on it: what a ticket is about. It
// is drawn by the X server itself, so that it never needs to be drawn again.
func (s *Stage) paintScene(context.Context) error {
	root := s.screen().Root
	wallpaper, err := s.upload(Wallpaper(s.opts.Width, s.opts.Height))
	if err != nil {
		return err
	}
	if err := xproto.ChangeWindowAttributesChecked(s.x, root, xproto.CwBackPixmap, []uint32{uint32(wallpaper)}).Check(); err != nil {
		return err
	}
	return xproto.ClearAreaChecked(s.x, false, root, 0, 0, 0, 0).Check()
}

// upload brings a picture to the X server, a few rows a request.
func (s *Stage) upload(p *Picture) (xproto.Pixmap, error) {
	screen := s.screen()
	id, err := xproto.NewPixmapId(s.x)
	if err != nil {
		return 0, err
	}
	width, height := p.Rect.Dx(), p.Rect.Dy()
	if err := xproto.CreatePixmapChecked(s.x, screen.RootDepth, id, xproto.Drawable(screen.Root), uint16(width), uint16(height)).Check(); err != nil {
		return 0, err
	}
	gc, err := xproto.NewGcontextId(s.x)
	if err != nil {
		return 0, err
	}
	if err := xproto.CreateGCChecked(s.x, gc, xproto.Drawable(id), 0, nil).Check(); err != nil {
		return 0, err
	}
	rows := 200_000 / (width * 4)
	for y := 0; y < height; y += rows {
		n := min(rows, height-y)
		data := make([]byte, n*width*4)
		for i := 0; i < len(data); i += 4 {
			c := p.Pix[y*p.Stride+i:]
			data[i], data[i+1], data[i+2] = c[2], c[1], c[0]
		}
		err := xproto.PutImageChecked(s.x, xproto.ImageFormatZPixmap, xproto.Drawable(id), gc,
			uint16(width), uint16(n), 0, int16(y), 0, screen.RootDepth, data).Check()
		if err != nil {
			return 0, err
		}
	}
	return id, nil
}

// Put lays a picture on the screen, in a window that no window manager knows,
// until it is taken away.
func (s *Stage) Put(p *Picture, at image.Point) (away func() error, err error) {
	_, away, err = s.put(p, at, "")
	return away, err
}

// PutWindow is [Stage.Put] with a window of a title, as programs have them. It
// returns where the picture stands once the window is in front.
func (s *Stage) PutWindow(ctx context.Context, p *Picture, at image.Point, title string) (area image.Rectangle, err error) {
	id, _, err := s.put(p, at, title)
	if err != nil {
		return area, err
	}
	err = Until(ctx, "the window "+title+" in front", func() (bool, error) {
		windows, err := s.Windows()
		for _, w := range windows {
			if w.ID == id {
				area = w.Area
			}
		}
		return s.active() == id && !area.Empty(), err
	})
	return area, err
}

func (s *Stage) put(p *Picture, at image.Point, title string) (id xproto.Window, away func() error, err error) {
	ground, err := s.upload(p)
	if err != nil {
		return 0, nil, err
	}
	if id, err = xproto.NewWindowId(s.x); err != nil {
		return 0, nil, err
	}
	free := uint32(1) // of the window manager
	if title != "" {
		free = 0
	}
	screen := s.screen()
	err = xproto.CreateWindowChecked(s.x, screen.RootDepth, id, screen.Root, int16(at.X), int16(at.Y),
		uint16(p.Rect.Dx()), uint16(p.Rect.Dy()), 0, xproto.WindowClassInputOutput, screen.RootVisual,
		xproto.CwBackPixmap|xproto.CwOverrideRedirect, []uint32{uint32(ground), free}).Check()
	if err != nil {
		return 0, nil, err
	}
	xproto.ChangeProperty(s.x, xproto.PropModeReplace, id, xproto.AtomWmName, xproto.AtomString, 8, uint32(len(title)), []byte(title))
	away = func() error { return xproto.DestroyWindowChecked(s.x, id).Check() }
	return id, away, xproto.MapWindowChecked(s.x, id).Check()
}
