package parts

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
)

// mostText is how many letters a field of several lines takes. With a hundred
// thousand the toolkit needs a second for each keystroke, with two million the
// window stands still; and a technician reads neither.
const mostText = 20_000

// IsBulk reports whether a text, with what is in its field already, is more
// than a field takes.
func IsBulk(there, text string) bool {
	return len(there)+len(text) > mostText && utf8.RuneCountInString(there)+utf8.RuneCountInString(text) > mostText
}

// BulkPasted returns the text that a shortcut would paste into the field, when
// it is more than the field takes.
func (e *Entry) BulkPasted(s fyne.Shortcut) (text string, ok bool) {
	paste, ok := s.(*fyne.ShortcutPaste)
	if !ok || paste.Clipboard == nil {
		return "", false
	}
	text = paste.Clipboard.Content()
	return text, IsBulk(e.Text, text)
}
