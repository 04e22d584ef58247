package parts

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// How a ring lies in a coloured button, in Fyne's units.
const (
	ringInset = 3
	ringWidth = 2
)

// ringed draws a ring into a button that has the keyboard where the button has
// a colour of its own: on that one Fyne's shade for the focus is not seen.
type ringed struct {
	fyne.WidgetRenderer
	button *Button
	ring   *canvas.Rectangle
}

// CreateRenderer is Fyne's, with the ring.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &ringed{WidgetRenderer: b.Button.CreateRenderer(), button: b, ring: canvas.NewRectangle(color.Transparent)}
	r.ring.StrokeWidth, r.ring.CornerRadius = ringWidth, 3
	r.paint()
	return r
}

// Objects is Fyne's.
func (r *ringed) Objects() []fyne.CanvasObject {
	inner := r.WidgetRenderer.Objects()
	return append(inner[:len(inner):len(inner)], r.ring)
}

// Layout is Fyne's.
func (r *ringed) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.ring.Move(fyne.NewPos(ringInset, ringInset))
	r.ring.Resize(size.SubtractWidthHeight(2*ringInset, 2*ringInset))
}

// Refresh is Fyne's.
func (r *ringed) Refresh() {
	r.WidgetRenderer.Refresh()
	r.paint()
}

func (r *ringed) paint() {
	name, colored := onButton(r.button.Importance)
	r.ring.Hidden = !r.button.focused || !colored
	r.ring.StrokeColor = r.button.Theme().Color(name, fyne.CurrentApp().Settings().ThemeVariant())
	r.ring.Refresh()
}

// onButton is the colour of the words on a button that has a colour of its own.
func onButton(i widget.Importance) (fyne.ThemeColorName, bool) {
	switch i {
	case widget.HighImportance:
		return theme.ColorNameForegroundOnPrimary, true
	case widget.DangerImportance:
		return theme.ColorNameForegroundOnError, true
	case widget.WarningImportance:
		return theme.ColorNameForegroundOnWarning, true
	case widget.SuccessImportance:
		return theme.ColorNameForegroundOnSuccess, true
	}
	return theme.ColorNameForeground, false
}
