package compose

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"ticketpp/internal/window/parts"
)

// host is what the fields ask of the form around them, so that a key means
// the same wherever the focus is.
type host interface {
	parts.Host
	send()           // Ctrl+Enter
	takeSuggestion() // Alt+Enter
	focusNext()      // Enter in a field of one line
	paste()          // Ctrl+V of something that is no text
}

// entry is a text field that leaves Tab, Esc and the form's shortcuts to the
// form.
type entry struct {
	widget.Entry
	host    host
	onKey   func(*fyne.KeyEvent) bool // sees a key first; true: it has used it
	onFocus func(gained bool)         // the field was entered or left
	undo    func() bool               // takes a suggestion back; false: there was none
}

// newEntry makes a field of so many visible lines.
func newEntry(h host, lines int) *entry {
	e := &entry{host: h}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	if lines > 1 {
		e.MultiLine = true
		e.Wrapping = fyne.TextWrapWord
		e.SetMinRowsVisible(lines)
	}
	e.ExtendBaseWidget(e)
	return e
}

// AcceptsTab is false: Tab goes to the next field, also from several lines.
func (e *entry) AcceptsTab() bool { return false }

// TypedKey handles what the form needs and leaves the rest to Fyne.
func (e *entry) TypedKey(key *fyne.KeyEvent) {
	switch {
	case e.onKey != nil && e.onKey(key):
	case key.Name == fyne.KeyEscape:
		e.host.Escape()
	case key.Name == fyne.KeyTab:
	case parts.IsReturn(key.Name) && !e.MultiLine:
		e.host.focusNext()
	default:
		e.Entry.TypedKey(key)
	}
}

// TypedShortcut handles the form's shortcuts and leaves the rest to Fyne.
func (e *entry) TypedShortcut(s fyne.Shortcut) {
	if formShortcut(e.host, s) {
		return
	}
	if _, ok := s.(*fyne.ShortcutUndo); ok && e.undo != nil && e.undo() {
		return
	}
	if p, ok := s.(*fyne.ShortcutPaste); ok && p.Clipboard != nil && p.Clipboard.Content() == "" {
		e.host.paste()
		return
	}
	e.Entry.TypedShortcut(s)
}

// FocusGained tells the form.
func (e *entry) FocusGained() {
	e.Entry.FocusGained()
	e.tellFocus(true)
}

// FocusLost tells the form.
func (e *entry) FocusLost() {
	e.Entry.FocusLost()
	e.tellFocus(false)
}

func (e *entry) tellFocus(gained bool) {
	if e.onFocus != nil {
		e.onFocus(gained)
	}
	e.host.FocusChanged(e, gained)
}

// replace sets the text as if it had been typed, with the cursor at its end.
func (e *entry) replace(s string) {
	e.SetText(s)
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
}

// formShortcut runs s if it is one of the form's.
func formShortcut(h host, s fyne.Shortcut) bool {
	custom, ok := s.(*desktop.CustomShortcut)
	if !ok || !parts.IsReturn(custom.KeyName) {
		return false
	}
	switch custom.Modifier {
	case fyne.KeyModifierControl, fyne.KeyModifierSuper:
		h.send()
	case fyne.KeyModifierAlt:
		h.takeSuggestion()
	default:
		return false
	}
	return true
}

// check is a tick box.
type check struct {
	widget.Check
	host host
}

func newCheck(h host, label string, on bool, changed func(bool)) *check {
	c := &check{host: h}
	c.Text, c.Checked, c.OnChanged = label, on, changed
	c.ExtendBaseWidget(c)
	return c
}

// TypedKey leaves Esc to the form.
func (c *check) TypedKey(key *fyne.KeyEvent) {
	if key.Name == fyne.KeyEscape {
		c.host.Escape()
		return
	}
	c.Check.TypedKey(key)
}

// FocusGained tells the form.
func (c *check) FocusGained() {
	c.Check.FocusGained()
	c.host.FocusChanged(c, true)
}

// FocusLost tells the form.
func (c *check) FocusLost() {
	c.Check.FocusLost()
	c.host.FocusChanged(c, false)
}

// picker is a field that opens a short list.
type picker struct {
	widget.Select
	host host
}

func newPicker(h host, options []string, changed func(int)) *picker {
	p := &picker{host: h}
	p.Options = options
	p.PlaceHolder = " "
	p.OnChanged = func(string) { changed(p.SelectedIndex()) }
	p.ExtendBaseWidget(p)
	return p
}

// TypedKey opens the list at Enter too, and steps with Up and Down without
// opening it.
func (p *picker) TypedKey(key *fyne.KeyEvent) {
	switch {
	case key.Name == fyne.KeyEscape:
		p.host.Escape()
	case parts.IsReturn(key.Name):
		p.Select.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	case key.Name == fyne.KeyDown:
		p.Select.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	case key.Name == fyne.KeyUp:
		p.Select.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	default:
		p.Select.TypedKey(key)
	}
}

// FocusGained tells the form.
func (p *picker) FocusGained() {
	p.Select.FocusGained()
	p.host.FocusChanged(p, true)
}

// FocusLost tells the form.
func (p *picker) FocusLost() {
	p.Select.FocusLost()
	p.host.FocusChanged(p, false)
}
