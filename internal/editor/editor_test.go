package editor

import (
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"ticketpp/internal/l10n"
	"ticketpp/internal/markup"
	"ticketpp/internal/window"
)

// rig is an editor without a screen.
type rig struct {
	*testing.T
	*Editor
	win     fyne.Window
	changed []markup.Drawing
	done    int
}

// newRig opens an editor on a picture of 1600×900; change may alter what it
// starts from.
func newRig(t *testing.T, change func(*Options)) *rig {
	t.Helper()
	texts, err := l10n.New("it")
	if err != nil {
		t.Fatal(err)
	}
	app := test.NewTempApp(t)
	app.Settings().SetTheme(window.NewTheme())
	r := &rig{T: t}
	o := Options{
		Texts: texts, Picture: scene(1600, 900),
		Changed: func(d markup.Drawing) { r.changed = append(r.changed, d) },
		Done:    func() { r.done++ },
	}
	if change != nil {
		change(&o)
	}
	r.win = test.NewTempWindow(t, nil)
	o.Canvas = r.win.Canvas()
	r.Editor = New(o)
	r.win.SetContent(r.Object())
	r.win.SetPadded(false)
	r.win.Resize(fyne.NewSize(1120, 690))
	r.win.Canvas().Capture() // a first frame
	r.Focus()
	return r
}

// scene is a picture in which every pixel differs from its neighbours.
func scene(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, color.RGBA{uint8(x), uint8(y), uint8(x*7 + y*13), 255})
		}
	}
	return img
}

// see returns where a pixel of the picture stands on the board.
func (r *rig) see(x, y int) fyne.Position {
	return r.board.position(r.view.Place().View(image.Pt(x, y))).AddXY(0.5, 0.5)
}

// draw presses at one pixel of the picture, goes through others and lets go.
func (r *rig) draw(way ...image.Point) {
	r.Helper()
	at := func(p image.Point) fyne.PointEvent { return fyne.PointEvent{Position: r.see(p.X, p.Y)} }
	r.board.MouseDown(&desktop.MouseEvent{PointEvent: at(way[0]), Button: desktop.MouseButtonPrimary})
	for _, p := range way[1:] {
		r.board.Dragged(&fyne.DragEvent{PointEvent: at(p)})
	}
	r.board.MouseUp(&desktop.MouseEvent{PointEvent: at(way[len(way)-1]), Button: desktop.MouseButtonPrimary})
	if len(way) > 1 {
		r.board.DragEnd()
	} else {
		r.board.Tapped(&fyne.PointEvent{})
	}
}

func (r *rig) key(name fyne.KeyName) { r.board.TypedKey(&fyne.KeyEvent{Name: name}) }

// only returns the one shape there is.
func (r *rig) only() markup.Shape {
	r.Helper()
	d := r.Drawing()
	if len(d.Shapes) != 1 {
		r.Fatalf("%d shapes, want one: %+v", len(d.Shapes), d)
	}
	return d.Shapes[0]
}

// isNear reports whether two pixels differ by no more than the view's scale.
func isNear(p, q image.Point) bool {
	d := p.Sub(q)
	return max(d.X, -d.X, d.Y, -d.Y) <= 3
}

func TestEachToolDrawsItsShape(t *testing.T) {
	from, to := image.Pt(400, 300), image.Pt(700, 500)
	for _, tool := range []Tool{Frame, Arrow, Highlight, Redact, Line} {
		r := newRig(t, nil)
		r.Use(tool)
		r.draw(from, image.Pt(500, 350), to)
		s := r.only()
		if Tool(s.Kind) != tool || !isNear(s.Points[0], from) || !isNear(s.Points[len(s.Points)-1], to) {
			t.Errorf("%s drew %+v", tool, s)
		}
		if len(r.changed) != 1 {
			t.Errorf("%s: told %d times of one edit", tool, len(r.changed))
		}
	}
}

func TestClickWithoutDragDrawsNothing(t *testing.T) {
	for _, tool := range []Tool{Frame, Arrow, Line, Highlight, Redact, Crop} {
		r := newRig(t, nil)
		r.Use(tool)
		r.draw(image.Pt(400, 300))
		if !r.Drawing().IsEmpty() || len(r.changed) != 0 {
			t.Errorf("%s: %+v", tool, r.Drawing())
		}
	}
}

func TestStepsCountAndMove(t *testing.T) {
	r := newRig(t, nil)
	r.Use(Step)
	r.draw(image.Pt(200, 200))
	r.draw(image.Pt(600, 200))
	r.draw(image.Pt(600, 600))
	if d := r.Drawing(); len(d.Shapes) != 3 || d.Number(2) != 3 {
		t.Fatalf("%+v", d)
	}
	r.draw(image.Pt(200, 200), image.Pt(300, 300)) // on the first one: it moves
	if d := r.Drawing(); len(d.Shapes) != 3 || !isNear(d.Shapes[0].Points[0], image.Pt(300, 300)) {
		t.Errorf("%+v", r.Drawing())
	}
}

func TestWhatWasDrawnIsMovedShapedAndDeleted(t *testing.T) {
	r := newRig(t, nil)
	r.Use(Redact)
	r.draw(image.Pt(400, 300), image.Pt(700, 500))
	r.draw(image.Pt(700, 500), image.Pt(800, 600)) // its corner, still selected
	if s := r.only(); !isNear(s.Points[1], image.Pt(800, 600)) {
		t.Fatalf("shaped to %+v", s)
	}
	r.Use(Select)
	r.draw(image.Pt(500, 400), image.Pt(600, 450))
	if s := r.only(); !isNear(s.Points[0], image.Pt(500, 350)) {
		t.Fatalf("moved to %+v", s)
	}
	r.key(fyne.KeyDelete)
	if len(r.Drawing().Shapes) != 0 {
		t.Error("still there")
	}
	for range 4 {
		r.board.TypedShortcut(&fyne.ShortcutUndo{})
	}
	if !r.Drawing().IsEmpty() {
		t.Errorf("undone to %+v", r.Drawing())
	}
	for range 3 {
		r.board.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyZ, Modifier: fyne.KeyModifierControl | fyne.KeyModifierShift})
	}
	if s := r.only(); !isNear(s.Points[0], image.Pt(500, 350)) {
		t.Errorf("redone to %+v", s)
	}
}

func TestCropKeepsItsCornersAndComesBack(t *testing.T) {
	r := newRig(t, nil)
	r.Use(Crop)
	r.draw(image.Pt(100, 100), image.Pt(900, 700))
	if c := r.Drawing().Crop; !isNear(c.Min, image.Pt(100, 100)) || !isNear(c.Max, image.Pt(900, 700)) {
		t.Fatalf("crop %v", c)
	}
	r.draw(image.Pt(900, 700), image.Pt(1000, 800))
	if c := r.Drawing().Crop; !isNear(c.Min, image.Pt(100, 100)) || !isNear(c.Max, image.Pt(1000, 800)) {
		t.Fatalf("by its corner %v", c)
	}
	r.draw(image.Pt(300, 300), image.Pt(9000, 9000)) // beyond the picture
	if c := r.Drawing().Crop; c.Max != image.Pt(1600, 900) {
		t.Fatalf("beyond the picture: %v", c)
	}
	r.key(fyne.KeyDelete)
	if !r.Drawing().Crop.Empty() {
		t.Error("the crop is still there")
	}
}

func TestTextIsWrittenAndWrittenAnew(t *testing.T) {
	r := newRig(t, nil)
	r.Use(Text)
	r.draw(image.Pt(300, 300))
	if !r.words.isOpen() || r.win.Canvas().Focused() != fyne.Focusable(r.words.entry) {
		t.Fatal("nowhere to write")
	}
	test.Type(r.words.entry, "qui è sbagliato")
	r.words.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if s := r.only(); s.Text != "qui è sbagliato" || !isNear(s.Points[0], image.Pt(300, 300)) {
		t.Fatalf("%+v", s)
	}
	r.draw(image.Pt(310, 310))
	r.draw(image.Pt(310, 310)) // twice: it opens again
	if !r.words.isOpen() {
		t.Fatal("a double click does not open a text")
	}
	r.words.entry.SetText("")
	r.Escape()
	if len(r.Drawing().Shapes) != 0 {
		t.Error("an empty text stays")
	}
}

func TestEscapeLosesNothing(t *testing.T) {
	r := newRig(t, nil)
	r.Use(Text)
	r.draw(image.Pt(300, 300))
	test.Type(r.words.entry, "ciao")
	r.Escape() // out of the text
	r.Use(Redact)
	r.draw(image.Pt(500, 300), image.Pt(700, 500))
	r.key(fyne.KeyEscape) // out of the selection
	if r.done != 0 {
		t.Fatal("done too early")
	}
	r.key(fyne.KeyEscape)
	if r.done != 1 || len(r.Drawing().Shapes) != 2 {
		t.Errorf("done %d times, %+v", r.done, r.Drawing())
	}
	r.Finish()
	if r.done != 1 {
		t.Error("done twice")
	}
}

func TestAllByKeyboard(t *testing.T) {
	r := newRig(t, nil)
	r.key(fyne.KeyR)
	r.key(fyne.KeyReturn)
	first := r.only()
	if first.Kind != markup.Redact || first.IsVoid() {
		t.Fatalf("%+v", first)
	}
	r.key(fyne.KeyRight)
	if s := r.only(); s.Points[0].X <= first.Points[0].X || s.Points[0].Y != first.Points[0].Y {
		t.Errorf("Right moved it from %v to %v", first.Points, s.Points)
	}
	before := r.only()
	r.board.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyDown, Modifier: fyne.KeyModifierControl})
	if s := r.only(); s.Points[0] != before.Points[0] || s.Points[1] == before.Points[1] {
		t.Errorf("Ctrl+Down moved it: %v to %v", before.Points, s.Points)
	}
	r.key(fyne.KeyN)
	r.key(fyne.KeyReturn)
	r.key(fyne.KeyPageUp)
	if r.selected != 0 {
		t.Errorf("Page Up selected %d", r.selected)
	}
	r.key(fyne.KeyDelete)
	if s := r.only(); s.Kind != markup.Step {
		t.Errorf("left: %+v", s)
	}
	seen := map[fyne.Focusable]bool{}
	for range 40 {
		r.win.Canvas().FocusNext()
		seen[r.win.Canvas().Focused()] = true
	}
	if want := len(tools) + len(markup.Swatches()) + 8 + 1; len(seen) != want {
		t.Errorf("Tab goes through %d, want %d", len(seen), want)
	}
}

func TestZoomKeepsThePlaceUnderThePointer(t *testing.T) {
	r := newRig(t, nil)
	at := fyne.NewPos(300, 200)
	before := r.view.Place().Picture(r.board.pixel(at))
	for range 6 {
		r.board.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: at}, Scrolled: fyne.NewDelta(0, 10)})
	}
	if after := r.view.Place().Picture(r.board.pixel(at)); !isNear(before, after) || r.view.Place().Scale < 1 {
		t.Errorf("%v became %v at %.2f", before, after, r.view.Place().Scale)
	}
	r.board.TypedRune('0')
	if p := r.view.Place(); p.Rect(r.bounds).Intersect(image.Rectangle{Max: r.board.size()}) != p.Rect(r.bounds) {
		t.Errorf("the whole picture lies at %+v", p)
	}
	r.board.TypedRune('1')
	if r.view.Place().Scale != 1 {
		t.Errorf("its own size is %.2f", r.view.Place().Scale)
	}
	for range 200 {
		r.key(fyne.KeyLeft)
	}
	if shown := r.view.Place().Rect(r.bounds).Intersect(image.Rectangle{Max: r.board.size()}); shown.Empty() {
		t.Error("the picture was lost out of sight")
	}
}

func TestColourOfWhatIsSelected(t *testing.T) {
	r := newRig(t, nil)
	r.Use(Arrow)
	r.draw(image.Pt(400, 300), image.Pt(700, 500))
	r.dyes[1].Tapped(nil)
	if s := r.only(); s.Colour != markup.Blue {
		t.Errorf("%+v", s)
	}
	r.Use(Highlight)
	r.draw(image.Pt(100, 100), image.Pt(300, 200))
	if s := r.Drawing().Shapes[1]; s.Colour != markup.Yellow {
		t.Errorf("a highlight begins in %v", s.Colour)
	}
}

// looks is our look, light or dark whatever the system says.
type looks struct {
	fyne.Theme
	variant fyne.ThemeVariant
}

func (l looks) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	return l.Theme.Color(name, l.variant)
}

// The editor as it looks; TICKETPP_PICTURES names a folder for the pictures.
func TestPictures(t *testing.T) {
	dir := os.Getenv("TICKETPP_PICTURES")
	if dir == "" {
		dir = t.TempDir()
	}
	for _, lang := range []string{"it", "en"} {
		for name, variant := range map[string]fyne.ThemeVariant{"light": theme.VariantLight, "dark": theme.VariantDark} {
			t.Setenv("FYNE_THEME", name)
			r := newRig(t, func(o *Options) { o.Texts, _ = l10n.New(lang) })
			fyne.CurrentApp().Settings().SetTheme(looks{window.NewTheme(), variant})
			r.show()
			r.Use(Frame)
			r.draw(image.Pt(100, 100), image.Pt(400, 260))
			r.Use(Highlight)
			r.draw(image.Pt(900, 100), image.Pt(1400, 200))
			r.Use(Step)
			r.draw(image.Pt(200, 600))
			r.draw(image.Pt(400, 600))
			r.Use(Redact)
			r.draw(image.Pt(900, 400), image.Pt(1300, 500))
			r.Use(Arrow)
			r.draw(image.Pt(800, 800), image.Pt(500, 650))
			f, err := os.Create(filepath.Join(dir, "editor-"+lang+"-"+name+".png"))
			if err != nil {
				t.Fatal(err)
			}
			if err := png.Encode(f, r.win.Canvas().Capture()); err != nil {
				t.Fatal(err)
			}
			f.Close()
		}
	}
}

func TestUndoGoesFurtherBackThanTheEditor(t *testing.T) {
	h := markup.NewHistory(markup.Drawing{})
	for range 2 { // opened twice
		r := newRig(t, func(o *Options) { o.History, o.Drawing = h, h.Now() })
		r.Use(Step)
		r.draw(image.Pt(200, 200*(1+len(r.Drawing().Shapes))))
		r.Finish()
	}
	r := newRig(t, func(o *Options) { o.History, o.Drawing = h, h.Now() })
	if len(r.Drawing().Shapes) != 2 {
		t.Fatalf("%+v", r.Drawing())
	}
	r.Undo()
	r.Undo()
	if !r.Drawing().IsEmpty() || h.CanUndo() {
		t.Errorf("undone to %+v", r.Drawing())
	}
}
