package stage

import (
	"fmt"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// PutSlow fills the screen, below all windows, with one of a program that takes a
// while to paint: as those of the toolkits, it shows what covered it until then.
// At first it is painted. It is there until ended.
func (s *Stage) PutSlow(p *Picture, late time.Duration) (end func(), err error) {
	ground, err := s.upload(p)
	if err != nil {
		return nil, err
	}
	x, err := xgb.NewConnDisplay(s.display)
	if err != nil {
		return nil, err
	}
	id, err := xproto.NewWindowId(x)
	if err != nil {
		return nil, err
	}
	gc, err := xproto.NewGcontextId(x)
	if err != nil {
		return nil, err
	}
	screen := xproto.Setup(x).DefaultScreen(x)
	width, height := uint16(p.Rect.Dx()), uint16(p.Rect.Dy())
	xproto.CreateGC(x, gc, xproto.Drawable(screen.Root), 0, nil)
	xproto.CreateWindow(x, screen.RootDepth, id, screen.Root, 0, 0, width, height, 0, xproto.WindowClassInputOutput, screen.RootVisual,
		xproto.CwBackPixmap|xproto.CwOverrideRedirect|xproto.CwEventMask, []uint32{xproto.BackPixmapNone, 1, xproto.EventMaskExposure})
	xproto.ConfigureWindow(x, id, xproto.ConfigWindowStackMode, []uint32{xproto.StackModeBelow})
	if err := xproto.MapWindowChecked(x, id).Check(); err != nil {
		x.Close()
		return nil, fmt.Errorf("stage: a slow window: %w", err)
	}
	xproto.CopyArea(x, xproto.Drawable(ground), xproto.Drawable(id), gc, 0, 0, 0, 0, width, height)
	if _, err := x.WaitForEvent(); err != nil { // that it is exposed, when it is painted already
		x.Close()
		return nil, err
	}
	go func() {
		for {
			e, _ := x.WaitForEvent()
			if e == nil { // the connection is closed
				return
			}
			if expose, ok := e.(xproto.ExposeEvent); ok && expose.Count == 0 {
				time.Sleep(late)
				xproto.CopyArea(x, xproto.Drawable(ground), xproto.Drawable(id), gc, 0, 0, 0, 0, width, height)
			}
		}
	}()
	return x.Close, nil
}
