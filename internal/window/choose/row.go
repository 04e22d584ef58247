package choose

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"ticketpp/internal/window"
)

// Row is a row of a few words of which one is chosen.
type Row struct {
	oneOf
	labels []string
}

var _ fyne.Focusable = (*Row)(nil)

// NewRow returns a row without words; changed is called with the one that the
// user takes.
func NewRow(h Host, changed func(int)) *Row {
	c := &Row{oneOf: oneOf{host: h, chosen: -1, hovered: -1, changed: changed}}
	c.count, c.at = func() int { return len(c.labels) }, c.label
	c.Join(h, c)
	c.ExtendBaseWidget(c)
	return c
}

// Set shows these labels, with one of them chosen, without telling anybody.
func (c *Row) Set(labels []string, chosen int) {
	c.labels, c.chosen = labels, chosen
	c.Refresh()
}

// room is the room beside each label.
const room = 10

func (c *Row) labelWidth(i int) float32 {
	return fyne.MeasureText(c.labels[i], c.Theme().Size(theme.SizeNameText), fyne.TextStyle{}).Width + 2*room
}

// spans returns where each label begins, and the end of the last. What is
// left over is shared evenly.
func (c *Row) spans(width float32) []float32 {
	out := []float32{0}
	var sum float32
	for i := range c.labels {
		sum += c.labelWidth(i)
	}
	more := (width - sum) / float32(max(len(c.labels), 1))
	for i := range c.labels {
		out = append(out, out[i]+c.labelWidth(i)+more)
	}
	return out
}

// label is the one at a place; -1: none.
func (c *Row) label(at fyne.Position) int {
	spans := c.spans(c.Size().Width)
	for i := range c.labels {
		if at.X >= spans[i] && at.X < spans[i+1] {
			return i
		}
	}
	return -1
}

// MinSize has room for all labels.
func (c *Row) MinSize() fyne.Size {
	c.ExtendBaseWidget(c)
	var w float32
	for i := range c.labels {
		w += c.labelWidth(i)
	}
	th := c.Theme()
	h := fyne.MeasureText("Ag", th.Size(theme.SizeNameText), fyne.TextStyle{}).Height
	return fyne.NewSize(w, h+2*th.Size(theme.SizeNameInnerPadding))
}

// CreateRenderer is Fyne's.
func (c *Row) CreateRenderer() fyne.WidgetRenderer {
	r := &rowRenderer{row: c, ground: canvas.NewRectangle(nil), frame: canvas.NewRectangle(nil), mark: canvas.NewRectangle(nil)}
	r.Refresh()
	return r
}

type rowRenderer struct {
	row                 *Row
	ground, mark, frame *canvas.Rectangle
	labels              []*canvas.Text
}

func (r *rowRenderer) Destroy()           {}
func (r *rowRenderer) MinSize() fyne.Size { return r.row.MinSize() }

func (r *rowRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.ground, r.mark}
	for _, l := range r.labels {
		out = append(out, l)
	}
	return append(out, r.frame)
}

func (r *rowRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.frame.Resize(size)
	spans := r.row.spans(size.Width)
	for i, l := range r.labels {
		l.Move(fyne.NewPos(spans[i], 0))
		l.Resize(fyne.NewSize(spans[i+1]-spans[i], size.Height))
	}
	r.mark.Hidden = r.row.chosen < 0 || r.row.chosen >= len(r.labels)
	if !r.mark.Hidden {
		from, to := spans[r.row.chosen], spans[r.row.chosen+1]
		r.mark.Move(fyne.NewPos(from+2, 2))
		r.mark.Resize(fyne.NewSize(to-from-4, size.Height-4))
	}
}

func (r *rowRenderer) Refresh() {
	c := r.row
	th, v := c.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	for len(r.labels) < len(c.labels) {
		l := canvas.NewText("", nil)
		l.Alignment = fyne.TextAlignCenter
		r.labels = append(r.labels, l)
	}
	r.labels = r.labels[:len(c.labels)]
	for i, l := range r.labels {
		l.Text, l.TextSize = c.labels[i], th.Size(theme.SizeNameText)
		l.Color = th.Color(window.ColorMuted, v)
		switch i {
		case c.chosen:
			l.Color = th.Color(theme.ColorNamePrimary, v)
		case c.hovered:
			l.Color = th.Color(theme.ColorNameForeground, v)
		}
		l.TextStyle = fyne.TextStyle{}
	}
	radius := th.Size(theme.SizeNameInputRadius)
	r.ground.FillColor = th.Color(theme.ColorNameInputBackground, v)
	r.mark.FillColor = th.Color(window.ColorSelected, v)
	r.frame.StrokeColor = th.Color(theme.ColorNameInputBorder, v)
	if c.Held {
		r.frame.StrokeColor = th.Color(theme.ColorNamePrimary, v)
	}
	r.frame.StrokeWidth = th.Size(theme.SizeNameInputBorder)
	r.ground.CornerRadius, r.frame.CornerRadius, r.mark.CornerRadius = radius, radius, radius-2
	r.frame.FillColor = color.Transparent
	r.Layout(c.Size())
	canvas.Refresh(c)
}
