package editor

import (
	"image"

	"ticketpp/internal/markup"
)

// begin is a press of the pointer at a place of the picture.
func (e *Editor) begin(at image.Point, slack int, twice bool) {
	d := e.history.Now()
	if i, ok := d.Hit(at, slack); ok && d.Shapes[i].Kind == markup.Text && (twice || e.tool == Text && e.selected == i) {
		e.selected = -1
		e.clicked = func() { e.words.open(i, d.Shapes[i]) }
		return
	}
	g, selected := e.press(at, slack)
	if e.tool == Text && g.act == nothing {
		s := markup.Shape{Kind: markup.Text, Points: markup.Points{at}, Colour: e.colour(), Width: e.width()}
		e.clicked = func() { e.words.open(-1, s) }
		return
	}
	e.gesture, e.selected = g, selected
	if g.act == drawing && g.kind == markup.Step {
		e.drag(at)
		return
	}
	e.show()
}

// click opens the field that a press has asked for. It is the last thing that
// Fyne tells of a click: until then it takes the keyboard away from whatever
// is not under the pointer.
func (e *Editor) click() {
	if open := e.clicked; open != nil {
		e.clicked = nil
		open()
	}
}

// drag goes on with a gesture.
func (e *Editor) drag(to image.Point) {
	if e.gesture == nil {
		return
	}
	e.now, e.selected = e.gesture.at(within(to, e.bounds), e.bounds)
	e.board.show()
}

// release ends a gesture: what it shows is an edit.
func (e *Editor) release() {
	if e.gesture == nil {
		return
	}
	e.gesture = nil
	e.do(e.now)
}

// within returns the place in the picture, or at its edge, next to p.
func within(p image.Point, r image.Rectangle) image.Point {
	return image.Pt(min(max(p.X, r.Min.X), r.Max.X), min(max(p.Y, r.Min.Y), r.Max.Y))
}

// place draws with the tool in use in the middle of what is seen, for whoever
// has no mouse: the keys then move it and give it its size.
func (e *Editor) place() {
	size, p := e.board.size(), e.view.Place()
	seen := image.Rectangle{Min: p.Picture(image.Point{}), Max: p.Picture(size)}.Intersect(e.bounds)
	middle := seen.Min.Add(seen.Size().Div(2))
	quarter := image.Pt(max(seen.Dx()/8, leastCrop), max(seen.Dy()/8, leastCrop))
	box := image.Rectangle{Min: middle.Sub(quarter), Max: middle.Add(quarter)}
	kind, draws := e.tool.draws()
	s := markup.Shape{Kind: kind, Points: markup.Points{box.Min, box.Max}, Colour: e.colour(), Width: e.width()}
	switch {
	case e.tool == Crop:
		half := image.Rectangle{Min: middle.Sub(quarter.Mul(2)), Max: middle.Add(quarter.Mul(2))}
		e.do(e.history.Now().SetCrop(keep(half, e.bounds, e.now.Crop)))
		return
	case !draws:
		return
	case kind == markup.Text:
		s.Points = markup.Points{middle}
		e.words.open(-1, s)
		return
	case kind == markup.Step:
		s.Points = markup.Points{middle}
	case kind == markup.Arrow: // its head points at the middle
		s.Points = markup.Points{middle.Add(quarter), middle}
	}
	e.selected = len(e.history.Now().Shapes)
	e.do(e.history.Now().Add(s))
}

// nudge moves the selected shape by pixels of the picture, or with grow its
// last corner; with the crop tool, the crop.
func (e *Editor) nudge(by image.Point, grow bool) {
	d := e.history.Now()
	switch {
	case e.selected >= 0:
		s := d.Shapes[e.selected]
		n := len(s.Handles())
		switch {
		case !grow:
			s = s.Move(by)
		case n == 4: // the lower right corner of a rectangle
			s = s.Drag(2, within(s.Handles()[2].Add(by), e.bounds))
		case n == 2: // the tail of an arrow; its head stays where it points
			s = s.Drag(0, within(s.Handles()[0].Add(by), e.bounds))
		}
		if s.Bounds().Overlaps(e.bounds) {
			e.do(d.Replace(e.selected, s))
		}
	case e.tool == Crop && !d.Crop.Empty():
		r := d.Crop.Add(by)
		if grow {
			r = image.Rectangle{Min: d.Crop.Min, Max: d.Crop.Max.Add(by)}
		}
		e.do(d.SetCrop(keep(r, e.bounds, d.Crop)))
	default:
		e.board.lie(e.view.Place().Pan(image.Pt(-by.X, -by.Y).Mul(4)))
	}
}

// next selects the next shape, or the one before.
func (e *Editor) next(by int) {
	n := len(e.history.Now().Shapes)
	if n == 0 {
		return
	}
	if e.selected < 0 && by < 0 {
		e.selected = n
	}
	e.choose(((e.selected+by)%n + n) % n)
}
