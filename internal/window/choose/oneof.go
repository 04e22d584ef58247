package choose

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"ticketpp/internal/window/parts"
)

// oneOf is what a widget with some choices does of which one is taken. It is
// one stop for the Tab key; the arrow keys choose. Whoever embeds it draws it,
// and says how many choices there are and which lies at a place.
type oneOf struct {
	widget.BaseWidget
	parts.Focus
	host    Host
	chosen  int // -1: none
	hovered int // -1: none
	changed func(int)
	count   func() int
	at      func(fyne.Position) int // -1: none
}

var (
	_ fyne.Tappable     = (*oneOf)(nil)
	_ desktop.Hoverable = (*oneOf)(nil)
)

// Chosen is the one that is taken; -1: none.
func (o *oneOf) Chosen() int { return o.chosen }

func (o *oneOf) choose(i int) {
	if i < 0 || i >= o.count() || i == o.chosen {
		return
	}
	o.chosen = i
	o.Refresh()
	o.changed(i)
}

// Tapped chooses what lies under the pointer.
func (o *oneOf) Tapped(e *fyne.PointEvent) {
	o.Take()
	o.choose(o.at(e.Position))
}

// TypedKey chooses with the arrow keys, and with Space the next one.
func (o *oneOf) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyEscape:
		o.host.Escape()
	case fyne.KeyRight, fyne.KeyDown:
		o.choose(o.chosen + 1)
	case fyne.KeyLeft, fyne.KeyUp:
		o.choose(o.chosen - 1)
	case fyne.KeySpace:
		o.choose((o.chosen + 1) % max(o.count(), 1))
	case fyne.KeyReturn, fyne.KeyEnter:
		o.host.FocusNext()
	}
}

// MouseIn is MouseMoved.
func (o *oneOf) MouseIn(e *desktop.MouseEvent) { o.MouseMoved(e) }

// MouseMoved shows what a click would choose.
func (o *oneOf) MouseMoved(e *desktop.MouseEvent) { o.hover(o.at(e.Position)) }

// MouseOut forgets it.
func (o *oneOf) MouseOut() { o.hover(-1) }

func (o *oneOf) hover(i int) {
	if i != o.hovered {
		o.hovered = i
		o.Refresh()
	}
}
