package parts

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// NewReading returns text for reading: it wraps, can be selected and copied,
// and has no room around it. The keyboard stops at it, which shows, and copies
// all of it.
func NewReading(h Host, words string) *fyne.Container {
	l := widget.NewLabel(words)
	l.Wrapping = fyne.TextWrapWord
	s := &stop{host: h, label: l, ring: canvas.NewRectangle(color.Transparent)}
	s.ring.StrokeWidth, s.ring.CornerRadius = ringWidth, 4
	s.ExtendBaseWidget(s)
	return container.New(&reading{}, s, l)
}

// stop is where the keyboard stops at a text. It lies below the text. Fyne's
// own selectable text is a stop too, one that does not show; so the text is
// selectable only while the pointer is over it, or something of it is selected.
type stop struct {
	widget.BaseWidget
	host    Host
	label   *widget.Label
	ring    *canvas.Rectangle
	focused bool
}

var (
	_ fyne.Focusable    = (*stop)(nil)
	_ fyne.Shortcutable = (*stop)(nil)
	_ desktop.Hoverable = (*stop)(nil)
)

// FocusGained shows the focus.
func (s *stop) FocusGained() { s.hold(true) }

// FocusLost hides it.
func (s *stop) FocusLost() { s.hold(false) }

func (s *stop) hold(on bool) {
	s.focused = on
	s.Refresh()
	s.host.FocusChanged(s, on)
}

// TypedKey leads out.
func (s *stop) TypedKey(k *fyne.KeyEvent) {
	if k.Name == fyne.KeyEscape {
		s.host.Escape()
	}
}

// TypedRune is of no use here.
func (s *stop) TypedRune(rune) {}

// TypedShortcut copies the text; what else is pressed is the window's.
func (s *stop) TypedShortcut(sc fyne.Shortcut) {
	if _, ok := sc.(*fyne.ShortcutCopy); ok {
		fyne.CurrentApp().Clipboard().SetContent(s.label.Text)
		return
	}
	s.host.Shortcut(sc)
}

// MouseIn makes the text selectable.
func (s *stop) MouseIn(*desktop.MouseEvent) { s.selectable(true) }

// MouseMoved is of no use here.
func (s *stop) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends that, unless something is selected.
func (s *stop) MouseOut() { s.selectable(s.label.SelectedText() != "") }

func (s *stop) selectable(on bool) {
	if s.label.Selectable != on {
		s.label.Selectable = on
		s.label.Refresh()
	}
}

// CreateRenderer is Fyne's.
func (s *stop) CreateRenderer() fyne.WidgetRenderer {
	r := &stopRenderer{s}
	r.Refresh()
	return r
}

type stopRenderer struct{ stop *stop }

func (r *stopRenderer) Destroy()                     {}
func (r *stopRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *stopRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.stop.ring} }
func (r *stopRenderer) Layout(size fyne.Size)        { r.stop.ring.Resize(size) }

func (r *stopRenderer) Refresh() {
	r.stop.ring.Hidden = !r.stop.focused
	r.stop.ring.StrokeColor = r.stop.Theme().Color(theme.ColorNamePrimary, fyne.CurrentApp().Settings().ThemeVariant())
	r.stop.ring.Refresh()
}

// reading takes away the room that Fyne keeps around a label, and puts the
// stop around the text.
type reading struct{ last float32 }

func (r *reading) room(o fyne.CanvasObject) float32 {
	return o.(*widget.Label).Theme().Size(theme.SizeNameInnerPadding)
}

func (r *reading) HeightFor(objects []fyne.CanvasObject, width float32) float32 {
	o, room := objects[1], r.room(objects[1])
	if o.Size().Width != width+2*room {
		o.Resize(fyne.NewSize(width+2*room, o.Size().Height))
	}
	return fyne.Max(o.MinSize().Height-2*room, 0)
}

// around is the room between the words and the ring.
const around = 4

func (r *reading) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	r.last = size.Width
	room := r.room(objects[1])
	objects[0].Move(fyne.NewPos(-around, -around))
	objects[0].Resize(size.AddWidthHeight(2*around, 2*around))
	objects[1].Move(fyne.NewPos(-room, -room))
	objects[1].Resize(fyne.NewSize(size.Width+2*room, size.Height+2*room))
}

func (r *reading) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(60, r.HeightFor(objects, fyne.Max(r.last, 60)))
}
