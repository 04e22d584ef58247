// Package parts holds the pieces that our windows are put together from:
// layouts that know the height of wrapped text, text without room around it,
// cards, links, and fields and buttons that leave the window's own keys to the
// window. It knows the toolkit and our look, and nothing of what is shown.
package parts

import "fyne.io/fyne/v2"

// Host is the window around a part, so that a key means the same wherever the
// focus is.
type Host interface {
	Escape()                                    // Esc
	Shortcut(s fyne.Shortcut) bool              // a shortcut of the window's; true: it has used it
	FocusChanged(o fyne.Focusable, gained bool) // a part was entered or left
}

// IsReturn reports whether a key is one of the two Enter keys.
func IsReturn(key fyne.KeyName) bool { return key == fyne.KeyReturn || key == fyne.KeyEnter }
