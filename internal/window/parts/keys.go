package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Entry is a text field that leaves Tab, Esc and the window's shortcuts to the
// window.
type Entry struct {
	widget.Entry
	OnKey      func(*fyne.KeyEvent) bool // sees a key first; true: it has used it
	OnReturn   func()                    // Enter in a field of one line; nil: the toolkit's
	OnShortcut func(fyne.Shortcut) bool  // sees a shortcut after the window; true: it has used it
	OnFocus    func(gained bool)         // the field was entered or left

	host  Host
	inner fyne.Scrollable // what the toolkit scrolls the text in; nil until the field is drawn
}

// NewEntry makes a field of so many visible lines.
func NewEntry(h Host, lines int) *Entry {
	e := &Entry{host: h}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	if lines > 1 {
		e.MultiLine = true
		e.Wrapping = fyne.TextWrapWord
		e.SetMinRowsVisible(lines)
	}
	e.ExtendBaseWidget(e)
	return e
}

// CreateRenderer is Fyne's.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	r := e.Entry.CreateRenderer()
	for _, o := range r.Objects() {
		if s, ok := o.(fyne.Scrollable); ok {
			e.inner = s
		}
	}
	return r
}

// AcceptsTab is false: Tab goes to the next part, also from several lines.
func (e *Entry) AcceptsTab() bool { return false }

// TypedKey handles what the window needs and leaves the rest to Fyne.
func (e *Entry) TypedKey(key *fyne.KeyEvent) {
	switch {
	case e.OnKey != nil && e.OnKey(key):
	case key.Name == fyne.KeyEscape:
		e.host.Escape()
	case key.Name == fyne.KeyTab:
	case IsReturn(key.Name) && !e.MultiLine && e.OnReturn != nil:
		e.OnReturn()
	default:
		e.Entry.TypedKey(key)
	}
}

// TypedShortcut handles the window's shortcuts and leaves the rest to Fyne.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	if !e.host.Shortcut(s) && (e.OnShortcut == nil || !e.OnShortcut(s)) {
		e.Entry.TypedShortcut(s)
	}
}

// FocusGained tells the window.
func (e *Entry) FocusGained() {
	e.Entry.FocusGained()
	e.tellFocus(true)
}

// FocusLost tells the window.
func (e *Entry) FocusLost() {
	e.Entry.FocusLost()
	e.tellFocus(false)
}

func (e *Entry) tellFocus(gained bool) {
	if e.OnFocus != nil {
		e.OnFocus(gained)
	}
	e.host.FocusChanged(e, gained)
}

// Replace sets the text as if it had been typed, with the cursor at its end.
func (e *Entry) Replace(s string) {
	e.SetText(s)
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
}

// Button is a button that Enter presses too.
type Button struct {
	widget.Button

	host    Host
	focused bool
}

// NewButton returns a button that calls tapped.
func NewButton(h Host, label string, tapped func()) *Button {
	b := &Button{host: h}
	b.Text, b.OnTapped = label, tapped
	b.ExtendBaseWidget(b)
	return b
}

// Say changes the button's words and how much it stands out.
func (b *Button) Say(label string, importance widget.Importance) {
	if b.Text != label || b.Importance != importance {
		b.Text, b.Importance = label, importance
		b.Refresh()
	}
}

// TypedKey presses the button at Enter.
func (b *Button) TypedKey(key *fyne.KeyEvent) {
	switch {
	case key.Name == fyne.KeyEscape:
		b.host.Escape()
	case IsReturn(key.Name) && !b.Disabled() && b.OnTapped != nil:
		b.OnTapped()
	default:
		b.Button.TypedKey(key)
	}
}

// FocusGained tells the window.
func (b *Button) FocusGained() {
	b.focused = true
	b.Button.FocusGained()
	b.host.FocusChanged(b, true)
}

// FocusLost tells the window.
func (b *Button) FocusLost() {
	b.focused = false
	b.Button.FocusLost()
	b.host.FocusChanged(b, false)
}
