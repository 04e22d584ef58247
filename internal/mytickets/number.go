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
	h.ways(h.w.record)
	h.say("", window.ColorMuted)
	if on {
		h.entry.SetText(h.w.record.Number)
		h.w.win.Canvas().Focus(h.entry)
		h.entry.TypedShortcut(&fyne.ShortcutSelectAll{})
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
	h.take(func(sure bool) (string, error) { return id, w.o.Callbacks.Number(id, number, sure) })
}

// pasteMail takes the confirmation's text from the clipboard.
func (h *head) pasteMail() {
	w, id := h.w, h.w.id
	text := w.app.Clipboard().Content()
	if strings.TrimSpace(text) == "" {
		h.say(w.texts.Get("mytickets.confirm.nothing"), window.ColorAdvice)
		return
	}
	h.take(func(sure bool) (string, error) { return w.o.Callbacks.TakeText(id, text, sure) })
}

// take takes a number or a confirmation, off the UI loop. Where it is doubtful
// the user is asked first, and then sure.
func (h *head) take(what func(sure bool) (of string, err error)) {
	w, id := h.w, h.w.id
	w.work <- func() {
		of, err := what(false)
		w.do(func() {
			if w.closed || id != w.id || !h.ask(err, func() {
				w.work <- func() {
					of, err := what(true)
					w.do(func() { h.taken(of, err) })
				}
			}) {
				h.taken(of, err)
			}
		})
	}
}

// ask asks whether what is doubtful is meant, and calls yes; it reports whether
// there is anything to ask.
func (h *head) ask(err error, yes func()) bool {
	w, t := h.w, h.w.texts
	vars := l10n.Vars{"Number": w.record.Number, "Subject": w.record.Ticket.Subject}
	key, words := "mytickets.number.confirmed", ""
	var doubt *DoubtError
	switch {
	case errors.As(err, &doubt):
		key, vars["Number"], vars["Other"] = "mytickets.confirm.doubt", doubt.Number, doubt.Other
		words = t.Get(key+".nowhere", vars)
		if doubt.Other != "" {
			words = t.Get(key+".other", vars)
		}
	case errors.Is(err, ErrConfirmed):
		words = t.Get(key+".ask", vars)
	default:
		return false
	}
	w.events.Note("asked", words)
	w.confirm(question{title: t.Get(key+".title", vars), words: words, yes: t.Get(key+".yes", vars), no: t.Get(key+".no", vars), danger: doubt == nil}, yes)
	return true
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
	h.ways(w.record)
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
	var added []string
	for _, f := range files {
		path := f.Path()
		if strings.EqualFold(filepath.Ext(path), ".eml") && !w.foot.writing {
			w.dropMail(path)
			continue
		}
		if w.foot.writing {
			added = append(added, path)
			continue
		}
		w.foot.say(w.texts.Get("mytickets.drop.begin"), window.ColorAdvice)
		w.relayout()
	}
	w.foot.addFiles(added)
}

func (w *Window) dropMail(path string) {
	id := w.id
	w.head.take(func(sure bool) (string, error) { return w.o.Callbacks.TakeMail(id, path, sure) })
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
