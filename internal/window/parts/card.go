package parts

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// ColorNone is no colour at all.
const ColorNone fyne.ThemeColorName = ""

// Card is a ground with a fine frame that follows the theme.
type Card struct {
	widget.BaseWidget
	Radius float32

	fill, line fyne.ThemeColorName
}

// NewCard returns a card of two of the theme's colours, or ColorNone.
func NewCard(fill, line fyne.ThemeColorName) *Card {
	c := &Card{fill: fill, line: line, Radius: 8}
	c.ExtendBaseWidget(c)
	return c
}

// MinSize is nothing: a card is as large as what lies on it.
func (c *Card) MinSize() fyne.Size {
	c.ExtendBaseWidget(c)
	return fyne.NewSize(0, 0)
}

// CreateRenderer is Fyne's.
func (c *Card) CreateRenderer() fyne.WidgetRenderer {
	r := &cardRenderer{card: c, ground: canvas.NewRectangle(color.Transparent)}
	r.Refresh()
	return r
}

type cardRenderer struct {
	card   *Card
	ground *canvas.Rectangle
}

func (r *cardRenderer) Destroy()                     {}
func (r *cardRenderer) MinSize() fyne.Size           { return fyne.NewSize(0, 0) }
func (r *cardRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.ground} }
func (r *cardRenderer) Layout(size fyne.Size)        { r.ground.Resize(size) }

// Fill changes the card's colours.
func (c *Card) Fill(fill, line fyne.ThemeColorName) {
	if c.fill != fill || c.line != line {
		c.fill, c.line = fill, line
		c.Refresh()
	}
}

func (r *cardRenderer) Refresh() {
	th, v := r.card.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	r.ground.FillColor = color.Transparent
	if r.card.fill != ColorNone {
		r.ground.FillColor = th.Color(r.card.fill, v)
	}
	r.ground.StrokeColor, r.ground.StrokeWidth = color.Transparent, 0
	if r.card.line != ColorNone {
		r.ground.StrokeColor, r.ground.StrokeWidth = th.Color(r.card.line, v), th.Size(theme.SizeNameSeparatorThickness)
	}
	r.ground.CornerRadius = r.card.Radius
	r.ground.Refresh()
}
