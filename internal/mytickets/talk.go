package mytickets

import (
	"errors"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ticketpp/internal/history"
	"ticketpp/internal/window/parts"
)

// talk is the conversation of one ticket, the oldest word first.
type talk struct {
	w       *Window
	scroll  *container.Scroll
	content *fyne.Container
	cells   map[string]*cell // by the entries' keys, so that what is open stays open
	of      string           // the ticket's id
	toEnd   bool             // the last word is to be brought into sight
}

func newTalk(w *Window) *talk {
	k := &talk{w: w, cells: map[string]*cell{}}
	k.content = parts.NewInset(20, 14, parts.NewStack(12))
	k.scroll = container.NewVScroll(k.content)
	k.scroll.OnScrolled = func(fyne.Position) { w.laidOut() }
	w.events.Name("talk", k.scroll)
	return k
}

// show shows the conversation of the window's ticket.
func (k *talk) show(toEnd bool) {
	rec := k.w.record
	if k.of != rec.ID {
		for key := range k.cells {
			k.forget(key)
		}
		k.of = rec.ID
	}
	var shown []fyne.CanvasObject
	seen := map[string]bool{}
	for i, e := range rec.Conversation {
		c := k.cells[e.Key]
		if c == nil || !c.shows(e) {
			k.forget(e.Key)
			c = newCell(k.w, e, i)
			k.cells[e.Key] = c
		}
		seen[e.Key] = true
		shown = append(shown, c.box)
	}
	for key := range k.cells {
		if !seen[key] {
			k.forget(key)
		}
	}
	k.stack().Objects = shown
	k.toEnd = k.toEnd || toEnd
	k.content.Refresh()
}

func (k *talk) stack() *fyne.Container { return k.content.Objects[0].(*fyne.Container) }

func (k *talk) forget(key string) {
	if c := k.cells[key]; c != nil {
		c.forget()
		delete(k.cells, key)
	}
}

// asking reports whether a mail asks whether to open a link.
func (k *talk) asking() bool {
	for _, c := range k.cells {
		if c.question != nil && c.question.Visible() {
			return true
		}
	}
	return false
}

func (k *talk) stopAsking() {
	for _, c := range k.cells {
		if c.question != nil {
			c.question.Hide()
		}
	}
	k.w.relayout()
}

// pictures reads the screenshots of one of the user's mails.
func (k *talk) pictures(e history.Entry, show func([]image.Image, error)) {
	w := k.w
	w.work <- func() {
		images, err := w.o.Callbacks.Pictures(e)
		if err != nil && !errors.Is(err, ErrNoPictures) {
			w.do(func() { w.events.Note("pictures-failed", err.Error()) })
		}
		w.do(func() {
			if !w.closed {
				show(images, err)
				w.relayout()
			}
		})
	}
}

// bringIntoView scrolls so that a part of the conversation shows.
func (k *talk) bringIntoView(o fyne.CanvasObject) {
	at, inside := parts.Locate(k.scroll, o)
	if !inside {
		return
	}
	const around = 20
	top := at.Y - k.scroll.Position().Y // in the view
	offset := k.scroll.Offset.Y
	switch bottom := top + o.Size().Height; {
	case top < around:
		offset += top - around
	case bottom > k.scroll.Size().Height-around:
		offset += bottom + around - k.scroll.Size().Height
	default:
		return
	}
	k.scroll.ScrollToOffset(fyne.NewPos(0, fyne.Max(offset, 0)))
}
