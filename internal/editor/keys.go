package editor

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// A key's step, in Fyne's units of the view: usual, and with Shift.
const (
	coarse = 10
	fine   = 1
)

// TypedKey draws, moves and deletes by the keyboard.
func (b *board) TypedKey(k *fyne.KeyEvent) {
	e := b.editor
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		e.enter()
	case fyne.KeyPageDown:
		e.next(1)
	case fyne.KeyPageUp:
		e.next(-1)
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown:
		e.arrow(k.Name, modifiers())
	default:
		e.typed(k.Name)
	}
}

// typed handles the keys that mean the same wherever the focus is.
func (e *Editor) typed(k fyne.KeyName) {
	switch k {
	case fyne.KeyEscape:
		e.Escape()
	case fyne.KeyDelete, fyne.KeyBackspace:
		e.Delete()
	default:
		if t, ok := toolOf(k); ok && modifiers() == 0 {
			e.Use(t)
		}
	}
}

// TypedRune zooms: the signs stand on different keys on different keyboards.
func (b *board) TypedRune(r rune) { b.editor.rune(r) }

func (e *Editor) rune(r rune) {
	middle := e.board.size().Div(2)
	switch r {
	case '+':
		e.board.zoomBy(1.25, middle)
	case '-':
		e.board.zoomBy(1/1.25, middle)
	case '0':
		e.fit()
	case '1':
		e.actual()
	}
}

// fit shows the whole picture.
func (e *Editor) fit() {
	e.board.fit()
	e.show()
}

// actual shows the picture pixel by pixel.
func (e *Editor) actual() {
	e.board.lie(e.view.Place().Zoom(1, e.board.size().Div(2)))
}

// enter draws in the middle, or opens the selected text.
func (e *Editor) enter() {
	if e.selected >= 0 {
		if s := e.history.Now().Shapes[e.selected]; Tool(s.Kind) == Text {
			i := e.selected
			e.selected = -1
			e.words.open(i, s)
			return
		}
	}
	e.place()
}

// arrow moves what is selected, or the view; with Ctrl it changes the size.
func (e *Editor) arrow(k fyne.KeyName, held fyne.KeyModifier) {
	step := coarse
	if held&fyne.KeyModifierShift != 0 {
		step = fine
	}
	if e.selected >= 0 || e.tool == Crop { // pixels of the picture
		step = max(1, int(float64(step)*float64(e.board.scale())/max(e.view.Place().Scale, 0.01)))
		if held&fyne.KeyModifierShift != 0 {
			step = 1
		}
	}
	by := map[fyne.KeyName]image.Point{
		fyne.KeyLeft: {X: -step}, fyne.KeyRight: {X: step}, fyne.KeyUp: {Y: -step}, fyne.KeyDown: {Y: step},
	}[k]
	e.nudge(by, held&(fyne.KeyModifierControl|fyne.KeyModifierSuper) != 0)
}

// modifiers are the keys that are held.
func modifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// KeyDown begins to pan where the space bar is held.
func (b *board) KeyDown(k *fyne.KeyEvent) {
	if k.Name == fyne.KeySpace {
		b.space = true
	}
}

// KeyUp ends it.
func (b *board) KeyUp(k *fyne.KeyEvent) {
	if k.Name == fyne.KeySpace {
		b.space = false
	}
}

// TypedShortcut undoes, redoes and ends.
func (b *board) TypedShortcut(s fyne.Shortcut) { b.editor.shortcut(s) }

// shortcut runs what the keys with Ctrl mean in the editor, and reports
// whether they mean anything.
func (e *Editor) shortcut(s fyne.Shortcut) bool {
	switch s := s.(type) {
	case *fyne.ShortcutUndo:
		e.Undo()
	case *fyne.ShortcutRedo:
		e.Redo()
	case *desktop.CustomShortcut:
		const main = fyne.KeyModifierControl | fyne.KeyModifierSuper
		switch {
		case s.KeyName == fyne.KeyZ && s.Modifier&main != 0 && s.Modifier&fyne.KeyModifierShift != 0:
			e.Redo()
		case (s.KeyName == fyne.KeyReturn || s.KeyName == fyne.KeyEnter) && s.Modifier&main != 0:
			e.Finish()
		case isArrow(s.KeyName) && s.Modifier&main != 0: // Fyne makes shortcuts of these
			e.arrow(s.KeyName, s.Modifier)
		default:
			return false
		}
	default:
		return false
	}
	return true
}

func isArrow(k fyne.KeyName) bool {
	return k == fyne.KeyLeft || k == fyne.KeyRight || k == fyne.KeyUp || k == fyne.KeyDown
}
