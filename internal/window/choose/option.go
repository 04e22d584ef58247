package choose

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
)

// option is one row of the list.
type option struct {
	widget.BaseWidget
	name   string
	marked bool
	take   func()
	hover  func()
}

var (
	_ desktop.Mouseable = (*option)(nil)
	_ desktop.Hoverable = (*option)(nil)
)

func newOption(name string, take, hover func()) *option {
	o := &option{name: name, take: take, hover: hover}
	o.ExtendBaseWidget(o)
	return o
}

func (o *option) setMarked(on bool) {
	o.marked = on
	o.Refresh()
}

// MouseDown takes the row. It is not Tapped, since a tap comes after the field
// has lost the focus and the list is gone.
func (o *option) MouseDown(*desktop.MouseEvent) { o.take() }

// MouseUp is of no use here.
func (o *option) MouseUp(*desktop.MouseEvent) {}

// MouseIn marks the row.
func (o *option) MouseIn(*desktop.MouseEvent) { o.hover() }

// MouseMoved is of no use here.
func (o *option) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is of no use here.
func (o *option) MouseOut() {}

// CreateRenderer is Fyne's.
func (o *option) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(color.Transparent)
	label := parts.NewText(o.name)
	label.Single = true
	r := &optionRenderer{option: o, ground: ground, label: label}
	r.Refresh()
	return r
}

type optionRenderer struct {
	option *option
	ground *canvas.Rectangle
	label  *parts.Text
}

func (r *optionRenderer) Destroy() {}

func (r *optionRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.label}
}

func (r *optionRenderer) MinSize() fyne.Size {
	return r.label.MinSize().AddWidthHeight(16, 9)
}

func (r *optionRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	h := r.label.MinSize().Height
	r.label.Move(fyne.NewPos(8, (size.Height-h)/2))
	r.label.Resize(fyne.NewSize(size.Width-16, h))
}

func (r *optionRenderer) Refresh() {
	r.ground.FillColor = color.Transparent
	if r.option.marked {
		r.ground.FillColor = r.option.Theme().Color(window.ColorSelected, fyne.CurrentApp().Settings().ThemeVariant())
	}
	r.ground.Refresh()
}
