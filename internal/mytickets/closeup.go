package mytickets

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
)

// focusWidth is how thick the frame around what has the keyboard is, in Fyne's
// units: a thin one is not seen on a picture.
const focusWidth = 3

// picture is a screenshot shown small. A click, Enter or Space shows it large.
type picture struct {
	widget.BaseWidget
	w       *Window
	image   *canvas.Image
	frame   *canvas.Rectangle
	tapped  func()
	focused bool
}

var (
	_ fyne.Focusable     = (*picture)(nil)
	_ desktop.Cursorable = (*picture)(nil)
)

func newPicture(w *Window, img image.Image, tapped func()) *picture {
	p := &picture{w: w, tapped: tapped, frame: canvas.NewRectangle(color.Transparent)}
	p.image = &canvas.Image{Image: img, FillMode: canvas.ImageFillContain, ScaleMode: canvas.ImageScaleSmooth}
	p.frame.StrokeWidth, p.frame.CornerRadius = 1, 4
	p.ExtendBaseWidget(p)
	return p
}

// Tapped shows the picture large.
func (p *picture) Tapped(*fyne.PointEvent) { p.tapped() }

// Cursor is the hand.
func (p *picture) Cursor() desktop.Cursor { return desktop.PointerCursor }

// TypedKey shows the picture large.
func (p *picture) TypedKey(k *fyne.KeyEvent) {
	switch {
	case k.Name == fyne.KeyEscape:
		p.w.Escape()
	case parts.IsReturn(k.Name), k.Name == fyne.KeySpace:
		p.tapped()
	}
}

// TypedRune is of no use here.
func (p *picture) TypedRune(rune) {}

// FocusGained shows the focus.
func (p *picture) FocusGained() { p.focused = true; p.Refresh(); p.w.FocusChanged(p, true) }

// FocusLost hides it.
func (p *picture) FocusLost() { p.focused = false; p.Refresh(); p.w.FocusChanged(p, false) }

// CreateRenderer is Fyne's.
func (p *picture) CreateRenderer() fyne.WidgetRenderer {
	r := &pictureRenderer{p}
	r.Refresh()
	return r
}

type pictureRenderer struct{ p *picture }

func (r *pictureRenderer) Destroy()           {}
func (r *pictureRenderer) MinSize() fyne.Size { return fyne.NewSize(40, 24) }
func (r *pictureRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.p.image, r.p.frame}
}

func (r *pictureRenderer) Layout(size fyne.Size) {
	r.p.image.Resize(size)
	r.p.frame.Resize(size)
}

func (r *pictureRenderer) Refresh() {
	name := window.ColorLine
	r.p.frame.StrokeWidth = 1
	if r.p.focused {
		name, r.p.frame.StrokeWidth = theme.ColorNamePrimary, focusWidth
	}
	r.p.frame.StrokeColor = r.p.Theme().Color(name, fyne.CurrentApp().Settings().ThemeVariant())
	r.p.frame.Refresh()
	r.p.image.Refresh()
}

// closeUp shows one picture over the whole window.
type closeUp struct {
	w     *Window
	box   *fyne.Container
	image *canvas.Image
	back  *parts.Button
}

func newCloseUp(w *Window) *closeUp {
	c := &closeUp{w: w, image: &canvas.Image{FillMode: canvas.ImageFillContain, ScaleMode: canvas.ImageScaleSmooth}}
	c.back = parts.NewButton(w, w.texts.Get("mytickets.picture.back"), c.hide)
	ground := parts.NewCard(theme.ColorNameBackground, parts.ColorNone)
	ground.Radius = 0
	c.box = container.New(&closeUpLayout{c}, newShade(c), ground, c.image, c.back)
	c.box.Hide()
	w.events.Name("picture.large", c.image)
	w.events.Name("picture.back", c.back)
	return c
}

// show shows a picture large.
func (c *closeUp) show(img image.Image) {
	c.image.Image = img
	c.image.Refresh()
	c.box.Show()
	c.w.relayout()
	c.w.win.Canvas().Focus(c.back)
}

func (c *closeUp) hide() {
	c.box.Hide()
	c.image.Image = nil
	c.w.relayout()
	c.w.win.Canvas().Focus(c.w.search)
}

// closeUpLayout: the picture as large as there is room, the way back below it.
type closeUpLayout struct{ c *closeUp }

func (l *closeUpLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(100, 100) }

func (l *closeUpLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	const room = 18
	for _, o := range objects[:2] {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(size)
	}
	b := l.c.back.MinSize()
	l.c.image.Move(fyne.NewPos(room, room))
	l.c.image.Resize(fyne.NewSize(size.Width-2*room, size.Height-b.Height-3*room))
	l.c.back.Move(fyne.NewPos((size.Width-b.Width)/2, size.Height-b.Height-room))
	l.c.back.Resize(b)
}

// shade keeps clicks from what lies below the picture; one of its own leads
// back.
type shade struct {
	widget.BaseWidget
	c *closeUp
}

func newShade(c *closeUp) *shade {
	s := &shade{c: c}
	s.ExtendBaseWidget(s)
	return s
}

// Tapped leads back.
func (s *shade) Tapped(*fyne.PointEvent) { s.c.hide() }

// CreateRenderer is Fyne's.
func (s *shade) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}
