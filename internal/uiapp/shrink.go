package uiapp

import (
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"io"
	"strings"

	xdraw "golang.org/x/image/draw"

	"ticketpp/internal/compose"
	"ticketpp/internal/picture"
	"ticketpp/internal/ticket"
)

// smallWidth is the width in pixels of a screenshot that was made smaller:
// text of the usual size can still be read in it.
const smallWidth = 1280

// shrink writes a smaller copy of a screenshot into the draft, beside the
// original, which goes with the draft.
func (c *composer) shrink(sc ticket.Screenshot) (ticket.Screenshot, error) {
	draft := c.open()
	r, _, err := draft.Open(sc.File)
	if err != nil {
		return sc, explain(err)
	}
	img, err := png.Decode(r)
	_ = r.Close()
	if err != nil {
		return sc, fmt.Errorf("screenshot %s: %w", sc.File, err)
	}
	b := img.Bounds()
	if b.Dx() <= smallWidth {
		return sc, compose.ErrNotSmaller
	}
	small := image.NewRGBA(image.Rect(0, 0, smallWidth, max(b.Dy()*smallWidth/b.Dx(), 1)))
	xdraw.CatmullRom.Scale(small, small.Bounds(), img, b, draw.Src, nil)
	out := sc
	out.File = strings.TrimSuffix(sc.File, ".png") + "-small.png"
	out.Width, out.Height = small.Rect.Dx(), small.Rect.Dy()
	if out.Size, err = draft.AddFrom(out.File, func(w io.Writer) error { return picture.EncodePNG(w, small) }); err != nil {
		return sc, explain(err)
	}
	if out.Size >= sc.Size {
		_ = draft.Remove(out.File) // what stays behind goes with the draft
		return sc, compose.ErrNotSmaller
	}
	return out, nil
}
