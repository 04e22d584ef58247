package mytickets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"ticketpp/internal/window/parts"
)

// keys makes the window's keys work where nothing has the keyboard.
func (w *Window) keys() {
	c := w.win.Canvas()
	c.SetOnTypedKey(func(k *fyne.KeyEvent) {
		if k.Name == fyne.KeyEscape {
			w.Escape()
			return
		}
		if w.editing == nil {
			w.listKey(k)
		}
	})
	c.SetOnTypedRune(func(r rune) { // as one types in a list of files
		if w.editing != nil {
			return
		}
		c.Focus(w.search)
		w.search.TypedRune(r)
	})
	for _, s := range []desktop.CustomShortcut{
		{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl},
		{KeyName: fyne.KeyEnter, Modifier: fyne.KeyModifierControl},
		{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierControl},
		{KeyName: fyne.KeyR, Modifier: fyne.KeyModifierControl},
	} {
		c.AddShortcut(&s, func(s fyne.Shortcut) { w.Shortcut(s) })
	}
	c.AddShortcut(&fyne.ShortcutPaste{}, func(s fyne.Shortcut) { w.Shortcut(s) })
}

// searchKey: the arrows move through the list while the search has the
// keyboard, and Enter leads to the ticket.
func (w *Window) searchKey(k *fyne.KeyEvent) bool {
	if parts.IsReturn(k.Name) {
		if w.list.index() < 0 { // what is shown was not found
			w.list.step(1)
			return true
		}
		w.foot.enter()
		return true
	}
	if k.Name == fyne.KeyHome || k.Name == fyne.KeyEnd {
		return false // within the words
	}
	return w.listKey(k)
}

// listKey moves through the list and the conversation.
func (w *Window) listKey(k *fyne.KeyEvent) bool {
	page := max(int(w.list.scroll.Size().Height/rowHeight)-1, 1)
	switch k.Name {
	case fyne.KeyDown:
		w.list.step(1)
	case fyne.KeyUp:
		w.list.step(-1)
	case fyne.KeyHome:
		w.list.step(-len(w.list.found))
	case fyne.KeyEnd:
		w.list.step(len(w.list.found))
	case fyne.KeyPageDown:
		w.list.step(page)
	case fyne.KeyPageUp:
		w.list.step(-page)
	case fyne.KeyF5:
		w.look()
	default:
		return false
	}
	return true
}

// Escape leads out of what is going on, and at last out of the window.
func (w *Window) Escape() {
	switch {
	case w.asking != nil:
		w.asking.Hide()
	case w.files.Dismiss():
	case w.editing != nil:
		w.editing.Escape()
	case w.closeUp.box.Visible():
		w.closeUp.hide()
	case w.talk.asking():
		w.talk.stopAsking()
	case w.head.entering:
		w.head.enterNumber(false)
	case w.foot.writing:
		w.foot.close()
	case w.search.Text != "":
		w.search.SetText("")
		w.win.Canvas().Focus(w.search)
	default:
		w.Leave()
	}
}

// Shortcut is one of the window's shortcuts, wherever the focus is.
func (w *Window) Shortcut(s fyne.Shortcut) bool {
	if w.editing != nil {
		return false
	}
	if _, ok := s.(*fyne.ShortcutPaste); ok {
		return w.foot.writing && w.foot.pastePicture()
	}
	custom, ok := s.(*desktop.CustomShortcut)
	if !ok || custom.Modifier != fyne.KeyModifierControl {
		return false
	}
	switch {
	case parts.IsReturn(custom.KeyName):
		w.foot.send()
	case custom.KeyName == fyne.KeyF:
		w.win.Canvas().Focus(w.search)
		w.search.TypedShortcut(&fyne.ShortcutSelectAll{})
	case custom.KeyName == fyne.KeyR:
		w.look()
	default:
		return false
	}
	return true
}

// FocusChanged tells the tests who has the keyboard, and brings what has it
// into view.
func (w *Window) FocusChanged(o fyne.Focusable, gained bool) {
	if co, ok := o.(fyne.CanvasObject); ok && gained {
		w.talk.bringIntoView(co)
	}
	w.laidOut()
}
