package markup

import (
	"image"
	"image/color"
	"image/draw"
)

// grip is half the side of a handle, in pixels of the view.
const grip = 5

// selection draws the handles of a shape and a dashed line around it.
func (p *painter) selection(dst *image.RGBA, s Shape, at Place, clip image.Rectangle) {
	dst = dst.SubImage(clip).(*image.RGBA)
	dashes(dst, at.Rect(s.bounds(&p.faces)).Inset(-2))
	for _, h := range s.Handles() {
		middle := at.View(h)
		box := image.Rectangle{Min: middle, Max: middle.Add(image.Pt(1, 1))}.Inset(-grip)
		draw.Draw(dst, box, image.White, image.Point{}, draw.Src)
		for _, strip := range outside(box, box.Inset(1)) {
			draw.Draw(dst, strip, image.Black, image.Point{}, draw.Src)
		}
	}
}

// dashes draws the border of a rectangle in black and white by turns, seen on
// every ground.
func dashes(dst *image.RGBA, r image.Rectangle) {
	for _, strip := range outside(r, r.Inset(1)) {
		strip = strip.Intersect(dst.Rect)
		for y := strip.Min.Y; y < strip.Max.Y; y++ {
			for x := strip.Min.X; x < strip.Max.X; x++ {
				c := color.RGBA{255, 255, 255, 255}
				if (x+y)/4%2 == 0 {
					c = color.RGBA{0, 0, 0, 255}
				}
				dst.SetRGBA(x, y, c)
			}
		}
	}
}

// extent returns the pixels of a view that a shape, selected or not, may
// touch.
func (p *painter) extent(s Shape, at Place) image.Rectangle {
	return at.Rect(s.bounds(&p.faces)).Inset(-grip - 4)
}
