package compose

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"ticketpp/internal/window"
	"ticketpp/internal/window/parts"
)

// finder is a field in which one of many names is found by typing some of it.
// Its list floats over the form and leaves the keyboard with the field: Up
// and Down walk, Enter or Tab takes, Esc closes the list.
type finder struct {
	*entry
	layer    *fyne.Container // where the list floats
	list     *fyne.Container
	scroll   *container.Scroll
	names    []string
	rows     []*option
	at       int    // the row that Enter would take; -1: none
	chosen   string // the name that was taken last
	quiet    bool   // the text is being set, not typed
	picked   func(name string)
	onLayout func()               // the list opened, closed or changed
	where    func() fyne.Position // where the field stands in the layer
}

// tallestList is how high a list may become, in Fyne's units.
const tallestList = 260

func newFinder(h host, layer *fyne.Container, picked func(string)) *finder {
	f := &finder{entry: newEntry(h, 1), layer: layer, at: -1, picked: picked, onLayout: func() {}}
	f.scroll = container.NewVScroll(parts.NewStack(0))
	ground, frame := canvas.NewRectangle(color.Black), canvas.NewRectangle(color.Transparent)
	frame.StrokeWidth = 1
	f.list = container.NewStack(ground, parts.NewInset(1, 1, f.scroll), frame)
	f.list.Hide()
	layer.Add(f.list)
	f.entry.ActionItem = newArrow(f.toggle)
	f.entry.OnChanged = f.typed
	f.entry.OnKey = f.key
	f.entry.OnFocus = f.focus
	return f
}

// set shows the names and the one that is chosen.
func (f *finder) set(names []string, chosen string) {
	f.names, f.chosen = names, chosen
	f.write(chosen)
	f.close()
}

func (f *finder) write(s string) {
	f.quiet = true
	f.entry.Replace(s)
	f.quiet = false
}

func (f *finder) isOpen() bool { return f.list.Visible() }

// typed is called for every change of the text.
func (f *finder) typed(s string) {
	if f.quiet {
		return
	}
	f.chosen = ""
	if name, ok := exact(s, f.names); ok && fold(name) == fold(s) {
		f.chosen = name
	}
	f.picked(f.chosen)
	f.open(s)
}

// open shows the names that the query finds.
func (f *finder) open(query string) {
	found := filter(query, f.names)
	if len(found) == 0 {
		f.close()
		return
	}
	f.rows = f.rows[:0]
	rows := make([]fyne.CanvasObject, 0, len(found))
	for i, n := range found {
		o := newOption(f.names[n], func() { f.take(i) }, func() { f.mark(i) })
		f.rows, rows = append(f.rows, o), append(rows, o)
	}
	f.scroll.Content.(*fyne.Container).Objects = rows
	f.color()
	f.list.Show()
	f.moveList(len(rows))
	f.at = -1
	f.mark(f.firstMark(query))
	f.onLayout()
}

// firstMark is the row to begin with: the chosen one while nothing was
// typed, else the best.
func (f *finder) firstMark(query string) int {
	if query == "" && f.chosen == "" {
		return -1
	}
	for i, r := range f.rows {
		if r.name == f.chosen {
			return i
		}
	}
	return 0
}

func (f *finder) color() {
	th, v := f.entry.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	ground, frame := f.list.Objects[0].(*canvas.Rectangle), f.list.Objects[2].(*canvas.Rectangle)
	ground.FillColor = th.Color(theme.ColorNameMenuBackground, v)
	frame.StrokeColor = th.Color(theme.ColorNameInputBorder, v)
}

// moveList puts the list below the field, or above it where there is more
// room.
func (f *finder) moveList(rows int) {
	at := f.where()
	size := f.entry.Size()
	height := fyne.Min(float32(rows)*f.rows[0].MinSize().Height+2, tallestList)
	y := at.Y + size.Height + 2
	if below := f.layer.Size().Height - y; below < height && at.Y > below {
		height = fyne.Min(height, at.Y-2)
		y = at.Y - height - 2
	}
	f.list.Resize(fyne.NewSize(fyne.Max(size.Width, 220), height))
	f.list.Move(fyne.NewPos(at.X, y))
	f.scroll.Offset = fyne.Position{}
	f.scroll.Refresh()
	f.list.Refresh()
}

func (f *finder) mark(i int) {
	if f.at >= 0 && f.at < len(f.rows) {
		f.rows[f.at].setMarked(false)
	}
	f.at = i
	if i < 0 || i >= len(f.rows) {
		return
	}
	f.rows[i].setMarked(true)
	h := f.rows[i].MinSize().Height
	top, seen := float32(i)*h, f.scroll.Size().Height
	switch {
	case top < f.scroll.Offset.Y:
		f.scroll.Offset.Y = top
		f.scroll.Refresh()
	case top+h > f.scroll.Offset.Y+seen:
		f.scroll.Offset.Y = top + h - seen
		f.scroll.Refresh()
	}
}

// take chooses row i.
func (f *finder) take(i int) {
	if i < 0 || i >= len(f.rows) {
		return
	}
	f.chosen = f.rows[i].name
	f.write(f.chosen)
	f.close()
	f.picked(f.chosen)
}

func (f *finder) close() {
	if !f.list.Visible() {
		return
	}
	f.list.Hide()
	f.onLayout()
}

func (f *finder) toggle() {
	if f.isOpen() {
		f.close()
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(f.entry); c != nil {
		c.Focus(f.entry)
	}
	f.open("")
}

// key handles the keys that walk the list.
func (f *finder) key(k *fyne.KeyEvent) bool {
	switch {
	case k.Name == fyne.KeyDown && !f.isOpen():
		f.open("")
	case k.Name == fyne.KeyDown:
		f.mark(min(f.at+1, len(f.rows)-1))
	case k.Name == fyne.KeyUp && f.isOpen():
		f.mark(max(f.at-1, 0))
	case parts.IsReturn(k.Name) && f.isOpen() && f.at >= 0:
		f.take(f.at)
	case k.Name == fyne.KeyEscape && f.isOpen():
		f.close()
	default:
		return false
	}
	return true
}

// focus closes the list when the field is left. What was typed so far takes
// the best name, when there is one; else it stays, for the form to speak of.
func (f *finder) focus(gained bool) {
	if gained {
		return
	}
	if f.isOpen() && f.at >= 0 && f.chosen == "" && f.entry.Text != "" {
		f.take(f.at)
	}
	if f.chosen != "" && f.entry.Text != f.chosen {
		f.write(f.chosen)
	}
	f.close()
}

// option is one row of the list.
type option struct {
	widget.BaseWidget
	name   string
	marked bool
	take   func()
	hover  func()
}

var (
	_ desktop.Mouseable = (*option)(nil)
	_ desktop.Hoverable = (*option)(nil)
)

func newOption(name string, take, hover func()) *option {
	o := &option{name: name, take: take, hover: hover}
	o.ExtendBaseWidget(o)
	return o
}

func (o *option) setMarked(on bool) {
	o.marked = on
	o.Refresh()
}

// MouseDown takes the row. It is not Tapped, since a tap comes after the field
// has lost the focus and the list is gone.
func (o *option) MouseDown(*desktop.MouseEvent) { o.take() }

// MouseUp is of no use here.
func (o *option) MouseUp(*desktop.MouseEvent) {}

// MouseIn marks the row.
func (o *option) MouseIn(*desktop.MouseEvent) { o.hover() }

// MouseMoved is of no use here.
func (o *option) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is of no use here.
func (o *option) MouseOut() {}

// CreateRenderer is Fyne's.
func (o *option) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(color.Transparent)
	label := parts.NewText(o.name)
	label.Single = true
	r := &optionRenderer{option: o, ground: ground, label: label}
	r.Refresh()
	return r
}

type optionRenderer struct {
	option *option
	ground *canvas.Rectangle
	label  *parts.Text
}

func (r *optionRenderer) Destroy() {}

func (r *optionRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.label}
}

func (r *optionRenderer) MinSize() fyne.Size {
	return r.label.MinSize().AddWidthHeight(16, 9)
}

func (r *optionRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	h := r.label.MinSize().Height
	r.label.Move(fyne.NewPos(8, (size.Height-h)/2))
	r.label.Resize(fyne.NewSize(size.Width-16, h))
}

func (r *optionRenderer) Refresh() {
	r.ground.FillColor = color.Transparent
	if r.option.marked {
		r.ground.FillColor = r.option.Theme().Color(window.ColorSelected, fyne.CurrentApp().Settings().ThemeVariant())
	}
	r.ground.Refresh()
}

// arrow is the small sign at the end of the field that opens the list.
type arrow struct {
	widget.BaseWidget
	tapped func()
}

func newArrow(tapped func()) *arrow {
	a := &arrow{tapped: tapped}
	a.ExtendBaseWidget(a)
	return a
}

// MinSize keeps the room at the field's end that Fyne's own lists keep.
func (a *arrow) MinSize() fyne.Size {
	a.ExtendBaseWidget(a)
	side := a.Theme().Size(theme.SizeNameInlineIcon)
	return fyne.NewSize(side+12, side)
}

// CreateRenderer is Fyne's.
func (a *arrow) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewCenter(widget.NewIcon(theme.MenuDropDownIcon())))
}

// Tapped opens or closes the list.
func (a *arrow) Tapped(*fyne.PointEvent) { a.tapped() }

// Cursor is the common one, not the text cursor of the field around it.
func (a *arrow) Cursor() desktop.Cursor { return desktop.DefaultCursor }
