package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// wheel lies over a part and hands the mouse's wheel on to what the part stands
// in; everything else goes through it.
type wheel struct {
	widget.BaseWidget
	to func() fyne.Scrollable
}

// NewUnderWheel returns o in a container in which the wheel scrolls what to
// returns: the toolkit's text fields keep the wheel to themselves, also those of
// one line, which have nothing to scroll.
func NewUnderWheel(o fyne.CanvasObject, to func() fyne.Scrollable) *fyne.Container {
	w := &wheel{to: to}
	w.ExtendBaseWidget(w)
	return &fyne.Container{Layout: &over{}, Objects: []fyne.CanvasObject{o, w}}
}

// Scrolled hands it on.
func (w *wheel) Scrolled(e *fyne.ScrollEvent) {
	if s := w.to(); s != nil {
		s.Scrolled(e)
	}
}

// CreateRenderer is Fyne's: there is nothing to see.
func (w *wheel) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(&fyne.Container{})
}

// over puts everything on top of the first object.
type over struct{}

// HeightFor is the first object's height at a width.
func (over) HeightFor(objects []fyne.CanvasObject, width float32) float32 {
	return HeightOf(objects[0], width)
}

// Layout is Fyne's.
func (over) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		Place(o, 0, 0, size.Width, size.Height)
	}
}

// MinSize is the first object's.
func (over) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }
