package compose

import (
	"strings"

	"fyne.io/fyne/v2"

	"ticketpp/internal/rules"
)

// describe adds a text that is too long for its field to what happened.
func (f *Form) describe(text string) change {
	e := f.fields[idHappened].entry
	c := change{before: e.Text, now: text}
	if written := strings.TrimRight(e.Text, "\n"); written != "" {
		c.now = written + "\n" + text
	}
	e.Replace(c.now)
	return c
}

// undescribe takes back what describe made of the description, unless somebody
// has written on.
func (f *Form) undescribe(c change) {
	if e := f.fields[idHappened].entry; c.now != "" && e.Text == c.now {
		e.Replace(c.before)
	}
}

// pasteLong pastes what is too long for a field. What no line holds goes, of
// the subject, into the description, where a technician looks for it; of all
// other lines the beginning is taken; and what is too much for a field of
// several lines becomes a file. It reports whether it has done so: what is
// shorter is the toolkit's, which takes minutes over a hundred thousand letters.
func (f *Form) pasteLong(id fieldID, e *entry, s fyne.Shortcut) bool {
	paste, ok := s.(*fyne.ShortcutPaste)
	if !ok || paste.Clipboard == nil {
		return false
	}
	text := paste.Clipboard.Content()
	if e.MultiLine {
		return f.pasteBulk(e, text)
	}
	short, cut := rules.OneLine(text)
	if !cut {
		return false
	}
	if id == idSubject {
		if f.pasteBulk(f.fields[idHappened].entry, text) {
			return true
		}
		f.describe(text)
		f.win.Canvas().Focus(f.fields[idHappened].focus)
		return true
	}
	e.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: copied(short)})
	return true
}

// copied is a clipboard with a text in it.
type copied string

// Content is the text.
func (c copied) Content() string { return string(c) }

// SetContent is of no use here.
func (copied) SetContent(string) {}
