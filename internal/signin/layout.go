package signin

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ticketpp/internal/window"
)

// width is the window's, in Fyne's units; its height follows from what is in
// it.
const width = 480

// The room around the content, and the least height of a page.
const (
	sideRoom    = 20
	levelRoom   = 16
	leastHeight = 190
)

// column puts objects below each other. Fyne's own box asks wrapped text for
// its height before it knows its width; this one asks afterwards.
type column struct{ gap float32 }

func newColumn(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&column{gap}, objects...)
}

// heightFor gives the objects their width and returns the height they need.
func (l *column) heightFor(objects []fyne.CanvasObject, width float32) (height float32) {
	first := true
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		if !first {
			height += l.gap
		}
		first = false
		height += heightOf(o, width)
	}
	return height
}

func heightOf(o fyne.CanvasObject, width float32) float32 {
	if c, ok := o.(*fyne.Container); ok {
		if l, ok := c.Layout.(*column); ok {
			return l.heightFor(c.Objects, width)
		}
	}
	o.Resize(fyne.NewSize(width+2*overhang(o), o.Size().Height))
	return o.MinSize().Height
}

// overhang is the room that Fyne keeps around a text, by which it stands out
// to the left and right: its letters begin where a field's frame does.
func overhang(o fyne.CanvasObject) float32 {
	if t, ok := o.(*widget.RichText); ok {
		return t.Theme().Size(theme.SizeNameInnerPadding)
	}
	return 0
}

// Layout puts the objects where they belong.
func (l *column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var y float32
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		h := heightOf(o, size.Width)
		o.Move(fyne.NewPos(-overhang(o), y))
		o.Resize(fyne.NewSize(size.Width+2*overhang(o), h))
		y += h + l.gap
	}
}

// MinSize is small: the sheet gives the room that is needed.
func (l *column) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(100, 10) }

// sheet is the window: the body, and the bar at the bottom.
type sheet struct{ w *Window }

// Layout puts the bar at the bottom and tells the tests where everything is.
func (l *sheet) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	body, bar := objects[0], objects[1]
	h := bar.MinSize().Height
	bar.Move(fyne.NewPos(0, size.Height-h))
	bar.Resize(fyne.NewSize(size.Width, h))
	room := fyne.NewSize(size.Width-2*sideRoom, size.Height-h-2*levelRoom)
	need := heightOf(body, room.Width)
	body.Move(fyne.NewPos(sideRoom, levelRoom+fyne.Max(0, (room.Height-need)/2)))
	body.Resize(fyne.NewSize(room.Width, need))
	l.w.body.Layout.Layout(l.w.body.Objects, fyne.NewSize(room.Width, need))
	l.w.way.Layout.Layout(l.w.way.Objects, l.w.way.Size())
	if l.w.events != nil {
		l.w.do(l.w.tellLayout)
	}
}

// MinSize is the window's size, which only the window's content changes.
func (l *sheet) MinSize(objects []fyne.CanvasObject) fyne.Size {
	h := heightOf(objects[0], width-2*sideRoom) + 2*levelRoom + objects[1].MinSize().Height
	return fyne.NewSize(width, fyne.Max(h, leastHeight))
}

// fit makes the window as large as its content needs.
func (w *Window) fit() {
	size := w.page.MinSize()
	w.win.Resize(size)
	w.page.Layout.Layout(w.page.Objects, fyne.NewSize(size.Width, fyne.Max(size.Height, w.page.Size().Height)))
	w.page.Refresh()
}

func (w *Window) tellLayout() {
	driver := w.app.Driver()
	w.events.Layout(w.win.Canvas(), func(o fyne.CanvasObject) (fyne.Position, bool) {
		return driver.AbsolutePositionForObject(o), o.Visible()
	})
}

// newBar is the strip at the bottom with the buttons, at its right.
func newBar(buttons ...fyne.CanvasObject) *fyne.Container {
	return container.New(&barLayout{}, append([]fyne.CanvasObject{newPanel(window.ColorPanel), newPanel(window.ColorLine)}, buttons...)...)
}

type barLayout struct{}

// Layout puts the buttons at the right, on their ground with its line.
func (barLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(size)
	objects[1].Resize(fyne.NewSize(size.Width, 1))
	x := size.Width - sideRoom
	for i := len(objects) - 1; i >= 2; i-- {
		if o := objects[i]; o.Visible() {
			s := o.MinSize()
			s.Width = fyne.Max(s.Width, 96)
			x -= s.Width
			o.Move(fyne.NewPos(x, (size.Height-s.Height)/2))
			o.Resize(s)
			x -= 10
		}
	}
}

// MinSize is that of a button with room around it.
func (barLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(200, objects[2].MinSize().Height+20)
}

// square puts its one object in the middle, so large.
type square struct{ side float32 }

// Layout puts it there.
func (l *square) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos((size.Width-l.side)/2, 0))
	objects[0].Resize(fyne.NewSize(l.side, l.side))
}

// MinSize is the side's.
func (l *square) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(l.side, l.side) }
