package mytickets

import (
	"errors"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"ticketpp/internal/l10n"
	"ticketpp/internal/window"
)

// enterNumber shows or hides the field for the ticket's number.
func (h *head) enterNumber(on bool) {
	h.entering = on
	h.row.Hidden = !on
	h.say("", window.ColorMuted)
	if on {
		h.entry.SetText("")
		h.w.win.Canvas().Focus(h.entry)
	} else {
		h.w.win.Canvas().Focus(h.w.search)
	}
}

// keepNumber keeps the number that was typed.
func (h *head) keepNumber() {
	w, number, id := h.w, strings.TrimSpace(h.entry.Text), h.w.id
	if number == "" {
		h.say(w.texts.Get("mytickets.number.empty"), window.ColorAdvice)
		return
	}
	w.work <- func() {
		err := w.o.Callbacks.Number(id, number)
		w.do(func() { h.taken(id, err) })
	}
}

// pasteMail takes the confirmation's text from the clipboard.
func (h *head) pasteMail() {
	w, id := h.w, h.w.id
	text := w.app.Clipboard().Content()
	if strings.TrimSpace(text) == "" {
		h.say(w.texts.Get("mytickets.confirm.nothing"), window.ColorAdvice)
		return
	}
	w.work <- func() {
		of, err := w.o.Callbacks.TakeText(id, text)
		w.do(func() { h.taken(of, err) })
	}
}

// taken shows what came of a number or a confirmation.
func (h *head) taken(of string, err error) {
	w := h.w
	if w.closed {
		return
	}
	if err != nil {
		w.events.Note("not-taken", err.Error())
		h.say(takenWords(w.texts, err), window.ColorAdvice)
		w.foot.sayUnless(h.confirm.Visible(), takenWords(w.texts, err), window.ColorAdvice)
		return
	}
	w.events.Note("taken", of)
	h.entering = false
	h.row.Hide()
	h.say("", window.ColorMuted)
	w.win.Canvas().Focus(w.search)
	w.find()
	if of == w.id || of == "" {
		w.read(w.id)
		return
	}
	w.choose(of)
	if i := w.list.index(); i >= 0 {
		w.list.reveal(i)
	}
}

// takenWords says why a confirmation could not be taken.
func takenWords(t *l10n.Texts, err error) string {
	switch {
	case errors.Is(err, ErrNotNumber):
		return t.Get("mytickets.number.bad")
	case errors.Is(err, ErrTaken):
		return t.Get("mytickets.number.taken")
	case errors.Is(err, ErrNotMail):
		return t.Get("mytickets.confirm.not-mail")
	case errors.Is(err, ErrNotOurs):
		return t.Get("mytickets.confirm.not-ours")
	case errors.Is(err, ErrNoNumber):
		return t.Get("mytickets.confirm.no-number")
	case errors.Is(err, ErrDiskFull):
		return t.Get("mytickets.save.disk-full")
	}
	return t.Get("mytickets.confirm.failed")
}

// dropped takes what was dragged onto the window: the helpdesk's mail, or
// files for what is being written.
func (w *Window) dropped(_ fyne.Position, files []fyne.URI) {
	for _, f := range files {
		path := f.Path()
		if strings.EqualFold(filepath.Ext(path), ".eml") && !w.foot.writing {
			w.dropMail(path)
			continue
		}
		if w.foot.writing {
			w.foot.addFile(path)
			continue
		}
		w.foot.say(w.texts.Get("mytickets.drop.begin"), window.ColorAdvice)
		w.relayout()
	}
}

func (w *Window) dropMail(path string) {
	id := w.id
	w.work <- func() {
		of, err := w.o.Callbacks.TakeMail(id, path)
		w.do(func() { w.head.taken(of, err) })
	}
}

// open opens an address in the browser.
func (w *Window) open(address string) {
	if _, ok := linkHost(address); !ok {
		return
	}
	w.work <- func() {
		err := w.o.Callbacks.OpenLink(address)
		w.do(func() {
			if err != nil && !w.closed {
				w.events.Note("not-opened", err.Error())
				w.foot.say(w.texts.Get("mytickets.link.failed", l10n.Vars{"Address": address}), theme.ColorNameError)
				w.relayout()
			}
		})
	}
}
