package mytickets

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ticketpp/internal/history"
	"ticketpp/internal/l10n"
	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
)

// row is one ticket in the list.
type row struct {
	list    *list
	box     *fyne.Container
	ground  *parts.Card
	line    *parts.Card
	subject *parts.Text
	at      *parts.Text
	dot     *dot
	state   *parts.Text
	number  *parts.Text
	last    *parts.Text
	id      string
	hovered bool
}

func newRow(l *list) *row {
	r := &row{list: l, ground: parts.NewCard(parts.ColorNone, parts.ColorNone), line: parts.NewCard(window.ColorLine, parts.ColorNone)}
	r.ground.Radius, r.line.Radius = 0, 0
	r.subject, r.at, r.state, r.last = parts.NewText(""), parts.NewRemark(""), parts.NewRemark(""), parts.NewRemark("")
	r.number = parts.NewRemark("")
	r.subject.Single, r.state.Single, r.last.Single, r.number.Single, r.at.Whole = true, true, true, true, true
	r.number.Align = fyne.TextAlignTrailing
	r.dot = newDot()
	r.box = container.New(&rowLayout{r}, r.ground, r.line, r.subject, r.at, r.dot, r.state, r.number, r.last, newTap(r))
	return r
}

// show puts a ticket into the row; n below 0 hides it.
func (r *row) show(n int, s history.Summary) {
	w := r.list.w
	if r.id != "" && r.id != s.ID {
		w.events.Forget("ticket." + r.id)
	}
	r.id = s.ID
	if n < 0 {
		r.box.Hide()
		return
	}
	w.events.Name("ticket."+s.ID, r.box)
	now, t := w.now(), w.texts
	key := stateKey(s, w.desk(s.Helpdesk), now)
	if bold := s.Unread || s.State.NeedsYou(); r.subject.Bold != bold {
		r.subject.Bold = bold
		r.subject.Refresh()
	}
	r.subject.Set(s.Subject)
	r.at.Set(whenShort(t, s.LastAt, now))
	r.dot.paint(stateColor(key))
	r.state.Paint(t.Get("mytickets.state."+key), stateColor(key))
	number := w.deskName(s.Helpdesk)
	if s.Number != "" {
		number = t.Get("mytickets.number", l10n.Vars{"Number": s.Number})
	}
	r.number.Set(number)
	r.last.Paint(lastWord(t, s, w.deskName(s.Helpdesk)), window.ColorMuted)
	if slices.Contains(r.list.begun, s.ID) || s.ID == w.id && w.foot.touched {
		r.last.Paint(t.Get("mytickets.begun"), theme.ColorNamePrimary)
	}
	r.paint()
	r.box.Show()
	r.box.Layout.Layout(r.box.Objects, r.box.Size())
}

// paint shows whether the row is the chosen one.
func (r *row) paint() {
	fill := parts.ColorNone
	switch {
	case r.id != "" && r.id == r.list.chosen:
		fill = window.ColorSelected
	case r.hovered:
		fill = window.ColorPanel
	}
	r.ground.Fill(fill, parts.ColorNone)
}

// rowLayout: subject and time, state and number, the last word.
type rowLayout struct{ r *row }

func (l *rowLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(120, rowHeight) }

func (l *rowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	const side, top, gap = 14, 8, 3
	r := l.r
	r.ground.Move(fyne.NewPos(0, 0))
	r.ground.Resize(size)
	parts.Place(r.line, side, size.Height-0.5, size.Width-side, 0.5)
	at := r.at.MinSize()
	h := r.subject.MinSize().Height
	parts.Place(r.subject, side, top, size.Width-2*side-at.Width-8, h)
	parts.Place(r.at, size.Width-side-at.Width, top+(h-at.Height)/2+1, at.Width, at.Height)
	y, small := top+h+gap, r.state.MinSize().Height
	parts.Place(r.dot, side, y+small/2-3.5, 7, 7)
	width := (size.Width - 2*side - 12) / 2
	parts.Place(r.state, side+13, y, width+14, small)
	parts.Place(r.number, side+12+width+14, y, width-14, small)
	parts.Place(r.last, side+13, y+small+1, size.Width-2*side-13, small)
	tap := objects[len(objects)-1]
	tap.Move(fyne.NewPos(0, 0))
	tap.Resize(size)
}

// dot is the state's colour at a glance.
type dot struct {
	widget.BaseWidget
	color fyne.ThemeColorName
}

func newDot() *dot {
	d := &dot{color: window.ColorMuted}
	d.ExtendBaseWidget(d)
	return d
}

func (d *dot) paint(c fyne.ThemeColorName) {
	if d.color != c {
		d.color = c
		d.Refresh()
	}
}

// MinSize is Fyne's.
func (d *dot) MinSize() fyne.Size { return fyne.NewSize(7, 7) }

// CreateRenderer is Fyne's.
func (d *dot) CreateRenderer() fyne.WidgetRenderer {
	r := &dotRenderer{dot: d, circle: canvas.NewCircle(color.Transparent)}
	r.Refresh()
	return r
}

type dotRenderer struct {
	dot    *dot
	circle *canvas.Circle
}

func (r *dotRenderer) Destroy()                     {}
func (r *dotRenderer) MinSize() fyne.Size           { return r.dot.MinSize() }
func (r *dotRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.circle} }
func (r *dotRenderer) Layout(size fyne.Size)        { r.circle.Resize(size) }

func (r *dotRenderer) Refresh() {
	r.circle.FillColor = r.dot.Theme().Color(r.dot.color, fyne.CurrentApp().Settings().ThemeVariant())
	r.circle.Refresh()
}

// tap lies over a row and takes the clicks.
type tap struct {
	widget.BaseWidget
	row *row
}

var _ desktop.Hoverable = (*tap)(nil)

func newTap(r *row) *tap {
	t := &tap{row: r}
	t.ExtendBaseWidget(t)
	return t
}

// Tapped chooses the ticket.
func (t *tap) Tapped(*fyne.PointEvent) {
	if t.row.id != "" {
		t.row.list.w.choose(t.row.id)
	}
}

// MouseIn lights the row up.
func (t *tap) MouseIn(*desktop.MouseEvent) { t.row.hovered = true; t.row.paint() }

// MouseMoved is of no use here.
func (t *tap) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends that.
func (t *tap) MouseOut() { t.row.hovered = false; t.row.paint() }

// CreateRenderer is Fyne's.
func (t *tap) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}
