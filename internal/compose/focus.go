package compose

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"ticketpp/internal/window/parts"
)

// focusFirst puts the keyboard into the first field that waits for the user.
func (f *Form) focusFirst() {
	if f.desk.ID == "" && (len(f.o.Helpdesks) > 1 || f.o.MoreDesks) {
		f.win.Canvas().Focus(f.fields[idHelpdesk].focus)
		return
	}
	for _, id := range []fieldID{idModule, idSubject, idDoing} {
		fd := f.fields[id]
		if fd.column.Visible() && fd.entry.Text == "" {
			f.win.Canvas().Focus(fd.focus)
			return
		}
	}
	f.win.Canvas().Focus(f.fields[idHappened].focus)
}

// keys makes the form's keys work where no text field has the keyboard.
func (f *Form) keys() {
	c := f.win.Canvas()
	c.SetOnTypedKey(func(k *fyne.KeyEvent) {
		if k.Name == fyne.KeyEscape {
			f.Escape()
		}
	})
	c.AddShortcut(&fyne.ShortcutPaste{}, func(fyne.Shortcut) { f.paste() })
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter} {
		for _, mod := range []fyne.KeyModifier{fyne.KeyModifierControl, fyne.KeyModifierAlt} {
			c.AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: mod}, func(s fyne.Shortcut) { formShortcut(f, s) })
		}
	}
}

// FocusNext is Enter in a field of one line.
func (f *Form) FocusNext() { f.win.Canvas().FocusNext() }

// Shortcut runs s if it is one of the form's.
func (f *Form) Shortcut(s fyne.Shortcut) bool { return formShortcut(f, s) }

// FocusChanged follows the keyboard: what is left is looked at, what is
// entered is brought into view.
func (f *Form) FocusChanged(o fyne.Focusable, gained bool) {
	if f.scroll == nil {
		return
	}
	if gained {
		if co, ok := o.(fyne.CanvasObject); ok {
			f.bringIntoView(co)
		}
	} else if id, ok := f.idOf(o); ok {
		f.watch.left(id)
	}
	f.laidOut()
}

func (f *Form) idOf(o fyne.Focusable) (fieldID, bool) {
	for id, fd := range f.fields {
		if fd.focus == o {
			return id, true
		}
	}
	return "", false
}

// bringIntoView scrolls so that o shows.
func (f *Form) bringIntoView(o fyne.CanvasObject) {
	if _, scrolled := parts.Locate(f.scroll, o); !scrolled {
		return
	}
	place, _ := parts.Locate(f.root, o)
	at := place.Y
	offset := scrollTo(f.scroll.Offset.Y, at, o.Size().Height, f.scroll.Size().Height)
	if offset != f.scroll.Offset.Y {
		f.scroll.Offset.Y = offset
		f.scroll.Refresh()
	}
}

// backIntoView scrolls to a field in which somebody types and of which nothing
// is seen: the wheel has taken it away. One that is seen in part stays, for its
// reader has put it there.
func (f *Form) backIntoView(o fyne.CanvasObject) {
	at, ok := parts.Locate(f.root, o)
	if ok && (at.Y+o.Size().Height <= 0 || at.Y >= f.scroll.Size().Height) {
		f.bringIntoView(o)
	}
}

// scrollTo returns the offset at which something that stands at top, so many
// units below the view's edge, is seen with a little room around it.
func scrollTo(offset, top, height, view float32) float32 {
	const around = 44
	if view <= 0 {
		return offset
	}
	if top < around {
		return fyne.Max(offset+top-around, 0)
	}
	if over := top + height + around - view; over > 0 {
		return offset + fyne.Min(over, top-around)
	}
	return offset
}
