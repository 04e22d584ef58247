package markup

import (
	"image"
	"image/draw"
)

// Render makes one picture of a picture and what was drawn on it, cropped. The
// source stays as it is. Redactions are laid over everything else at the very
// end, opaque, on whole pixels: of what was there nothing is left to compute.
func Render(src image.Image, d Drawing) *image.RGBA {
	kept := d.Kept(src.Bounds())
	out := image.NewRGBA(image.Rect(0, 0, kept.Dx(), kept.Dy()))
	draw.Draw(out, out.Rect, src, kept.Min, draw.Src)
	newPainter().drawing(out, d, Place{Scale: 1, At: image.Pt(-kept.Min.X, -kept.Min.Y)}, out.Rect)
	return out
}
