package compose

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"ticketpp/internal/window/choose"
	"ticketpp/internal/window/parts"
)

// field is one field of the form.
type field struct {
	id     fieldID
	label  string
	focus  fyne.Focusable // what gets the keyboard; may be nil
	entry  *entry         // where text is written; may be nil
	advice *advice
	column *fyne.Container
}

// newField makes a field with its label above and its advice below.
func (f *Form) newField(id fieldID, label string, o fyne.CanvasObject) *field {
	fd := &field{id: id, label: f.texts.Get(label), advice: newAdvice(f, f.texts)}
	fd.focus, _ = o.(fyne.Focusable)
	switch e := o.(type) {
	case *entry:
		fd.entry = e
	case *choose.Finder:
		fd.entry = e.Entry
		fd.focus, o = e.Entry, e.Entry
	}
	f.events.Name(string(id), o)
	if _, ok := o.(*parts.Picker); ok { // the only field that Fyne draws without a frame
		o = container.NewStack(o, parts.NewCard(parts.ColorNone, theme.ColorNameInputBorder))
	}
	if fd.entry != nil {
		o = parts.NewUnderWheel(o, fd.entry, func() fyne.Scrollable { return f.scroll })
	}
	fd.column = parts.NewStack(3, parts.NewFieldLabel(fd.label, func() { f.enter(fd) }), o, fd.advice.box)
	fd.advice.take.OnTapped = func() { f.take(id) }
	fd.advice.undo.OnTapped = func() { f.untake(id) }
	fd.advice.more.OnTapped = f.askWho
	f.fields[id] = fd
	f.events.Name(string(id)+".take", fd.advice.take)
	f.events.Name(string(id)+".undo", fd.advice.undo)
	f.events.Name(string(id)+".advice", fd.advice.message)
	if fd.entry != nil {
		usual := fieldShortcuts(f, func() bool { return f.untake(id) })
		fd.entry.OnShortcut = func(s fyne.Shortcut) bool { return f.pasteLong(id, fd.entry, s) || usual(s) }
	}
	return fd
}

// enter gives a field the keyboard.
func (f *Form) enter(fd *field) {
	if fd.focus != nil {
		f.win.Canvas().Focus(fd.focus)
	}
}

// textField makes a field of so many lines that writes into a text of the
// ticket.
func (f *Form) textField(id fieldID, label string, lines int, set func(string)) *field {
	e := newEntry(f, lines)
	e.OnChanged = func(s string) {
		set(s)
		f.typed(id)
	}
	return f.newField(id, label, e)
}

// fill sets a field's text without anybody being told.
func (fd *field) fill(s string) {
	if fd.entry.Text == s {
		return
	}
	changed := fd.entry.OnChanged
	fd.entry.OnChanged = nil
	fd.entry.Replace(s)
	fd.entry.OnChanged = changed
}
