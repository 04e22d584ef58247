package compose

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"ticketpp/internal/window/parts"
)

// page lays out the window: the form above, the bar below, lists and the last
// page over all.
type page struct {
	form  *Form
	width float32 // at the last layout
}

func (p *page) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	f := p.form
	bar := parts.HeightOf(f.bar.box, size.Width)
	parts.Place(f.bar.box, 0, size.Height-bar, size.Width, bar)
	f.matter.room.extra = 0
	if room := size.Height - bar - parts.HeightOf(f.body, size.Width); room >= -mostGiven {
		p.setBody(size.Width)
		f.matter.room.extra = fyne.Min(room+p.lower(), mostExtra)
	}
	p.setBody(size.Width)
	f.scroll.Resize(fyne.NewSize(size.Width, size.Height-bar))
	if size.Width != p.width {
		p.width = size.Width
		f.scroll.Refresh() // a field that became narrower shows another part of its words
	} else {
		parts.RefreshBars(f.scroll)
	}
	f.layer.Resize(size)
	parts.Place(f.after.box, 0, 0, size.Width, size.Height)
	if f.covering != nil {
		parts.Place(f.covering, 0, 0, size.Width, size.Height)
	}
	f.laidOut()
}

// lower is how much lower the second column ends than the first; 0 where it
// stands below the first, or ends higher.
func (p *page) lower() float32 {
	f := p.form
	if f.right.Position().Y != f.left.Position().Y {
		return 0
	}
	return fyne.Max(0, parts.HeightOf(f.right, f.right.Size().Width)-parts.HeightOf(f.left, f.left.Size().Width))
}

// mostExtra is how much taller than usual the last guide may become where there
// is room, and mostGiven how much of its height, less than a line, it gives
// before anything must be scrolled.
const (
	mostExtra = 220
	mostGiven = 18
)

// setBody tells the body its width before it is asked for its height.
func (p *page) setBody(width float32) {
	f := p.form
	parts.Place(f.body, f.body.Position().X, f.body.Position().Y, width, parts.HeightOf(f.body, width))
}

// MinSize is what the widest row of choices needs, and half of the narrowest
// screen, at two pixels a point.
func (p *page) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(512, 360) }

// relayout lays everything out again after something came, went or changed
// its height.
func (f *Form) relayout() {
	if f.loading {
		return // once, when all is in its place
	}
	f.root.Layout.Layout(f.root.Objects, f.root.Size())
	canvas.Refresh(f.layer) // enough for a new frame; the whole window would be drawn afresh otherwise
}

// laidOut tells the tests where everything is, once what is going on is done.
func (f *Form) laidOut() {
	if f.events != nil && f.onScreen {
		f.do(f.tellLayout)
	}
}

func (f *Form) tellLayout() {
	f.events.Layout(f.win.Canvas(), func(o fyne.CanvasObject) (fyne.Position, bool) {
		at, ok := parts.Locate(f.root, o)
		if !ok {
			return at, false
		}
		if _, scrolled := parts.Locate(f.scroll, o); scrolled {
			middle := at.Y + o.Size().Height/2
			return at, middle >= 0 && middle <= f.scroll.Size().Height
		}
		return at, true
	})
}
