package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// NewReading returns text for reading: it wraps, can be selected and copied,
// and has no room around it.
func NewReading(words string) *fyne.Container {
	l := widget.NewLabel(words)
	l.Wrapping, l.Selectable = fyne.TextWrapWord, true
	return container.New(&reading{}, l)
}

// reading takes away the room that Fyne keeps around a label.
type reading struct{ last float32 }

func (r *reading) room(o fyne.CanvasObject) float32 {
	return o.(*widget.Label).Theme().Size(theme.SizeNameInnerPadding)
}

func (r *reading) HeightFor(objects []fyne.CanvasObject, width float32) float32 {
	o, room := objects[0], r.room(objects[0])
	if o.Size().Width != width+2*room {
		o.Resize(fyne.NewSize(width+2*room, o.Size().Height))
	}
	return fyne.Max(o.MinSize().Height-2*room, 0)
}

func (r *reading) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	r.last = size.Width
	room := r.room(objects[0])
	objects[0].Move(fyne.NewPos(-room, -room))
	objects[0].Resize(fyne.NewSize(size.Width+2*room, size.Height+2*room))
}

func (r *reading) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(60, r.HeightFor(objects, fyne.Max(r.last, 60)))
}
