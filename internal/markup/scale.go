package markup

import (
	"image"

	"golang.org/x/image/draw"
)

// scale draws a part of the picture in its place into base.
func (v *View) scale(part image.Rectangle) {
	to := v.place.Rect(v.src.Rect)
	draw.ApproxBiLinear.Scale(v.base.SubImage(part).(*image.RGBA), to, v.src, v.src.Rect, draw.Src, nil)
}
