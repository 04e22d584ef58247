package markup

import (
	"image"
	"math"
	"slices"
)

// Hit returns the uppermost shape at a place of the picture, in pixels of the
// picture; slack is how far beside it still counts. A frame is hit on its
// border only, so that what it surrounds can be reached.
func (d Drawing) Hit(at image.Point, slack int) (int, bool) {
	for i, s := range slices.Backward(d.Shapes) {
		if s.hit(at, slack) {
			return i, true
		}
	}
	return -1, false
}

func (s Shape) hit(at image.Point, slack int) bool {
	if !at.In(s.Bounds().Inset(-slack)) {
		return false
	}
	reach := float64(slack) + float64(s.Width)/2
	switch s.Kind {
	case Frame:
		return !at.In(s.rect().Inset(int(reach) + 1))
	case Arrow, Line:
		for i := range len(s.Points) - 1 {
			if distance(vec(at), vec(s.Points[i]), vec(s.Points[i+1])) <= reach {
				return true
			}
		}
		return false
	case Step:
		return distance(vec(at), vec(s.Points[0]), vec(s.Points[0])) <= reach
	}
	return true
}

// Handles returns the places by which a shape is dragged into another form:
// the corners of a rectangle clockwise from the upper left, the ends of an
// arrow. Text, steps and free lines are only moved.
func (s Shape) Handles() []image.Point {
	switch s.Kind {
	case Frame, Highlight, Redact:
		r := s.rect()
		return []image.Point{r.Min, {X: r.Max.X, Y: r.Min.Y}, r.Max, {X: r.Min.X, Y: r.Max.Y}}
	case Arrow:
		return slices.Clone(s.Points)
	}
	return nil
}

// Drag returns the shape with handle i at another place.
func (s Shape) Drag(i int, to image.Point) Shape {
	switch s.Kind {
	case Frame, Highlight, Redact:
		opposite := s.Handles()[(i+2)%4]
		s.Points = Points{opposite, to}
	case Arrow:
		s.Points = slices.Clone(s.Points)
		s.Points[i] = to
	}
	return s
}

// HandleAt returns which handle of the shape lies within slack pixels.
func (s Shape) HandleAt(at image.Point, slack int) (int, bool) {
	for i, h := range s.Handles() {
		if d := at.Sub(h); max(d.X, -d.X, d.Y, -d.Y) <= slack {
			return i, true
		}
	}
	return -1, false
}

// vector is a place or a way, in pixels.
type vector struct{ x, y float64 }

func vec(p image.Point) vector { return vector{float64(p.X), float64(p.Y)} }

func (a vector) add(b vector) vector    { return vector{a.x + b.x, a.y + b.y} }
func (a vector) sub(b vector) vector    { return vector{a.x - b.x, a.y - b.y} }
func (a vector) times(f float64) vector { return vector{a.x * f, a.y * f} }
func (a vector) dot(b vector) float64   { return a.x*b.x + a.y*b.y }
func (a vector) length() float64        { return math.Hypot(a.x, a.y) }
func distance(p, from, to vector) float64 { // from p to the nearest point between two others
	way := to.sub(from)
	t := 0.0
	if l := way.dot(way); l > 0 {
		t = min(1, max(0, p.sub(from).dot(way)/l))
	}
	return p.sub(from.add(way.times(t))).length()
}

// Bounds returns the pixels of the picture within which the shape lies.
func (s Shape) Bounds() image.Rectangle { return s.bounds(&faces{}) }

func (s Shape) bounds(f *faces) image.Rectangle {
	switch s.Kind {
	case Text:
		return s.plate(f)
	case Frame, Highlight, Redact:
		r := s.rect()
		if s.Kind == Frame {
			r = r.Inset(-s.Width/2 - s.Width/5 - 2)
		}
		return r
	}
	around := s.Width/2 + s.Width/5 + 2
	if s.Kind == Arrow {
		around = max(around, int(s.head()/2)+s.Width/5+2)
	}
	var r image.Rectangle
	for _, at := range s.Points {
		r = r.Union(image.Rectangle{Min: at, Max: at.Add(image.Pt(1, 1))})
	}
	return r.Inset(-around)
}
