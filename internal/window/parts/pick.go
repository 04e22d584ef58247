package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Picker is a field that opens a short list.
type Picker struct {
	widget.Select

	host Host
}

// NewPicker returns a field with these options; changed gets the index of the
// one that is picked.
func NewPicker(h Host, options []string, changed func(int)) *Picker {
	p := &Picker{host: h}
	p.Options = options
	p.PlaceHolder = " "
	p.OnChanged = func(string) { changed(p.SelectedIndex()) }
	p.ExtendBaseWidget(p)
	return p
}

// TypedKey opens the list at Enter too, and steps with Up and Down without
// opening it.
func (p *Picker) TypedKey(key *fyne.KeyEvent) {
	switch {
	case key.Name == fyne.KeyEscape:
		p.host.Escape()
	case IsReturn(key.Name), key.Name == fyne.KeySpace:
		p.Select.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
		p.mark()
	case key.Name == fyne.KeyDown:
		p.Select.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	case key.Name == fyne.KeyUp:
		p.Select.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	default:
		p.Select.TypedKey(key)
	}
}

// mark marks the option that is chosen, or the first, in a list that a key has
// opened: the toolkit marks none until an arrow is pressed.
func (p *Picker) mark() {
	c := fyne.CurrentApp().Driver().CanvasForObject(p)
	if c == nil {
		return
	}
	if list, ok := c.Focused().(*widget.PopUpMenu); ok {
		for range max(p.SelectedIndex(), 0) + 1 {
			list.ActivateNext()
		}
	}
}

// FocusGained tells the window.
func (p *Picker) FocusGained() {
	p.Select.FocusGained()
	p.host.FocusChanged(p, true)
}

// FocusLost tells the window.
func (p *Picker) FocusLost() {
	p.Select.FocusLost()
	p.host.FocusChanged(p, false)
}
