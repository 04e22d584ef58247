package parts

import "fyne.io/fyne/v2"

// Focus is what a part that draws itself does about the keyboard: it shows
// when it has it, and tells the window. A part embeds it and calls Join.
type Focus struct {
	Held bool // the part has the keyboard

	host Host
	part Part
}

// Part is something in a window that can have the keyboard.
type Part interface {
	fyne.CanvasObject
	fyne.Focusable
}

// Join says whose focus this is.
func (f *Focus) Join(h Host, part Part) { f.host, f.part = h, part }

// Take gives the part the keyboard.
func (f *Focus) Take() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(f.part); c != nil {
		c.Focus(f.part)
	}
}

// FocusGained shows the focus.
func (f *Focus) FocusGained() { f.hold(true) }

// FocusLost hides the focus.
func (f *Focus) FocusLost() { f.hold(false) }

func (f *Focus) hold(on bool) {
	f.Held = on
	f.part.Refresh()
	f.host.FocusChanged(f.part, on)
}

// TypedRune is of no use to a part without words.
func (f *Focus) TypedRune(rune) {}
