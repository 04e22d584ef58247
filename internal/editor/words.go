package editor

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"ticketpp/internal/markup"
)

// words is the field in which a text on the picture is written. What is
// written shows on the picture at once.
type words struct {
	editor *Editor
	box    *fyne.Container
	entry  *wordEntry
	shape  markup.Shape
	index  int // of the shape that is written anew; -1: it is a new one
}

func newWords(e *Editor) *words {
	w := &words{editor: e, index: -1}
	w.entry = &wordEntry{words: w}
	w.entry.ExtendBaseWidget(w.entry)
	w.entry.PlaceHolder = e.texts.Get("editor.text.placeholder")
	w.entry.OnChanged = func(string) { w.preview() }
	w.box = container.NewWithoutLayout(w.entry)
	w.box.Hide()
	e.o.Events.Name("editor.words", w.entry)
	return w
}

func (w *words) isOpen() bool { return w.box.Visible() }

// open begins to write a text: shape i of the drawing, or a new one when i is
// negative.
func (w *words) open(i int, s markup.Shape) {
	e := w.editor
	w.shape, w.index = s, i
	w.box.Show()
	w.entry.SetText(s.Text)
	w.entry.CursorColumn = len([]rune(s.Text))
	w.lie()
	e.show()
	e.focus(w.entry)
}

// lie puts the field below the place of the text, within the board.
func (w *words) lie() {
	const width = 260
	e := w.editor
	height := w.entry.MinSize().Height
	at := e.board.position(e.view.Place().View(w.shape.Points[0]))
	line := float32(float64(w.shape.Width)*e.view.Place().Scale) / e.board.scale()
	size := e.board.Size()
	x := fyne.Max(0, fyne.Min(at.X, size.Width-width))
	y := at.Y + line*1.5 + 4
	if y+height > size.Height {
		y = fyne.Max(0, at.Y-height-4)
	}
	w.entry.Resize(fyne.NewSize(width, height))
	w.entry.Move(e.board.Position().AddXY(x, y))
}

// follow keeps the field beside its text when the picture has moved.
func (w *words) follow() {
	if w.isOpen() {
		w.lie()
	}
}

// written is the drawing with the text as it stands in the field.
func (w *words) written() markup.Drawing {
	d := w.editor.history.Now()
	s := w.shape
	s.Text = w.entry.Text
	switch {
	case w.index < 0 && s.IsVoid():
		return d
	case w.index < 0:
		return d.Add(s)
	case s.IsVoid():
		return d.Delete(w.index)
	}
	return d.Replace(w.index, s)
}

func (w *words) preview() {
	if w.isOpen() {
		w.editor.now = w.written()
		w.editor.board.show()
	}
}

// take ends the writing and keeps the text.
func (w *words) take() {
	if !w.isOpen() {
		return
	}
	d := w.written()
	w.box.Hide()
	w.editor.do(d)
}

// wordEntry is a field that Enter and Esc leave; what was written stays.
type wordEntry struct {
	widget.Entry
	words *words
}

// TypedKey leaves the field at Enter and Esc.
func (w *wordEntry) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyEscape:
		w.words.take()
		w.words.editor.Focus()
	default:
		w.Entry.TypedKey(k)
	}
}

// TypedShortcut leaves the editor at Ctrl+Enter.
func (w *wordEntry) TypedShortcut(s fyne.Shortcut) {
	if c, ok := s.(*desktop.CustomShortcut); ok && (c.KeyName == fyne.KeyReturn || c.KeyName == fyne.KeyEnter) {
		w.words.editor.shortcut(s)
		return
	}
	w.Entry.TypedShortcut(s)
}
