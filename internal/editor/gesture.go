package editor

import (
	"image"

	"ticketpp/internal/markup"
)

// gesture is one way of the pointer from its press to its release, in pixels
// of the picture. Its effect on a drawing is a pure function of where it began
// and where it is.
type gesture struct {
	act    act
	before markup.Drawing // as it was at the press
	shape  int            // that is moved, or whose handle is dragged
	handle int
	from   image.Point
	way    []image.Point // of a free line
	kind   markup.Kind   // that is drawn
	colour markup.Colour
	width  int
}

// act is what a gesture does.
type act int

const (
	nothing  act = iota
	drawing      // a new shape from corner to corner
	moving       // a shape
	shaping      // a shape by one of its handles
	cropping     // a new part to keep
	resizing     // the part that is kept, by one of its corners
)

// at returns the drawing when the pointer has come to a place, and the shape
// that is selected in it; -1 when none is.
func (g *gesture) at(to image.Point, bounds image.Rectangle) (markup.Drawing, int) {
	switch g.act {
	case drawing:
		s := markup.Shape{Kind: g.kind, Colour: g.colour, Width: g.width}
		switch g.kind {
		case markup.Line:
			if n := len(g.way); n == 0 || g.way[n-1] != to {
				g.way = append(g.way, to)
			}
			s.Points = append(markup.Points{g.from}, g.way...)
		case markup.Step:
			s.Points = markup.Points{to}
		default:
			s.Points = markup.Points{g.from, to}
		}
		if s.IsVoid() {
			return g.before, -1
		}
		return g.before.Add(s), len(g.before.Shapes)
	case moving:
		return g.before.Move(g.shape, to.Sub(g.from)), g.shape
	case shaping:
		return g.before.Replace(g.shape, g.before.Shapes[g.shape].Drag(g.handle, to)), g.shape
	case cropping:
		return g.before.SetCrop(keep(image.Rectangle{Min: g.from, Max: to}.Canon(), bounds, g.before.Crop)), -1
	case resizing:
		corner := cropShape(g.before.Crop).Drag(g.handle, to)
		return g.before.SetCrop(keep(image.Rectangle{Min: corner.Points[0], Max: corner.Points[1]}.Canon(), bounds, g.before.Crop)), -1
	}
	return g.before, g.shape
}

// leastCrop is the smallest side of what a crop keeps: less was a slip of the
// hand.
const leastCrop = 8

// keep returns the part of the picture that a crop keeps; one that is too
// small to be meant leaves the crop as it was.
func keep(r, bounds, was image.Rectangle) image.Rectangle {
	r = r.Intersect(bounds)
	if r.Dx() < leastCrop || r.Dy() < leastCrop {
		return was
	}
	if r == bounds {
		return image.Rectangle{}
	}
	return r
}

// cropShape gives a crop the corners of a shape.
func cropShape(r image.Rectangle) markup.Shape {
	return markup.Shape{Kind: markup.Redact, Points: markup.Points{r.Min, r.Max}}
}

// press begins a gesture at a place of the picture; slack is how far beside a
// thing still counts. It returns the gesture and the shape that is selected
// from now on; -1 when none is.
func (e *Editor) press(at image.Point, slack int) (*gesture, int) {
	d := e.history.Now()
	g := &gesture{before: d, from: at, shape: -1, colour: e.colour(), width: e.width()}
	if e.selected >= 0 {
		if h, ok := d.Shapes[e.selected].HandleAt(at, slack); ok {
			g.act, g.shape, g.handle = shaping, e.selected, h
			return g, e.selected
		}
	}
	hit, on := d.Hit(at, slack)
	kind, draws := e.tool.draws()
	switch {
	case e.tool == Crop:
		g.act = cropping
		if h, ok := cropShape(d.Crop).HandleAt(at, slack); ok && !d.Crop.Empty() {
			g.act, g.handle = resizing, h
		}
	case on && (!draws || isPoint(kind) && d.Shapes[hit].Kind == kind):
		g.act, g.shape = moving, hit
		return g, hit
	case draws && kind != markup.Text:
		g.act, g.kind = drawing, kind
	}
	return g, -1
}

// isPoint reports whether a kind of shape stands at one place, so that a press
// on one there is means that one.
func isPoint(k markup.Kind) bool { return k == markup.Text || k == markup.Step }
