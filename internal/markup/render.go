package markup

import (
	"image"
	"image/draw"
)

// Render makes one picture of a picture and what was drawn on it, cropped. The
// source stays as it is. Redactions are laid on the copy before anything is
// drawn, opaque, on whole pixels: whatever is drawn above them has nothing left
// of what was there to be computed from.
func Render(src image.Image, d Drawing) *image.RGBA {
	kept := d.Kept(src.Bounds())
	out := image.NewRGBA(image.Rect(0, 0, kept.Dx(), kept.Dy()))
	draw.Draw(out, out.Rect, src, kept.Min, draw.Src)
	newPainter().drawing(out, d, Place{Scale: 1, At: image.Pt(-kept.Min.X, -kept.Min.Y)}, out.Rect)
	return out
}
