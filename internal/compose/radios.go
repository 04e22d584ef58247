package compose

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"ticketpp/internal/window"
)

// radios are choices below each other of which exactly one is taken, each with
// a remark beside it.
type radios struct {
	oneOf
	rows []radio
}

// radio is one of the choices.
type radio struct {
	words  string
	remark string
	color  fyne.ThemeColorName // of the remark
}

var _ fyne.Focusable = (*radios)(nil)

func newRadios(h host, rows []radio, chosen int, changed func(int)) *radios {
	r := &radios{oneOf: oneOf{host: h, chosen: chosen, hovered: -1, changed: changed}, rows: rows}
	r.count, r.at = func() int { return len(r.rows) }, r.row
	r.Join(h, r)
	r.ExtendBaseWidget(r)
	return r
}

// The measures of a row, in Fyne's units.
const (
	radioSide = 14 // of the ring
	radioGap  = 8  // beside the ring, and above and below a row together
)

func (r *radios) text(s string) fyne.Size {
	return fyne.MeasureText(s, r.Theme().Size(theme.SizeNameText), fyne.TextStyle{})
}

func (r *radios) rowHeight() float32 { return r.text("Ag").Height + radioGap }

// row is the one at a place; -1: none.
func (r *radios) row(at fyne.Position) int {
	if i := int(at.Y / r.rowHeight()); at.Y >= 0 && i < len(r.rows) {
		return i
	}
	return -1
}

// column is where the remarks begin, behind the longest words.
func (r *radios) column() (x float32) {
	for _, row := range r.rows {
		x = fyne.Max(x, r.text(row.words).Width)
	}
	return x + radioSide + 4*radioGap
}

// MinSize has room for all rows.
func (r *radios) MinSize() fyne.Size {
	r.ExtendBaseWidget(r)
	var wide float32
	for _, row := range r.rows {
		wide = fyne.Max(wide, r.text(row.remark).Width)
	}
	return fyne.NewSize(r.column()+wide+radioGap, float32(len(r.rows))*r.rowHeight())
}

// CreateRenderer is Fyne's.
func (r *radios) CreateRenderer() fyne.WidgetRenderer {
	out := &radiosRenderer{radios: r, ground: canvas.NewRectangle(color.Transparent), dot: canvas.NewCircle(color.Transparent)}
	out.objects = []fyne.CanvasObject{out.ground}
	for _, row := range r.rows {
		ring, words, remark := canvas.NewCircle(color.Transparent), canvas.NewText(row.words, nil), canvas.NewText(row.remark, nil)
		out.rings, out.words, out.remarks = append(out.rings, ring), append(out.words, words), append(out.remarks, remark)
		out.objects = append(out.objects, ring, words, remark)
	}
	out.objects = append(out.objects, out.dot)
	out.Refresh()
	return out
}

type radiosRenderer struct {
	radios         *radios
	ground         *canvas.Rectangle // of the row that is chosen
	rings          []*canvas.Circle
	dot            *canvas.Circle
	words, remarks []*canvas.Text
	objects        []fyne.CanvasObject
}

func (r *radiosRenderer) Destroy()                     {}
func (r *radiosRenderer) MinSize() fyne.Size           { return r.radios.MinSize() }
func (r *radiosRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *radiosRenderer) Layout(size fyne.Size) {
	const left, hole = radioGap, 8
	high, column := r.radios.rowHeight(), r.radios.column()
	for i, ring := range r.rings {
		y := float32(i) * high
		ring.Move(fyne.NewPos(left, y+(high-radioSide)/2))
		ring.Resize(fyne.NewSquareSize(radioSide))
		r.words[i].Move(fyne.NewPos(left+radioSide+radioGap, y+radioGap/2))
		r.words[i].Resize(r.words[i].MinSize())
		r.remarks[i].Move(fyne.NewPos(column, y+radioGap/2))
		r.remarks[i].Resize(r.remarks[i].MinSize())
	}
	y := float32(r.radios.chosen) * high
	r.ground.Move(fyne.NewPos(0, y))
	r.ground.Resize(fyne.NewSize(fyne.Min(size.Width, r.radios.MinSize().Width), high))
	r.dot.Move(fyne.NewPos(left+(radioSide-hole)/2, y+(high-hole)/2))
	r.dot.Resize(fyne.NewSquareSize(hole))
}

func (r *radiosRenderer) Refresh() {
	c := r.radios
	th, v := c.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	primary := th.Color(theme.ColorNamePrimary, v)
	for i, row := range c.rows {
		ring, words, remark := r.rings[i], r.words[i], r.remarks[i]
		ring.StrokeWidth, ring.StrokeColor = 1.5, th.Color(theme.ColorNameInputBorder, v)
		if i == c.chosen || i == c.hovered {
			ring.StrokeColor = primary
		}
		words.TextSize, words.Color = th.Size(theme.SizeNameText), th.Color(theme.ColorNameForeground, v)
		remark.TextSize, remark.Color = th.Size(theme.SizeNameText), th.Color(row.color, v)
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
