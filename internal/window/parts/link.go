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

// Link is a small button that looks like a word of the text around it.
type Link struct {
	widget.BaseWidget
	Focus
	Letters  fyne.ThemeSizeName
	OnTapped func()
	Aside    bool // no stop for the Tab key: there is a key that does the same from the field it belongs to

	words   string
	hovered bool
}

var (
	_ fyne.Focusable     = (*Link)(nil)
	_ fyne.Disableable   = (*Link)(nil)
	_ fyne.Tappable      = (*Link)(nil)
	_ desktop.Hoverable  = (*Link)(nil)
	_ desktop.Cursorable = (*Link)(nil)
)

// NewLink returns a link that calls tapped.
func NewLink(h Host, words string, tapped func()) *Link {
	l := &Link{words: words, Letters: theme.SizeNameCaptionText, OnTapped: tapped}
	l.Join(h, l)
	l.ExtendBaseWidget(l)
	return l
}

// Words returns what the link says.
func (l *Link) Words() string { return l.words }

// SetWords changes what the link says.
func (l *Link) SetWords(s string) {
	if l.words != s {
		l.words = s
		l.Refresh()
	}
}

// Disabled keeps a link that stands aside out of the Tab key's way; it is what
// the toolkit asks.
func (l *Link) Disabled() bool { return l.Aside }

// Enable is of no use here.
func (l *Link) Enable() {}

// Disable is of no use here.
func (l *Link) Disable() {}

// Tapped follows the link.
func (l *Link) Tapped(*fyne.PointEvent) { l.OnTapped() }

// TypedKey follows the link at Enter and Space.
func (l *Link) TypedKey(key *fyne.KeyEvent) {
	switch {
	case key.Name == fyne.KeyEscape:
		l.host.Escape()
	case IsReturn(key.Name), key.Name == fyne.KeySpace:
		l.OnTapped()
	}
}

// MouseIn underlines the link.
func (l *Link) MouseIn(*desktop.MouseEvent) {
	l.hovered = true
	l.Refresh()
}

// MouseMoved is of no use here.
func (l *Link) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends the underline.
func (l *Link) MouseOut() {
	l.hovered = false
	l.Refresh()
}

// Cursor is the hand.
func (l *Link) Cursor() desktop.Cursor { return desktop.PointerCursor }

// linkRoom is the room beside and above a link's words.
const linkRoom = 3

// MinSize has room for the words.
func (l *Link) MinSize() fyne.Size {
	l.ExtendBaseWidget(l)
	return fyne.MeasureText(l.words, l.Theme().Size(l.Letters), fyne.TextStyle{}).AddWidthHeight(2*linkRoom, linkRoom)
}

// CreateRenderer is Fyne's.
func (l *Link) CreateRenderer() fyne.WidgetRenderer {
	r := &linkRenderer{link: l, ground: canvas.NewRectangle(color.Transparent), line: canvas.NewRectangle(color.Transparent), words: canvas.NewText("", nil)}
	r.Refresh()
	return r
}

// NewShortLink puts a link on a line of its own, where it is as wide as its
// words, or as there is room: then the words end with an ellipsis.
func NewShortLink(l *Link) *fyne.Container { return container.New(short{}, l) }

// leastLink is how narrow a short link may become.
const leastLink = 160

type short struct{}

func (short) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		Place(o, 0, 0, fyne.Min(o.MinSize().Width, size.Width), size.Height)
	}
}

func (short) MinSize(objects []fyne.CanvasObject) fyne.Size {
	min := objects[0].MinSize()
	return fyne.NewSize(fyne.Min(min.Width, leastLink), min.Height)
}

type linkRenderer struct {
	link         *Link
	ground, line *canvas.Rectangle
	words        *canvas.Text
}

func (r *linkRenderer) Destroy()           {}
func (r *linkRenderer) MinSize() fyne.Size { return r.link.MinSize() }
func (r *linkRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.words, r.line}
}

func (r *linkRenderer) Layout(size fyne.Size) {
	min := r.link.MinSize()
	r.words.Text = r.link.words
	if size.Width > 0 && size.Width < min.Width {
		measure := func(s string) float32 { return fyne.MeasureText(s, r.words.TextSize, fyne.TextStyle{}).Width }
		r.words.Text = cut(r.link.words, size.Width-2*linkRoom, measure)
		min.Width = measure(r.words.Text) + 2*linkRoom
	}
	y := (size.Height - min.Height) / 2
	r.ground.Move(fyne.NewPos(-linkRoom, y))
	r.ground.Resize(min)
	r.words.Move(fyne.NewPos(0, y+linkRoom/2))
	r.words.Resize(min.SubtractWidthHeight(2*linkRoom, linkRoom))
	r.line.Move(fyne.NewPos(0, y+min.Height-2))
	r.line.Resize(fyne.NewSize(min.Width-2*linkRoom, 1))
}

func (r *linkRenderer) Refresh() {
	th, v := r.link.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	r.words.TextSize = th.Size(r.link.Letters)
	r.words.Color = th.Color(theme.ColorNamePrimary, v)
	r.ground.FillColor, r.line.FillColor = color.Transparent, color.Transparent
	r.ground.CornerRadius = 4
	if r.link.Held {
		r.ground.FillColor = th.Color(theme.ColorNameFocus, v)
	}
	if r.link.hovered {
		r.line.FillColor = r.words.Color
	}
	r.Layout(r.link.Size())
	canvas.Refresh(r.link)
}
