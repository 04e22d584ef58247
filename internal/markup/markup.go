// Package markup is what a person draws on a screenshot: crop, frame, arrow,
// free line, text, numbered steps, highlight and redaction. A drawing is plain
// data beside the picture until Render makes one picture of both; every edit
// is a pure function that returns a new drawing, so undo costs nothing.
//
// It knows pixels and shapes alone: no window, no file, no ticket.
package markup

import (
	"image"
	"slices"
	"strings"
)

// Kind says what a shape is.
type Kind string

// The kinds of shape, in the order of a toolbar.
const (
	Frame     Kind = "frame"     // the outline of a rectangle
	Arrow     Kind = "arrow"     // from the first point to the second, which has the head
	Line      Kind = "line"      // a free line through all its points
	Text      Kind = "text"      // words on a plate, whose upper left corner is the point
	Step      Kind = "step"      // a numbered disc around the point; the number follows from the order
	Highlight Kind = "highlight" // a rectangle seen through coloured glass
	Redact    Kind = "redact"    // a rectangle of which nothing is left
)

// Kinds lists all kinds in the order of a toolbar.
func Kinds() []Kind { return []Kind{Frame, Arrow, Line, Text, Step, Highlight, Redact} }

// Shape is one thing drawn. All measures are pixels of the picture as it was
// taken, before it is cropped.
type Shape struct {
	Kind   Kind   `json:"kind"`
	Points Points `json:"points"`           // two for frame, arrow, highlight and redact; one for text and step
	Text   string `json:"text,omitempty"`   // of Text; lines end with \n
	Colour Colour `json:"colour,omitempty"` // Redact is always black
	Width  int    `json:"width,omitempty"`  // of the stroke; of Text the height of a line, of Step the disc's diameter
}

// Drawing is all that was drawn on one picture. The zero value draws nothing.
// A drawing is never changed: each edit returns another one.
type Drawing struct {
	Crop   image.Rectangle `json:"crop,omitzero"` // what is kept of the picture; empty: all of it
	Shapes []Shape         `json:"shapes,omitempty"`
}

// IsEmpty reports whether the picture stays as it is.
func (d Drawing) IsEmpty() bool { return d.Crop.Empty() && len(d.Shapes) == 0 }

// Equal reports whether both draw the same.
func (d Drawing) Equal(other Drawing) bool {
	return d.Crop == other.Crop && slices.EqualFunc(d.Shapes, other.Shapes, Shape.Equal)
}

// Equal reports whether both are the same shape.
func (s Shape) Equal(other Shape) bool {
	return s.Kind == other.Kind && s.Text == other.Text && s.Colour == other.Colour &&
		s.Width == other.Width && slices.Equal(s.Points, other.Points)
}

// Add returns the drawing with one more shape, above all others.
func (d Drawing) Add(s Shape) Drawing {
	d.Shapes = append(slices.Clip(d.Shapes), s)
	return d
}

// Replace returns the drawing with another shape in the place of shape i.
func (d Drawing) Replace(i int, s Shape) Drawing {
	d.Shapes = slices.Clone(d.Shapes)
	d.Shapes[i] = s
	return d
}

// Move returns the drawing with shape i moved.
func (d Drawing) Move(i int, by image.Point) Drawing {
	return d.Replace(i, d.Shapes[i].Move(by))
}

// Delete returns the drawing without shape i. The steps behind it count one
// less.
func (d Drawing) Delete(i int) Drawing {
	d.Shapes = slices.Delete(slices.Clone(d.Shapes), i, i+1)
	return d
}

// SetCrop returns the drawing of which only r is kept; an empty r keeps all.
func (d Drawing) SetCrop(r image.Rectangle) Drawing {
	d.Crop = r.Canon()
	if d.Crop.Empty() {
		d.Crop = image.Rectangle{}
	}
	return d
}

// Number returns what shape i shows if it is a step: 1 for the first. 0 for
// anything else.
func (d Drawing) Number(i int) int {
	if d.Shapes[i].Kind != Step {
		return 0
	}
	n := 0
	for _, s := range d.Shapes[:i+1] {
		if s.Kind == Step {
			n++
		}
	}
	return n
}

// Redacts reports whether anything is redacted.
func (d Drawing) Redacts() bool {
	return slices.ContainsFunc(d.Shapes, func(s Shape) bool { return s.Kind == Redact })
}

// Kept returns the rectangle of a picture's bounds that the drawing leaves; a
// crop beside the picture counts as none.
func (d Drawing) Kept(bounds image.Rectangle) image.Rectangle {
	if r := d.Crop.Intersect(bounds); !r.Empty() {
		return r
	}
	return bounds
}

// Move returns the shape moved.
func (s Shape) Move(by image.Point) Shape {
	s.Points = slices.Clone(s.Points)
	for i := range s.Points {
		s.Points[i] = s.Points[i].Add(by)
	}
	return s
}

// IsVoid reports whether the shape shows nothing: a click without a drag, or a
// text without words. A window need not keep it.
func (s Shape) IsVoid() bool {
	switch s.Kind {
	case Text:
		return len(s.Points) < 1 || strings.TrimSpace(s.Text) == ""
	case Step:
		return len(s.Points) < 1
	case Line:
		return len(s.Points) < 2
	case Arrow:
		return len(s.Points) < 2 || s.Points[0] == s.Points[1]
	}
	return len(s.Points) < 2 || s.rect().Empty()
}

// rect is the rectangle between the first two points.
func (s Shape) rect() image.Rectangle {
	if len(s.Points) < 2 {
		return image.Rectangle{}
	}
	return image.Rectangle{Min: s.Points[0], Max: s.Points[1]}.Canon()
}
