package editor

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"ticketpp/internal/window/parts"
)

// edge is the room around the strips.
const edge = 8

// frame lays the view out: a strip above, a strip below, the picture between
// them, and over it the field in which a text is written.
type frame struct{}

func (frame) Layout(o []fyne.CanvasObject, size fyne.Size) {
	top, bottom, board := o[0], o[1], o[2]
	wide := size.Width - 2*edge
	above := flowHeight(top, wide)
	below := bottom.MinSize().Height
	top.Move(fyne.NewPos(edge, edge))
	top.Resize(fyne.NewSize(wide, above))
	bottom.Move(fyne.NewPos(edge, size.Height-below-edge))
	bottom.Resize(fyne.NewSize(wide, below))
	y := above + 2*edge
	board.Move(fyne.NewPos(0, y))
	board.Resize(fyne.NewSize(size.Width, size.Height-y-below-2*edge))
	o[3].Resize(size)
}

func (frame) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 240) }

func flowHeight(o fyne.CanvasObject, width float32) float32 {
	c := o.(*fyne.Container)
	return c.Layout.(*flow).place(c.Objects, width, false)
}

// flow puts objects beside each other, and in the next row what has no room.
type flow struct{ gap float32 }

func (l *flow) Layout(o []fyne.CanvasObject, size fyne.Size) { l.place(o, size.Width, true) }

// place returns the height at a width; it moves the objects there when move
// says so.
func (l *flow) place(objects []fyne.CanvasObject, width float32, move bool) float32 {
	var x, y, row float32
	for _, o := range objects {
		s := o.MinSize()
		if x > 0 && x+s.Width > width {
			x, y, row = 0, y+row+l.gap, 0
		}
		if move {
			o.Move(fyne.NewPos(x, y))
			o.Resize(s)
		}
		x += s.Width + l.gap
		row = fyne.Max(row, s.Height)
	}
	return y + row
}

func (l *flow) MinSize(objects []fyne.CanvasObject) (size fyne.Size) {
	for _, o := range objects {
		s := o.MinSize()
		size = fyne.NewSize(size.Width+s.Width+l.gap, fyne.Max(size.Height, s.Height))
	}
	return size
}

// ends puts the others of its objects at the right, and its first one, a text,
// into what is left, in as many lines as it takes. There is room for two.
type ends struct{ gap float32 }

func (l *ends) Layout(o []fyne.CanvasObject, size fyne.Size) {
	x := size.Width
	for i := len(o) - 1; i > 0; i-- {
		s := o[i].MinSize()
		x -= s.Width
		o[i].Move(fyne.NewPos(x, (size.Height-s.Height)/2))
		o[i].Resize(s)
		x -= l.gap
	}
	wide := fyne.Max(x-edge, 0)
	h := parts.HeightOf(o[0], wide)
	parts.Place(o[0], edge, (size.Height-h)/2, wide, h)
}

func (l *ends) MinSize(o []fyne.CanvasObject) (size fyne.Size) {
	const endless = 1e6
	size.Height = 2 * parts.HeightOf(o[0], endless)
	for _, each := range o[1:] {
		s := each.MinSize()
		size = fyne.NewSize(size.Width+s.Width+l.gap, fyne.Max(size.Height, s.Height))
	}
	return size
}

// newGap returns room between two groups.
func newGap(width float32) fyne.CanvasObject {
	r := canvas.NewRectangle(color.Transparent)
	r.SetMinSize(fyne.NewSize(width, keyHeight))
	return r
}

// tellLayout tells the tests where everything is.
func (e *Editor) tellLayout() {
	if e.o.Moved != nil {
		e.o.Moved()
	}
}
