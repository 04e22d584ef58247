package compose

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"ticketpp/internal/window/parts"
)

// host is what the fields ask of the form around them, so that a key means
// the same wherever the focus is.
type host interface {
	parts.Host
	send()           // Ctrl+Enter
	takeSuggestion() // Alt+Enter
	FocusNext()      // Enter in a field of one line
	paste()          // Ctrl+V of something that is no text
}

// entry is a text field of the form's.
type entry = parts.Entry

// newEntry makes a field of so many visible lines.
func newEntry(h host, lines int) *entry {
	e := parts.NewEntry(h, lines)
	e.OnReturn = h.FocusNext
	e.OnShortcut = fieldShortcuts(h, func() bool { return false })
	return e
}

// fieldShortcuts are those that a field has of its own. undo takes a
// suggestion back; false: there was none.
func fieldShortcuts(h host, undo func() bool) func(fyne.Shortcut) bool {
	return func(s fyne.Shortcut) bool {
		switch s := s.(type) {
		case *fyne.ShortcutUndo:
			return undo()
		case *fyne.ShortcutPaste:
			if s.Clipboard != nil && s.Clipboard.Content() == "" {
				h.paste()
				return true
			}
		}
		return false
	}
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
