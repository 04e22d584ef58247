package compose

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
)

// thumb is a small picture to choose by: a number on it says that it goes with
// the ticket, a plus that it can be added.
type thumb struct {
	widget.BaseWidget
	parts.Focus
	host    host
	picture *canvas.Image
	mark    string // the number, or "+"
	in      bool   // it goes with the ticket
	chosen  bool   // it is the large one
	tapped  func()
}

var (
	_ fyne.Focusable     = (*thumb)(nil)
	_ fyne.Tappable      = (*thumb)(nil)
	_ desktop.Cursorable = (*thumb)(nil)
)

func newThumb(h host, tapped func()) *thumb {
	t := &thumb{host: h, tapped: tapped, picture: &canvas.Image{FillMode: canvas.ImageFillContain, ScaleMode: canvas.ImageScaleFastest}}
	t.Join(h, t)
	t.ExtendBaseWidget(t)
	return t
}

func (t *thumb) set(mark string, in, chosen bool) {
	if t.mark != mark || t.in != in || t.chosen != chosen {
		t.mark, t.in, t.chosen = mark, in, chosen
		t.Refresh()
	}
}

// Tapped chooses the picture.
func (t *thumb) Tapped(*fyne.PointEvent) { t.tapped() }

// TypedKey chooses the picture at Enter and Space.
func (t *thumb) TypedKey(key *fyne.KeyEvent) {
	switch {
	case key.Name == fyne.KeyEscape:
		t.host.Escape()
	case parts.IsReturn(key.Name), key.Name == fyne.KeySpace:
		t.tapped()
	}
}

// Cursor is the hand.
func (t *thumb) Cursor() desktop.Cursor { return desktop.PointerCursor }

// MinSize is always the same.
func (t *thumb) MinSize() fyne.Size {
	t.ExtendBaseWidget(t)
	return fyne.NewSize(70, 46)
}

// CreateRenderer is Fyne's.
func (t *thumb) CreateRenderer() fyne.WidgetRenderer {
	r := &thumbRenderer{
		thumb: t, ground: canvas.NewRectangle(color.Transparent), plate: canvas.NewRectangle(color.Transparent), mark: canvas.NewText("", nil),
	}
	r.Refresh()
	return r
}

type thumbRenderer struct {
	thumb         *thumb
	ground, plate *canvas.Rectangle
	mark          *canvas.Text
}

func (r *thumbRenderer) Destroy()           {}
func (r *thumbRenderer) MinSize() fyne.Size { return r.thumb.MinSize() }
func (r *thumbRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.thumb.picture, r.plate, r.mark}
}

func (r *thumbRenderer) Layout(size fyne.Size) {
	const frame = 3
	r.ground.Resize(size)
	r.thumb.picture.Move(fyne.NewPos(frame, frame))
	r.thumb.picture.Resize(size.SubtractWidthHeight(2*frame, 2*frame))
	m := r.mark.MinSize()
	plate := fyne.NewSize(m.Width+8, m.Height)
	r.plate.Resize(plate)
	r.plate.Move(fyne.NewPos(frame, size.Height-frame-plate.Height))
	r.mark.Move(r.plate.Position().AddXY(4, 0))
	r.mark.Resize(m)
}

func (r *thumbRenderer) Refresh() {
	t := r.thumb
	th, v := t.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	r.ground.FillColor, r.ground.CornerRadius = th.Color(window.ColorPanel, v), 4
	r.ground.StrokeColor, r.ground.StrokeWidth = th.Color(window.ColorLine, v), 1
	if t.chosen || t.Held {
		r.ground.StrokeColor, r.ground.StrokeWidth = th.Color(theme.ColorNamePrimary, v), 2
	}
	if t.Held {
		r.ground.FillColor = th.Color(theme.ColorNamePrimary, v)
	}
	r.plate.CornerRadius = 4
	r.plate.FillColor, r.mark.Color = th.Color(theme.ColorNamePrimary, v), th.Color(theme.ColorNameForegroundOnPrimary, v)
	t.picture.Translucency = 0
	if !t.in {
		r.plate.FillColor, r.mark.Color = th.Color(theme.ColorNameButton, v), th.Color(theme.ColorNameForeground, v)
		t.picture.Translucency = 0.5
	}
	r.mark.Text, r.mark.TextSize = t.mark, th.Size(theme.SizeNameCaptionText)
	r.Layout(t.Size())
	t.picture.Refresh()
	canvas.Refresh(t)
}

// press makes an object do something at a click. The keyboard has a button
// that does the same.
type press struct {
	widget.BaseWidget
	inside fyne.CanvasObject
	tapped func()
}

var _ desktop.Cursorable = (*press)(nil)

func newPress(o fyne.CanvasObject, tapped func()) *press {
	p := &press{inside: o, tapped: tapped}
	p.ExtendBaseWidget(p)
	return p
}

// Tapped does it.
func (p *press) Tapped(*fyne.PointEvent) { p.tapped() }

// Cursor is the hand.
func (p *press) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer is Fyne's.
func (p *press) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.inside) }

// showStrip fills the row of small pictures.
func (s *shots) showStrip() {
	f := s.form
	for len(s.thumbs) < len(s.all()) {
		i := len(s.thumbs)
		t := newThumb(f, func() { s.choose(i) })
		f.events.Name("shot.thumb."+itoa(i+1), t)
		s.thumbs = append(s.thumbs, t)
		s.strip.Objects = append(s.strip.Objects, t)
	}
	for i, t := range s.thumbs {
		setHidden(t, i >= len(s.all()))
		if i >= len(s.all()) || len(s.all()) < 2 {
			continue
		}
		sc := s.all()[i]
		mark := "+"
		if n := numberOf(s.all(), i); n > 0 {
			mark = itoa(n)
		}
		t.set(mark, sc.Included, i == s.current)
		s.showPreview(t.picture, sc)
	}
}
