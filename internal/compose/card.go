package compose

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// colorNone is no colour at all.
const colorNone fyne.ThemeColorName = ""

// card is a ground with a fine frame that follows the theme.
type card struct {
	widget.BaseWidget
	fill, line fyne.ThemeColorName
	radius     float32
}

func newCard(fill, line fyne.ThemeColorName) *card {
	c := &card{fill: fill, line: line, radius: 8}
	c.ExtendBaseWidget(c)
	return c
}

// MinSize is nothing: a card is as large as what lies on it.
func (c *card) MinSize() fyne.Size {
	c.ExtendBaseWidget(c)
	return fyne.NewSize(0, 0)
}

// CreateRenderer is Fyne's.
func (c *card) CreateRenderer() fyne.WidgetRenderer {
	r := &cardRenderer{card: c, ground: canvas.NewRectangle(color.Transparent)}
	r.Refresh()
	return r
}

type cardRenderer struct {
	card   *card
	ground *canvas.Rectangle
}

func (r *cardRenderer) Destroy()                     {}
func (r *cardRenderer) MinSize() fyne.Size           { return fyne.NewSize(0, 0) }
func (r *cardRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.ground} }
func (r *cardRenderer) Layout(size fyne.Size)        { r.ground.Resize(size) }

func (r *cardRenderer) Refresh() {
	th, v := r.card.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	r.ground.FillColor = color.Transparent
	if r.card.fill != colorNone {
		r.ground.FillColor = th.Color(r.card.fill, v)
	}
	r.ground.StrokeColor, r.ground.StrokeWidth = color.Transparent, 0
	if r.card.line != colorNone {
		r.ground.StrokeColor, r.ground.StrokeWidth = th.Color(r.card.line, v), th.Size(theme.SizeNameSeparatorThickness)
	}
	r.ground.CornerRadius = r.card.radius
	r.ground.Refresh()
}
