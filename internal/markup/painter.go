package markup

import (
	"image"
	"image/color"
	"image/draw"
	"strconv"

	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
)

// painter draws shapes on pictures, at any scale. It keeps the faces of its
// font.
type painter struct{ faces faces }

func newPainter() *painter { return &painter{} }

// drawing draws all shapes of d into the part clip of dst. Redactions are laid
// on the picture before anything else, so that no shape of whatever kind ever
// reads what was there. Then all shapes follow in their order, redactions once
// more: they hide what was drawn before them and nothing that was drawn after.
func (p *painter) drawing(dst *image.RGBA, d Drawing, at Place, clip image.Rectangle) {
	dst = dst.SubImage(clip).(*image.RGBA)
	for _, s := range d.Shapes {
		if s.Kind == Redact {
			redact(dst, at.Rect(s.rect()))
		}
	}
	step := 0
	for _, s := range d.Shapes {
		if s.Kind == Step {
			step++
		}
		switch {
		case s.Kind == Redact:
			redact(dst, at.Rect(s.rect()))
		case p.extent(s, at).Overlaps(dst.Rect):
			p.shape(dst, s, step, at)
		}
	}
}

// redact fills a rectangle, opaque and on whole pixels.
func redact(dst *image.RGBA, r image.Rectangle) {
	draw.Draw(dst, r, image.NewUniform(color.Black), image.Point{}, draw.Src)
}

// shape draws one shape that is no redaction; step is the number of a Step.
func (p *painter) shape(dst *image.RGBA, s Shape, step int, at Place) {
	if s.IsVoid() {
		return
	}
	switch s.Kind {
	case Frame:
		outline(dst, at.Rect(s.rect()), s, at.Scale)
	case Arrow:
		arrow(dst, s, at)
	case Line:
		line(dst, s, at)
	case Highlight:
		glass(dst, at.Rect(s.rect()).Intersect(dst.Rect), s.Colour)
	case Text:
		p.text(dst, s, at)
	case Step:
		p.step(dst, s, step, at)
	}
}

// halo is the colour around strokes, so that they are seen on a ground of
// their own colour.
func (s Shape) halo() color.RGBA {
	if s.Colour.luminance() > 0.3 {
		return color.RGBA{0x20, 0x20, 0x20, 255}
	}
	return color.RGBA{255, 255, 255, 255}
}

func (c Colour) rgba() color.RGBA { return color.RGBA{c.R, c.G, c.B, 255} }

// stroke is the width of a shape's stroke at a scale and that of the halo on
// either side of it.
func (s Shape) stroke(scale float64) (width, halo float64) {
	width = max(1, float64(s.Width)*scale)
	return width, max(0.6, width/5)
}

// outline draws the border of a rectangle, in the middle of its edges.
func outline(dst *image.RGBA, r image.Rectangle, s Shape, scale float64) {
	w, h := s.stroke(scale)
	width, halo := int(w+0.5), int(h+0.7)
	outer := r.Inset(-(width / 2))
	for _, ring := range []struct {
		r    image.Rectangle
		wide int
		c    color.RGBA
	}{{outer.Inset(-halo), width + 2*halo, s.halo()}, {outer, width, s.Colour.rgba()}} {
		inner := ring.r.Inset(ring.wide)
		if ring.r.Dx() <= 2*ring.wide || ring.r.Dy() <= 2*ring.wide {
			inner = image.Rectangle{}
		}
		for _, strip := range outside(ring.r, inner) {
			draw.Draw(dst, strip, image.NewUniform(ring.c), image.Point{}, draw.Src)
		}
	}
}

// line draws the free line.
func line(dst *image.RGBA, s Shape, at Place) {
	w, h := s.stroke(at.Scale)
	for _, pass := range []struct {
		radius float64
		c      color.RGBA
	}{{w/2 + h, s.halo()}, {w / 2, s.Colour.rgba()}} {
		from := at.centre(s.Points[0])
		for _, p := range s.Points[1:] {
			to := at.centre(p)
			capsule(dst, from, to, pass.radius, pass.c)
			from = to
		}
	}
}

// arrow draws the shaft and the head, whose point is the second point.
func arrow(dst *image.RGBA, s Shape, at Place) {
	w, h := s.stroke(at.Scale)
	from, tip := at.centre(s.Points[0]), at.centre(s.Points[1])
	way := tip.sub(from)
	length := max(way.length(), 0.001)
	unit := way.times(1 / length)
	head := min(s.head()*at.Scale, length)
	neck := tip.sub(unit.times(head))
	side := vector{-unit.y, unit.x}.times(head / 2)
	a, b := neck.add(side), neck.sub(side)
	end := tip.sub(unit.times(head * 0.8))
	capsule(dst, from, end, w/2+h, s.halo())
	triangle(dst, tip, a, b, h, s.halo())
	capsule(dst, from, end, w/2, s.Colour.rgba())
	triangle(dst, tip, a, b, 0, s.Colour.rgba())
}

// head is the length of an arrow's head, in pixels of the picture; it is as
// wide as long.
func (s Shape) head() float64 { return max(8, 4.5*float64(s.Width)) }

// glass lays a colour over a rectangle as a marking pen does. What is dark
// becomes a little lighter first, so that a mark is seen on it too.
func glass(dst *image.RGBA, r image.Rectangle, c Colour) {
	var through [3][256]uint8
	for i, full := range []uint8{c.R, c.G, c.B} {
		for v := range 256 {
			through[i][v] = uint8(int(full) * (77*255 + 179*v) / (256 * 255))
		}
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := dst.Pix[dst.PixOffset(r.Min.X, y):][:4*r.Dx()]
		for i := 0; i < len(row); i += 4 {
			px := row[i : i+4 : i+4]
			px[0], px[1], px[2] = through[0][px[0]], through[1][px[1]], through[2][px[2]]
		}
	}
}

// text draws the plate and the words on it.
func (p *painter) text(dst *image.RGBA, s Shape, at Place) {
	plate := at.Rect(s.plate(&p.faces))
	rounded(dst, plate, float64(s.Width)*at.Scale/6, s.Colour.rgba())
	face := p.faces.at(s.letters() * at.Scale)
	if face == nil {
		return
	}
	d := font.Drawer{Dst: dst, Src: image.NewUniform(s.Colour.ink()), Face: face}
	for i, words := range s.lines() {
		x := float64(s.Points[0].X) + s.padding()
		y := float64(s.Points[0].Y) + s.padding()/2 + float64(s.Width)*(float64(i)+0.78)
		d.Dot = point(at.vector(vector{x, y}))
		d.DrawString(words)
	}
}

// step draws the disc and its number.
func (p *painter) step(dst *image.RGBA, s Shape, number int, at Place) {
	middle := at.centre(s.Points[0])
	radius := max(3, float64(s.Width)*at.Scale/2)
	capsule(dst, middle, middle, radius, s.halo())
	capsule(dst, middle, middle, radius-max(1, radius/9), s.Colour.rgba())
	size := float64(s.Width) * at.Scale * 0.62
	digits := strconv.Itoa(number)
	if len(digits) > 2 {
		size *= 0.7
	}
	face := p.faces.at(size)
	if face == nil {
		return
	}
	d := font.Drawer{Dst: dst, Src: image.NewUniform(s.Colour.ink()), Face: face}
	wide := float64(d.MeasureString(digits)) / 64
	d.Dot = point(vector{middle.x - wide/2, middle.y + size*0.36}) // figures are 0.72 high
	d.DrawString(digits)
}

// centre is the middle of a pixel of the picture, in the view.
func (p Place) centre(at image.Point) vector {
	return p.vector(vec(at).add(vector{0.5, 0.5}))
}

func point(v vector) fixed.Point26_6 {
	return fixed.Point26_6{X: fixed.Int26_6(v.x * 64), Y: fixed.Int26_6(v.y * 64)}
}
