package signin

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ticketpp/internal/window"
)

// newWords is wrapped text.
func newWords(s string, color fyne.ThemeColorName, size fyne.ThemeSizeName) *widget.RichText {
	r := widget.NewRichText(&widget.TextSegment{Text: s, Style: widget.RichTextStyle{ColorName: color, SizeName: size}})
	r.Wrapping = fyne.TextWrapWord
	return r
}

// newTitle is the one big line of the window.
func newTitle(s string, at fyne.TextAlign) *widget.RichText {
	r := newWords(s, theme.ColorNameForeground, window.SizeTitle)
	segment(r).Style.TextStyle.Bold = true
	align(r, at)
	return r
}

func segment(r *widget.RichText) *widget.TextSegment {
	s, _ := r.Segments[0].(*widget.TextSegment)
	return s
}

func align(r *widget.RichText, at fyne.TextAlign) { segment(r).Style.Alignment = at }

func setWords(r *widget.RichText, s string) {
	segment(r).Text = s
	r.Refresh()
}

// isReturn reports whether a key is one of the two Enter keys.
func isReturn(key fyne.KeyName) bool { return key == fyne.KeyReturn || key == fyne.KeyEnter }

// entry is the field for the password.
type entry struct {
	widget.Entry
	w *Window
}

func newEntry(w *Window) *entry {
	e := &entry{w: w}
	e.Password = true
	e.ExtendBaseWidget(e)
	return e
}

// TypedKey logs in at Enter and gives up at Esc.
func (e *entry) TypedKey(key *fyne.KeyEvent) {
	switch {
	case key.Name == fyne.KeyEscape:
		e.w.escape()
	case isReturn(key.Name):
		e.w.begin()
	default:
		e.Entry.TypedKey(key)
	}
}

// button is a button that Enter presses too.
type button struct {
	widget.Button
	w *Window
}

func newButton(w *Window, label string, tapped func()) *button {
	b := &button{w: w}
	b.Text, b.OnTapped = label, tapped
	b.ExtendBaseWidget(b)
	return b
}

func (b *button) setWords(s string) {
	b.Text = s
	b.Refresh()
}

// TypedKey presses the button at Enter.
func (b *button) TypedKey(key *fyne.KeyEvent) {
	switch {
	case key.Name == fyne.KeyEscape:
		b.w.escape()
	case isReturn(key.Name) && !b.Disabled() && b.OnTapped != nil:
		b.OnTapped()
	default:
		b.Button.TypedKey(key)
	}
}

// panel is a ground of one of the theme's colours.
type panel struct {
	widget.BaseWidget
	fill fyne.ThemeColorName
}

func newPanel(fill fyne.ThemeColorName) *panel {
	p := &panel{fill: fill}
	p.ExtendBaseWidget(p)
	return p
}

// CreateRenderer is Fyne's.
func (p *panel) CreateRenderer() fyne.WidgetRenderer {
	r := &panelRenderer{panel: p, ground: canvas.NewRectangle(color.Transparent)}
	r.Refresh()
	return r
}

type panelRenderer struct {
	panel  *panel
	ground *canvas.Rectangle
}

func (r *panelRenderer) Destroy()                     {}
func (r *panelRenderer) MinSize() fyne.Size           { return fyne.NewSize(0, 0) }
func (r *panelRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.ground} }
func (r *panelRenderer) Layout(size fyne.Size)        { r.ground.Resize(size) }

func (r *panelRenderer) Refresh() {
	r.ground.FillColor = r.panel.Theme().Color(r.panel.fill, fyne.CurrentApp().Settings().ThemeVariant())
	r.ground.Refresh()
}
