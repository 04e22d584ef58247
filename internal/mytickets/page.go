package mytickets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"ticketpp/internal/window/parts"
)

// How wide the list is, in Fyne's units: a third of the window between these.
const (
	leastList float32 = 270
	mostList  float32 = 390
)

// page lays out the window: the list to the left; head, conversation and foot
// of one ticket to the right; a picture over all.
type page struct{ w *Window }

func (p *page) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(720, 420) }

func (p *page) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	w := p.w
	list := fyne.Min(fyne.Max(size.Width*0.33, leastList), mostList)
	parts.Place(w.left, 0, 0, list, size.Height)
	w.left.Layout.Layout(w.left.Objects, w.left.Size())
	w.line.Move(fyne.NewPos(list, 0))
	w.line.Resize(fyne.NewSize(1, size.Height))
	x, width := list+1, size.Width-list-1
	head := parts.HeightOf(w.head.box, width)
	foot := fyne.Min(parts.HeightOf(w.foot.box, width), fyne.Max(size.Height-head-120, 60))
	parts.Place(w.head.box, x, 0, width, head)
	parts.Place(w.foot.box, x, size.Height-foot, width, foot)
	p.layTalk(x, head, width, size.Height-head-foot)
	parts.Place(w.empty, x, 0, width, size.Height)
	if w.editing != nil {
		w.editing.Object().Move(fyne.NewPos(0, 0))
		w.editing.Object().Resize(size)
	}
	parts.Place(w.closeUp.box, 0, 0, size.Width, size.Height)
	w.laidOut()
}

// layTalk gives the conversation its room. Where its end was in sight, it
// stays there.
func (p *page) layTalk(x, y, width, height float32) {
	s := p.w.talk.scroll
	end := s.Offset.Y >= s.Content.Size().Height-s.Size().Height-2
	need := parts.HeightOf(p.w.talk.content, width)
	parts.Place(p.w.talk.content, 0, -s.Offset.Y, width, fyne.Max(need, height))
	s.Move(fyne.NewPos(x, y))
	s.Resize(fyne.NewSize(width, height))
	if end || p.w.talk.toEnd {
		p.w.talk.toEnd = false
		s.Offset.Y = fyne.Max(need-height, 0)
	}
	s.Refresh()
}

// pane is the list's side: the search on top, the list below.
type pane struct{}

func (l *pane) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(leastList, 200) }

func (l *pane) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	top := parts.HeightOf(objects[0], size.Width)
	parts.Place(objects[0], 0, 0, size.Width, top)
	objects[1].Move(fyne.NewPos(0, top))
	objects[1].Resize(fyne.NewSize(size.Width, size.Height-top))
	parts.Place(objects[2], 0, top+20, size.Width, parts.HeightOf(objects[2], size.Width))
	if s, ok := objects[1].(*container.Scroll); ok && s.Content.Size().Width != size.Width {
		s.Content.Resize(fyne.NewSize(size.Width, s.Content.MinSize().Height))
	}
}

// relayout lays everything out again after something came, went or changed
// its height.
func (w *Window) relayout() {
	w.root.Layout.Layout(w.root.Objects, w.root.Size())
	canvas.Refresh(w.root)
}

// laidOut tells the tests where everything is, once what is going on is done.
func (w *Window) laidOut() {
	if w.events != nil && w.onScreen {
		w.do(w.tellLayout)
	}
}

func (w *Window) tellLayout() {
	w.events.Layout(w.win.Canvas(), func(o fyne.CanvasObject) (fyne.Position, bool) {
		at, ok := parts.Locate(w.root, o)
		if !ok {
			return at, false
		}
		for _, s := range []*container.Scroll{w.list.scroll, w.talk.scroll} {
			if _, inside := parts.Locate(s, o); inside {
				place, _ := parts.Locate(w.root, s)
				middle := at.Y - place.Y + o.Size().Height/2
				return at, middle >= 0 && middle <= s.Size().Height
			}
		}
		return at, true
	})
}
