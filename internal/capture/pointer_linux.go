package capture

import (
	"context"
	"errors"
	"fmt"
	"image"

	"github.com/jezek/xgb/xfixes"
)

// cursor is the mouse pointer of the X server at $DISPLAY.
func cursor() (*Cursor, error) {
	x, err := dial(context.Background())
	if err != nil {
		return nil, fmt.Errorf("the pointer: %w", err)
	}
	defer x.close()
	return x.cursor(x.DefaultScreen)
}

// cursor asks XFixes for the picture of the pointer that is on an X screen.
// Its place is in the desktop's coordinates.
func (x *xconn) cursor(screen int) (*Cursor, error) {
	if !x.extension("XFIXES") {
		return nil, errors.New("the pointer: the X server lacks XFIXES")
	}
	if _, err := xfixes.QueryVersion(x.Conn, 4, 0).Reply(); err != nil {
		return nil, fmt.Errorf("the pointer: %w", err)
	}
	c, err := xfixes.GetCursorImage(x.Conn).Reply()
	if err != nil {
		return nil, fmt.Errorf("the pointer: %w", err)
	}
	w, h := int(c.Width), int(c.Height)
	if len(c.CursorImage) < w*h {
		return nil, fmt.Errorf("the pointer: %d pixels for %d×%d", len(c.CursorImage), w, h)
	}
	at := image.Pt(int(c.X)-int(c.Xhot), int(c.Y)-int(c.Yhot)).Add(x.offset(screen))
	return &Cursor{fromARGB(c.CursorImage, w, h), at}, nil
}
