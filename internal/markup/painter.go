package markup

import (
	"image"
	"image/color"
	"image/draw"
)

// painter draws shapes on pictures. It keeps the faces of its font.
type painter struct{}

func newPainter() *painter { return &painter{} }

// drawing draws all shapes of d into the part clip of dst, redactions last.
func (p *painter) drawing(dst *image.RGBA, d Drawing, at Place, clip image.Rectangle) {
	for _, s := range d.Shapes {
		if s.Kind == Redact {
			draw.Draw(dst, at.Rect(s.rect()).Intersect(clip), image.NewUniform(color.Black), image.Point{}, draw.Src)
		}
	}
}

// selection draws the handles of a shape.
func (p *painter) selection(dst *image.RGBA, s Shape, at Place, clip image.Rectangle) {}

// extent returns the pixels of a view that a shape, selected or not, may touch.
func (p *painter) extent(s Shape, at Place) image.Rectangle {
	return at.Rect(s.Bounds().Inset(-s.Width)).Inset(-12)
}
