package editor

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ticketpp/internal/markup"
)

// swatch is one colour to choose.
type swatch struct {
	widget.BaseWidget
	editor *Editor
	colour markup.Colour
	hint   string
	on     bool
	held   bool
}

var (
	_ fyne.Focusable     = (*swatch)(nil)
	_ fyne.Tappable      = (*swatch)(nil)
	_ fyne.Shortcutable  = (*swatch)(nil)
	_ desktop.Hoverable  = (*swatch)(nil)
	_ desktop.Cursorable = (*swatch)(nil)
)

func newSwatch(e *Editor, c markup.Colour, hint string) *swatch {
	s := &swatch{editor: e, colour: c, hint: hint}
	s.ExtendBaseWidget(s)
	return s
}

// Tapped chooses the colour.
func (s *swatch) Tapped(*fyne.PointEvent) {
	s.editor.dye(s.colour)
	s.editor.Focus()
}

// TypedKey chooses the colour at Enter and Space.
func (s *swatch) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		s.editor.dye(s.colour)
	default:
		s.editor.typed(ev.Name)
	}
}

// TypedRune leaves the signs to the editor.
func (s *swatch) TypedRune(r rune) { s.editor.rune(r) }

// TypedShortcut leaves the shortcuts to the editor.
func (s *swatch) TypedShortcut(sc fyne.Shortcut) { s.editor.shortcut(sc) }

// FocusGained names the colour.
func (s *swatch) FocusGained() {
	s.held = true
	s.editor.hint(s.hint)
	s.Refresh()
	s.editor.tellLayout()
}

// FocusLost is its reverse.
func (s *swatch) FocusLost() {
	s.held = false
	s.editor.hint("")
	s.Refresh()
}

// MouseIn names the colour.
func (s *swatch) MouseIn(*desktop.MouseEvent) { s.editor.hint(s.hint) }

// MouseMoved is of no use here.
func (s *swatch) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is the reverse of MouseIn.
func (s *swatch) MouseOut() { s.editor.hint("") }

// Cursor is the hand.
func (s *swatch) Cursor() desktop.Cursor { return desktop.PointerCursor }

// MinSize is as tall as a key.
func (s *swatch) MinSize() fyne.Size {
	s.ExtendBaseWidget(s)
	return fyne.NewSize(24, keyHeight)
}

// CreateRenderer is Fyne's.
func (s *swatch) CreateRenderer() fyne.WidgetRenderer {
	r := &swatchRenderer{s, canvas.NewRectangle(color.Transparent), canvas.NewRectangle(s.colour)}
	r.Refresh()
	return r
}

type swatchRenderer struct {
	swatch     *swatch
	ring, fill *canvas.Rectangle
}

func (r *swatchRenderer) Destroy()           {}
func (r *swatchRenderer) MinSize() fyne.Size { return r.swatch.MinSize() }
func (r *swatchRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring, r.fill}
}

func (r *swatchRenderer) Layout(size fyne.Size) {
	const ring, fill = 24, 16
	r.ring.Move(fyne.NewPos((size.Width-ring)/2, (size.Height-ring)/2))
	r.ring.Resize(fyne.NewSquareSize(ring))
	r.fill.Move(fyne.NewPos((size.Width-fill)/2, (size.Height-fill)/2))
	r.fill.Resize(fyne.NewSquareSize(fill))
}

func (r *swatchRenderer) Refresh() {
	s := r.swatch
	th, v := s.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	r.ring.StrokeColor, r.ring.StrokeWidth, r.ring.CornerRadius = color.Transparent, 2, 6
	switch {
	case s.held:
		r.ring.StrokeColor = th.Color(theme.ColorNamePrimary, v)
	case s.on:
		r.ring.StrokeColor = th.Color(theme.ColorNameForeground, v)
	}
	r.fill.CornerRadius = 4
	r.fill.StrokeWidth, r.fill.StrokeColor = 1, th.Color(theme.ColorNameInputBorder, v)
	canvas.Refresh(s)
}
