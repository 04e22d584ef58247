package editor

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ticketpp/internal/markup"
)

// board is the picture with what is drawn on it. The picture is scaled once
// for each place and size; a frame costs what has changed in it.
type board struct {
	widget.BaseWidget
	editor  *Editor
	raster  *canvas.Raster
	corners [4]*canvas.Rectangle // of the crop, while the crop tool is in use
	ring    *canvas.Rectangle    // shows the focus
	pressed desktop.MouseButton
	last    image.Point // where the pointer was, for panning
	space   bool        // the space bar is held: the pointer pans
	clicked time.Time   // the last press, for a double click
	place   image.Point // of the last press
}

var (
	_ desktop.Mouseable  = (*board)(nil)
	_ desktop.Hoverable  = (*board)(nil)
	_ desktop.Keyable    = (*board)(nil)
	_ desktop.Cursorable = (*board)(nil)
	_ fyne.Draggable     = (*board)(nil)
	_ fyne.Tappable      = (*board)(nil)
	_ fyne.Scrollable    = (*board)(nil)
	_ fyne.Shortcutable  = (*board)(nil)
)

func newBoard(e *Editor) *board {
	b := &board{editor: e}
	b.raster = canvas.NewRaster(b.paint)
	b.raster.ScaleMode = canvas.ImageScalePixels
	b.ring = canvas.NewRectangle(color.Transparent)
	b.ring.StrokeWidth = 2
	for i := range b.corners {
		b.corners[i] = canvas.NewRectangle(color.White)
		b.corners[i].StrokeColor, b.corners[i].StrokeWidth = color.Black, 1
		b.corners[i].Hide()
	}
	b.ExtendBaseWidget(b)
	return b
}

// paint draws the frame, in physical pixels.
func (b *board) paint(w, h int) image.Image {
	e := b.editor
	size := image.Pt(max(w, 1), max(h, 1))
	p := e.view.Place()
	if e.fitted || p.Scale == 0 {
		p = b.fitting(size)
	}
	e.view.Set(size, p)
	frame, _ := e.view.Draw(e.now, e.selected)
	return frame
}

// scale is how many physical pixels one of Fyne's units has.
func (b *board) scale() float32 { return b.editor.o.Canvas.Scale() }

// size is the board's in physical pixels, rounded as Fyne rounds the raster's.
func (b *board) size() image.Point {
	s := b.scale()
	round := func(v float32) int { return max(1, int(math.Round(float64(v*s)))) }
	return image.Pt(round(b.Size().Width), round(b.Size().Height))
}

// pixel returns the board's physical pixel at a position in it.
func (b *board) pixel(p fyne.Position) image.Point {
	s := b.scale()
	return image.Pt(int(p.X*s), int(p.Y*s))
}

// position is the reverse of pixel.
func (b *board) position(p image.Point) fyne.Position {
	s := b.scale()
	return fyne.NewPos(float32(p.X)/s, float32(p.Y)/s)
}

// slack is how far beside a thing still counts, in pixels of the picture.
func (b *board) slack() int {
	const reach = 7 // Fyne's units
	return max(1, int(reach*float64(b.scale())/b.editor.view.Place().Scale))
}

// show draws the next frame.
func (b *board) show() {
	b.showCorners()
	b.raster.Refresh()
}

// fitting is how the whole picture lies in a board of a size, with a little
// room around it: its edges and corners can be taken hold of.
func (b *board) fitting(size image.Point) markup.Place {
	const room = 10
	r := image.Pt(1, 1).Mul(int(room * b.scale()))
	if size.X <= 4*r.X || size.Y <= 4*r.Y {
		return markup.Fit(b.editor.bounds.Max, size)
	}
	return markup.Fit(b.editor.bounds.Max, size.Sub(r.Mul(2))).Pan(r)
}

// fit returns to the whole picture.
func (b *board) fit() {
	b.editor.fitted = true
	b.editor.view.Set(b.size(), b.fitting(b.size()))
}

// lie puts the picture into another place, with some of it always in sight.
func (b *board) lie(p markup.Place) {
	const least = 40
	e, size := b.editor, b.size()
	e.fitted = false
	shown := p.Rect(e.bounds)
	p.At.X += max(0, least-shown.Max.X) - max(0, shown.Min.X-(size.X-least))
	p.At.Y += max(0, least-shown.Max.Y) - max(0, shown.Min.Y-(size.Y-least))
	e.view.Set(size, p)
	e.words.follow()
	e.show()
}

// zoomBy enlarges around a place of the board.
func (b *board) zoomBy(factor float64, at image.Point) {
	p := b.editor.view.Place()
	b.lie(p.Zoom(p.Scale*factor, at))
}

// Scrolled zooms around the pointer.
func (b *board) Scrolled(ev *fyne.ScrollEvent) {
	if ev.Scrolled.DY == 0 {
		return
	}
	factor := 1.2
	if ev.Scrolled.DY < 0 {
		factor = 1 / factor
	}
	b.zoomBy(factor, b.pixel(ev.Position))
}

// MouseDown begins to draw, to move or to pan.
func (b *board) MouseDown(ev *desktop.MouseEvent) {
	e := b.editor
	e.words.take()
	e.focus(b)
	if b.pressed != 0 {
		return
	}
	b.pressed, b.last = ev.Button, b.pixel(ev.Position)
	if b.pans() {
		return
	}
	e.clicked = nil
	at := e.view.Place().Picture(b.last)
	twice := time.Since(b.clicked) < 400*time.Millisecond && near(b.place, b.last)
	b.clicked, b.place = time.Now(), b.last
	e.begin(at, b.slack(), twice)
}

func near(p, q image.Point) bool {
	d := p.Sub(q)
	return max(d.X, -d.X, d.Y, -d.Y) < 6
}

// pans reports whether the pointer moves the picture in the view.
func (b *board) pans() bool {
	return b.pressed == desktop.MouseButtonTertiary || b.pressed == desktop.MouseButtonSecondary || b.space
}

// Dragged goes on with what the press began.
func (b *board) Dragged(ev *fyne.DragEvent) { b.moved(b.pixel(ev.Position)) }

func (b *board) moved(to image.Point) {
	if b.pressed == 0 {
		return
	}
	if b.pans() {
		by := to.Sub(b.last)
		b.last = to
		b.lie(b.editor.view.Place().Pan(by))
		return
	}
	b.editor.drag(b.editor.view.Place().Picture(to))
}

// DragEnd ends a press that has moved.
func (b *board) DragEnd() { b.editor.click() }

// Tapped ends a press that has not.
func (b *board) Tapped(*fyne.PointEvent) { b.editor.click() }

// MouseUp ends what the press began.
func (b *board) MouseUp(ev *desktop.MouseEvent) {
	if ev.Button != b.pressed {
		return
	}
	if !b.pans() {
		b.editor.release()
	}
	b.pressed = 0
}

// MouseIn is of no use here.
func (b *board) MouseIn(*desktop.MouseEvent) {}

// MouseMoved goes on with what a press of the right button began, which Fyne
// calls no drag.
func (b *board) MouseMoved(ev *desktop.MouseEvent) {
	if b.pressed == desktop.MouseButtonSecondary {
		b.moved(b.pixel(ev.Position))
	}
}

// MouseOut is of no use here.
func (b *board) MouseOut() {}

// Cursor is a cross where something is drawn.
func (b *board) Cursor() desktop.Cursor {
	switch b.editor.tool {
	case Select:
		return desktop.DefaultCursor
	case Text:
		return desktop.TextCursor
	}
	return desktop.CrosshairCursor
}

// showCorners shows by what the crop is dragged.
func (b *board) showCorners() {
	const side = 9
	e := b.editor
	on := e.tool == Crop && !e.now.Crop.Empty() && e.view.Place().Scale > 0
	for i, at := range cropShape(e.now.Crop).Handles() {
		c := b.corners[i]
		c.Hidden = !on
		p := b.position(e.view.Place().View(at))
		c.Move(p.SubtractXY(side/2, side/2))
		c.Resize(fyne.NewSize(side, side))
		c.Refresh()
	}
}

// FocusGained shows that the keys go to the picture.
func (b *board) FocusGained() { b.showFocus(true) }

// FocusLost hides it.
func (b *board) FocusLost() { b.showFocus(false) }

func (b *board) showFocus(on bool) {
	b.ring.StrokeColor = color.Transparent
	if on {
		b.ring.StrokeColor = b.Theme().Color(theme.ColorNamePrimary, fyne.CurrentApp().Settings().ThemeVariant())
	}
	if !on {
		b.space = false
	}
	b.ring.Refresh()
	b.editor.tellLayout()
}

// MinSize is small: a narrow window shows a small picture.
func (b *board) MinSize() fyne.Size {
	b.ExtendBaseWidget(b)
	return fyne.NewSize(120, 80)
}

// CreateRenderer is Fyne's.
func (b *board) CreateRenderer() fyne.WidgetRenderer { return &boardRenderer{b} }

type boardRenderer struct{ board *board }

func (r *boardRenderer) Destroy()           {}
func (r *boardRenderer) MinSize() fyne.Size { return r.board.MinSize() }
func (r *boardRenderer) Refresh()           { r.board.show() }

func (r *boardRenderer) Objects() []fyne.CanvasObject {
	o := []fyne.CanvasObject{r.board.raster}
	for _, c := range r.board.corners {
		o = append(o, c)
	}
	return append(o, r.board.ring)
}

func (r *boardRenderer) Layout(size fyne.Size) {
	r.board.raster.Resize(size)
	r.board.ring.Resize(size)
	e := r.board.editor
	if e.fitted && size.Width > 0 {
		r.board.fit()
	}
	r.board.showCorners()
	e.showZoom()
	e.tellPlace()
}

// tellPlace tells the tests how the picture lies on the board, in pixels.
func (e *Editor) tellPlace() {
	p := e.view.Place()
	e.o.Events.Note("place", fmt.Sprintf("%.6f %d %d", p.Scale, p.At.X, p.At.Y))
}
