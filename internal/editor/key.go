package editor

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ticketpp/internal/window"
)

// key is a button of the editor: an icon, a name and the key that does the
// same. It says what it is for in the line below the picture while the pointer
// or the keyboard is on it.
type key struct {
	widget.BaseWidget
	editor *Editor
	icon   fyne.Resource // may be nil
	label  string        // may be empty
	letter string        // the key; may be empty
	hint   string
	tapped func()
	on     bool // the tool in use
	off    bool // there is nothing to do
	strong bool // the way out
	hover  bool
	held   bool // it has the keyboard
}

var (
	_ fyne.Focusable     = (*key)(nil)
	_ fyne.Tappable      = (*key)(nil)
	_ fyne.Shortcutable  = (*key)(nil)
	_ desktop.Hoverable  = (*key)(nil)
	_ desktop.Cursorable = (*key)(nil)
)

func newKey(e *Editor, icon fyne.Resource, label, letter, hint string, tapped func()) *key {
	k := &key{editor: e, icon: icon, label: label, letter: letter, hint: hint, tapped: tapped}
	k.ExtendBaseWidget(k)
	return k
}

// set says whether the key is in use, and whether there is anything to do.
func (k *key) set(on, off bool) {
	if k.on != on || k.off != off {
		k.on, k.off = on, off
		k.Refresh()
	}
}

func (k *key) setLabel(s string) {
	if k.label != s {
		k.label = s
		k.Refresh()
	}
}

// Tapped presses the key.
func (k *key) Tapped(*fyne.PointEvent) { k.press() }

func (k *key) press() {
	if !k.off {
		k.tapped()
	}
}

// TypedKey presses the key at Enter and Space; the other keys are the
// editor's.
func (k *key) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		k.press()
	default:
		k.editor.typed(ev.Name)
	}
}

// TypedRune leaves the signs to the editor.
func (k *key) TypedRune(r rune) { k.editor.rune(r) }

// TypedShortcut leaves the shortcuts to the editor.
func (k *key) TypedShortcut(s fyne.Shortcut) { k.editor.shortcut(s) }

// FocusGained says what the key is for.
func (k *key) FocusGained() {
	k.held = true
	k.point()
}

// FocusLost is its reverse.
func (k *key) FocusLost() {
	k.held = false
	k.point()
}

// MouseIn says what the key is for.
func (k *key) MouseIn(*desktop.MouseEvent) {
	k.hover = true
	k.point()
}

// MouseMoved is of no use here.
func (k *key) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is the reverse of MouseIn.
func (k *key) MouseOut() {
	k.hover = false
	k.point()
}

func (k *key) point() {
	hint := ""
	if k.hover || k.held {
		hint = k.hint
	}
	k.editor.hint(hint)
	k.Refresh()
	k.editor.tellLayout()
}

// Cursor is the hand.
func (k *key) Cursor() desktop.Cursor { return desktop.PointerCursor }

// The measures of a key, in Fyne's units.
const (
	keyHeight = 32
	keyIcon   = 18
	keyRoom   = 7 // at its sides
	keyGap    = 4 // between its parts
)

// MinSize has room for all its parts.
func (k *key) MinSize() fyne.Size {
	k.ExtendBaseWidget(k)
	w := float32(2 * keyRoom)
	parts := 0
	if k.icon != nil {
		w += keyIcon
		parts++
	}
	for _, s := range []string{k.label, k.letter} {
		if s != "" {
			w += k.measure(s, s == k.letter)
			parts++
		}
	}
	return fyne.NewSize(w+keyGap*float32(max(parts-1, 0)), keyHeight)
}

func (k *key) measure(s string, small bool) float32 {
	return fyne.MeasureText(s, k.Theme().Size(k.size(small)), fyne.TextStyle{}).Width
}

func (k *key) size(small bool) fyne.ThemeSizeName {
	if small {
		return theme.SizeNameCaptionText
	}
	return theme.SizeNameText
}

// CreateRenderer is Fyne's.
func (k *key) CreateRenderer() fyne.WidgetRenderer {
	r := &keyRenderer{
		key: k, ground: canvas.NewRectangle(color.Transparent), icon: &canvas.Image{FillMode: canvas.ImageFillContain},
		label: canvas.NewText("", nil), letter: canvas.NewText("", nil),
	}
	r.Refresh()
	return r
}

type keyRenderer struct {
	key           *key
	ground        *canvas.Rectangle
	icon          *canvas.Image
	label, letter *canvas.Text
}

func (r *keyRenderer) Destroy()           {}
func (r *keyRenderer) MinSize() fyne.Size { return r.key.MinSize() }
func (r *keyRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.icon, r.label, r.letter}
}

func (r *keyRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	x := (size.Width - r.key.MinSize().Width) / 2
	x += keyRoom
	if r.key.icon != nil {
		r.icon.Move(fyne.NewPos(x, (size.Height-keyIcon)/2))
		r.icon.Resize(fyne.NewSquareSize(keyIcon))
		x += keyIcon + keyGap
	}
	for _, t := range []*canvas.Text{r.label, r.letter} {
		if t.Text == "" {
			continue
		}
		min := t.MinSize()
		t.Move(fyne.NewPos(x, (size.Height-min.Height)/2))
		t.Resize(min)
		x += min.Width + keyGap
	}
}

func (r *keyRenderer) Refresh() {
	k := r.key
	th, v := k.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	colour := func(n fyne.ThemeColorName) color.Color { return th.Color(n, v) }
	ink, quiet, ground := theme.ColorNameForeground, window.ColorMuted, fyne.ThemeColorName("")
	switch {
	case k.off:
		ink, quiet = theme.ColorNameDisabled, theme.ColorNameDisabled
	case k.strong:
		ink, quiet, ground = theme.ColorNameForegroundOnPrimary, theme.ColorNameForegroundOnPrimary, theme.ColorNamePrimary
	case k.on:
		ink, quiet, ground = theme.ColorNamePrimary, theme.ColorNamePrimary, window.ColorSelected
	case k.hover:
		ground = theme.ColorNameButton
	}
	r.ground.FillColor, r.ground.StrokeColor = color.Transparent, color.Transparent
	if ground != "" {
		r.ground.FillColor = colour(ground)
	}
	if k.on && !k.strong || k.held {
		r.ground.StrokeColor = colour(theme.ColorNamePrimary)
	}
	r.ground.StrokeWidth = 1
	if k.held {
		r.ground.StrokeWidth = 2
	}
	r.ground.CornerRadius = th.Size(theme.SizeNameButtonRadius)
	r.icon.Resource = nil
	r.icon.Hidden = k.icon == nil
	if k.icon != nil {
		r.icon.Resource = inked(k.icon, colour(ink))
	}
	r.label.Text, r.label.TextSize, r.label.Color = k.label, th.Size(k.size(false)), colour(ink)
	r.letter.Text, r.letter.TextSize, r.letter.Color = k.letter, th.Size(k.size(true)), colour(quiet)
	r.Layout(k.Size())
	r.icon.Refresh()
	canvas.Refresh(k)
}
