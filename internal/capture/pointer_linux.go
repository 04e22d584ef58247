package capture

import (
	"context"
	"errors"
	"fmt"
	"image"

	"github.com/jezek/xgb/xfixes"
)

// drawPointer draws the mouse pointer of the X server at $DISPLAY.
func drawPointer(shots []Shot) error {
	x, err := dial(context.Background())
	if err != nil {
		return fmt.Errorf("draw the pointer: %w", err)
	}
	defer x.close()
	return x.drawPointer(shots)
}

// drawPointer asks XFixes for the pointer's picture and lays it over the shot
// on which the pointer is.
func (x *xconn) drawPointer(shots []Shot) error {
	if !x.extension("XFIXES") {
		return errors.New("draw the pointer: the X server lacks XFIXES")
	}
	if _, err := xfixes.QueryVersion(x.Conn, 4, 0).Reply(); err != nil {
		return fmt.Errorf("draw the pointer: %w", err)
	}
	c, err := xfixes.GetCursorImage(x.Conn).Reply()
	if err != nil {
		return fmt.Errorf("draw the pointer: %w", err)
	}
	w, h := int(c.Width), int(c.Height)
	if len(c.CursorImage) < w*h {
		return fmt.Errorf("draw the pointer: %d pixels for %d×%d", len(c.CursorImage), w, h)
	}
	for _, s := range shots {
		if s.Pointer {
			at := image.Pt(int(c.X)-int(c.Xhot), int(c.Y)-int(c.Yhot)).Sub(s.Bounds.Min)
			overlay(s.Image, at, c.CursorImage, w, h)
		}
	}
	return nil
}
