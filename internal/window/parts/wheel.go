package parts

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// wheel lies over a text field and hands the mouse's wheel on to what the field
// stands in; everything else goes through it.
type wheel struct {
	widget.BaseWidget
	field *Entry
	to    func() fyne.Scrollable
}

// NewUnderWheel returns o, of which e is the text field, in a container in which
// the wheel scrolls what to returns, once e has nothing more to scroll: the
// toolkit's fields keep the wheel to themselves, also where all of their text is
// seen.
func NewUnderWheel(o fyne.CanvasObject, e *Entry, to func() fyne.Scrollable) *fyne.Container {
	w := &wheel{field: e, to: to}
	w.ExtendBaseWidget(w)
	return &fyne.Container{Layout: &over{}, Objects: []fyne.CanvasObject{o, w}}
}

// Scrolled scrolls the text or hands on.
func (w *wheel) Scrolled(e *fyne.ScrollEvent) {
	if w.field.MultiLine && w.field.scrolled(e) {
		return
	}
	if s := w.to(); s != nil {
		s.Scrolled(e)
	}
}

// scrolled scrolls the field's text, and reports whether it moved.
func (e *Entry) scrolled(event *fyne.ScrollEvent) bool {
	if e.inner == nil {
		return false
	}
	before := offsetOf(e.inner)
	e.inner.Scrolled(event)
	return offsetOf(e.inner) != before
}

// offsetOf is how far something is scrolled. The toolkit's text fields scroll in
// a type of its own, which has the field of container.Scroll.
func offsetOf(s fyne.Scrollable) (at fyne.Position) {
	v := reflect.Indirect(reflect.ValueOf(s))
	if v.Kind() != reflect.Struct {
		return at
	}
	if offset := v.FieldByName("Offset"); offset.IsValid() && offset.CanInterface() {
		at, _ = offset.Interface().(fyne.Position)
	}
	return at
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
