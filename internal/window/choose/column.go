package choose

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"ticketpp/internal/window"
)

// Column is some lines below each other of which exactly one is taken, each
// with a remark beside it.
type Column struct {
	oneOf
	lines []Line
}

// Line is one of the choices of a column.
type Line struct {
	Words  string
	Remark string
	Color  fyne.ThemeColorName // of the remark
}

var _ fyne.Focusable = (*Column)(nil)

// NewColumn returns a column with one of its lines chosen; changed is called
// with the one that the user takes.
func NewColumn(h Host, lines []Line, chosen int, changed func(int)) *Column {
	r := &Column{oneOf: oneOf{host: h, chosen: chosen, hovered: -1, changed: changed}, lines: lines}
	r.count, r.at = func() int { return len(r.lines) }, r.line
	r.Join(h, r)
	r.ExtendBaseWidget(r)
	return r
}

// Lines are the choices.
func (r *Column) Lines() []Line { return r.lines }

// The measures of a line, in Fyne's units.
const (
	ringSide = 14 // of the ring
	ringGap  = 8  // beside the ring, and above and below a line together
)

func (r *Column) text(s string) fyne.Size {
	return fyne.MeasureText(s, r.Theme().Size(theme.SizeNameText), fyne.TextStyle{})
}

func (r *Column) lineHeight() float32 { return r.text("Ag").Height + ringGap }

// line is the one at a place; -1: none.
func (r *Column) line(at fyne.Position) int {
	if i := int(at.Y / r.lineHeight()); at.Y >= 0 && i < len(r.lines) {
		return i
	}
	return -1
}

// remarks is where the remarks begin, behind the longest words.
func (r *Column) remarks() (x float32) {
	for _, line := range r.lines {
		x = fyne.Max(x, r.text(line.Words).Width)
	}
	return x + ringSide + 4*ringGap
}

// MinSize has room for all lines.
func (r *Column) MinSize() fyne.Size {
	r.ExtendBaseWidget(r)
	var wide float32
	for _, line := range r.lines {
		wide = fyne.Max(wide, r.text(line.Remark).Width)
	}
	return fyne.NewSize(r.remarks()+wide+ringGap, float32(len(r.lines))*r.lineHeight())
}

// CreateRenderer is Fyne's.
func (r *Column) CreateRenderer() fyne.WidgetRenderer {
	out := &columnRenderer{column: r, ground: canvas.NewRectangle(color.Transparent), dot: canvas.NewCircle(color.Transparent)}
	out.objects = []fyne.CanvasObject{out.ground}
	for _, line := range r.lines {
		ring, words, remark := canvas.NewCircle(color.Transparent), canvas.NewText(line.Words, nil), canvas.NewText(line.Remark, nil)
		out.rings, out.words, out.remarks = append(out.rings, ring), append(out.words, words), append(out.remarks, remark)
		out.objects = append(out.objects, ring, words, remark)
	}
	out.objects = append(out.objects, out.dot)
	out.Refresh()
	return out
}

type columnRenderer struct {
	column         *Column
	ground         *canvas.Rectangle // of the line that is chosen
	rings          []*canvas.Circle
	dot            *canvas.Circle
	words, remarks []*canvas.Text
	objects        []fyne.CanvasObject
}

func (r *columnRenderer) Destroy()                     {}
func (r *columnRenderer) MinSize() fyne.Size           { return r.column.MinSize() }
func (r *columnRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *columnRenderer) Layout(size fyne.Size) {
	const left, hole = ringGap, 8
	high, column := r.column.lineHeight(), r.column.remarks()
	for i, ring := range r.rings {
		y := float32(i) * high
		ring.Move(fyne.NewPos(left, y+(high-ringSide)/2))
		ring.Resize(fyne.NewSquareSize(ringSide))
		r.words[i].Move(fyne.NewPos(left+ringSide+ringGap, y+ringGap/2))
		r.words[i].Resize(r.words[i].MinSize())
		r.remarks[i].Move(fyne.NewPos(column, y+ringGap/2))
		r.remarks[i].Resize(r.remarks[i].MinSize())
	}
	y := float32(r.column.chosen) * high
	r.ground.Move(fyne.NewPos(0, y))
	r.ground.Resize(fyne.NewSize(fyne.Min(size.Width, r.column.MinSize().Width), high))
	r.dot.Move(fyne.NewPos(left+(ringSide-hole)/2, y+(high-hole)/2))
	r.dot.Resize(fyne.NewSquareSize(hole))
}

func (r *columnRenderer) Refresh() {
	c := r.column
	th, v := c.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	primary := th.Color(theme.ColorNamePrimary, v)
	for i, line := range c.lines {
		ring, words, remark := r.rings[i], r.words[i], r.remarks[i]
		ring.StrokeWidth, ring.StrokeColor = 1.5, th.Color(theme.ColorNameInputBorder, v)
		if i == c.chosen || i == c.hovered {
			ring.StrokeColor = primary
		}
		words.TextSize, words.Color = th.Size(theme.SizeNameText), th.Color(theme.ColorNameForeground, v)
		remark.TextSize, remark.Color = th.Size(theme.SizeNameText), th.Color(line.Color, v)
	}
	r.dot.FillColor = primary
	r.ground.CornerRadius = th.Size(theme.SizeNameInputRadius)
	r.ground.FillColor = th.Color(window.ColorSelected, v)
	r.ground.StrokeColor, r.ground.StrokeWidth = color.Transparent, 0
	if c.Held {
		r.ground.StrokeColor, r.ground.StrokeWidth = primary, 2
	}
	r.Layout(c.Size())
	canvas.Refresh(c)
}
