package mytickets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ticketpp/internal/history"
)

// rowHeight is that of one ticket in the list, in Fyne's units.
const rowHeight float32 = 68

// list shows the tickets that were found. Only the rows in sight exist, so
// that ten thousand tickets are as quick as ten.
type list struct {
	w       *Window
	scroll  *container.Scroll
	content *fyne.Container
	rows    []*row // those in sight, from the top
	found   []history.Summary
	chosen  string   // id of the ticket that is shown
	begun   []string // ids of the tickets to which something was begun
}

func newList(w *Window) *list {
	l := &list{w: w}
	l.content = container.New(l)
	l.scroll = container.NewVScroll(l.content)
	l.scroll.OnScrolled = func(fyne.Position) { l.fill() }
	return l
}

// set shows other tickets.
func (l *list) set(found []history.Summary) {
	l.found = found
	l.content.Resize(l.content.MinSize())
	l.scroll.Refresh()
	if most := fyne.Max(l.content.MinSize().Height-l.scroll.Size().Height, 0); l.scroll.Offset.Y > most {
		l.scroll.ScrollToOffset(fyne.NewPos(0, most))
	}
	l.fill()
}

// MinSize is the room of all tickets; the list is its content's layout.
func (l *list) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(120, rowHeight*float32(len(l.found)))
}

// Layout puts the rows in sight where they belong.
func (l *list) Layout([]fyne.CanvasObject, fyne.Size) { l.fill() }

// fill gives the rows in sight their tickets.
func (l *list) fill() {
	size := l.scroll.Size()
	first := int(l.scroll.Offset.Y / rowHeight)
	need := min(int(size.Height/rowHeight)+2, len(l.found)-first)
	grown := false
	for len(l.rows) < need {
		r := newRow(l)
		l.rows = append(l.rows, r)
		l.content.Objects = append(l.content.Objects, r.box)
		grown = true
	}
	for i, r := range l.rows {
		n := first + i
		if i >= need || n < 0 {
			r.show(-1, history.Summary{})
			continue
		}
		r.box.Move(fyne.NewPos(0, rowHeight*float32(n)))
		r.box.Resize(fyne.NewSize(size.Width, rowHeight))
		r.show(n, l.found[n])
	}
	if grown {
		l.content.Refresh()
	}
	l.w.laidOut()
}

// index is the place of the ticket that is shown, or -1.
func (l *list) index() int {
	for i := range l.found {
		if l.found[i].ID == l.chosen {
			return i
		}
	}
	return -1
}

// step moves the choice by so many tickets.
func (l *list) step(by int) {
	if len(l.found) == 0 {
		return
	}
	i := l.index()
	if i < 0 {
		i = -by
	}
	i = max(0, min(i+by, len(l.found)-1))
	l.reveal(i)
	l.w.choose(l.found[i].ID)
}

// reveal scrolls so that a ticket is in sight.
func (l *list) reveal(i int) {
	top, view := rowHeight*float32(i), l.scroll.Size().Height
	offset := l.scroll.Offset.Y
	switch {
	case top < offset:
		offset = top
	case top+rowHeight > offset+view:
		offset = top + rowHeight - view
	default:
		return
	}
	l.scroll.ScrollToOffset(fyne.NewPos(0, fyne.Max(offset, 0)))
	l.fill()
}

// mark shows which ticket is the chosen one.
func (l *list) mark(id string) {
	l.chosen = id
	l.fill()
}
