package parts

import "fyne.io/fyne/v2"

// titled puts a line of objects above a body. The order of its objects is
// that in which Tab goes through them, which is not that of the screen: the
// line's last object comes after the body, since it says that the body is
// done with.
type titled struct {
	gap  float32
	line Row
	last float32
}

// NewTitled puts the objects of line beside each other, those of weight 0 as
// wide as they must be, and end at the end of that line, above body.
func NewTitled(gap, lineGap float32, weights []float32, line []fyne.CanvasObject, body, end fyne.CanvasObject) *fyne.Container {
	objects := append(append([]fyne.CanvasObject{}, line...), body, end)
	return &fyne.Container{
		Layout:  &titled{gap: gap, line: Row{Gap: lineGap, Weights: weights}},
		Objects: objects,
	}
}

// split returns the line and the body.
func (l *titled) split(objects []fyne.CanvasObject) (line []fyne.CanvasObject, body fyne.CanvasObject) {
	n := len(objects)
	line = append(append(line, objects[:n-2]...), objects[n-1])
	return line, objects[n-2]
}

func (l *titled) HeightFor(objects []fyne.CanvasObject, width float32) float32 {
	line, body := l.split(objects)
	height := l.line.HeightFor(line, width)
	if body.Visible() {
		height += l.gap + HeightOf(body, width)
	}
	return height
}

func (l *titled) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.last = size.Width
	line, body := l.split(objects)
	height := l.line.HeightFor(line, size.Width)
	l.line.Layout(line, fyne.NewSize(size.Width, height))
	Place(body, 0, height+l.gap, size.Width, HeightOf(body, size.Width))
}

func (l *titled) MinSize(objects []fyne.CanvasObject) fyne.Size {
	line, body := l.split(objects)
	width := l.line.MinSize(line).Width
	if body.Visible() {
		width = fyne.Max(width, body.MinSize().Width)
	}
	return fyne.NewSize(width, l.HeightFor(objects, fyne.Max(width, l.last)))
}
