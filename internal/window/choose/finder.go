package choose

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"ticketpp/internal/window/parts"
)

// Finder is a field in which one of many names is found by typing some of it.
// Its list floats over the form and leaves the keyboard with the field: Enter
// or Down opens it, Up and Down walk, Enter or Tab takes, Esc closes the list,
// and empties a field in which no name stands.
type Finder struct {
	*parts.Entry
	OnLayout func()               // the list opened, closed or changed
	Where    func() fyne.Position // where the field stands in the layer

	layer  *fyne.Container // where the list floats
	list   *fyne.Container
	scroll *container.Scroll
	names  []string
	rows   []*option
	at     int    // the row that Enter would take; -1: none
	chosen string // the name that was taken last
	quiet  bool   // the text is being set, not typed
	picked func(name string)
}

// tallestList is how high a list may become, in Fyne's units.
const tallestList = 260

// NewFinder makes a finder of a field of one line; its list floats in layer.
// picked is called with the name that is chosen, "" while what is written is
// none of them. The caller says Where.
func NewFinder(e *parts.Entry, layer *fyne.Container, picked func(string)) *Finder {
	f := &Finder{Entry: e, layer: layer, at: -1, picked: picked, OnLayout: func() {}}
	f.scroll = container.NewVScroll(parts.NewStack(0))
	ground, frame := canvas.NewRectangle(color.Black), canvas.NewRectangle(color.Transparent)
	frame.StrokeWidth = 1
	f.list = container.NewStack(ground, parts.NewInset(1, 1, f.scroll), frame)
	f.list.Hide()
	layer.Add(f.list)
	f.Entry.ActionItem = newArrow(f.toggle)
	f.Entry.OnChanged = f.typed
	f.Entry.OnKey = f.key
	f.Entry.OnFocus = f.focus
	return f
}

// Set shows the names and the one that is chosen, without telling anybody.
func (f *Finder) Set(names []string, chosen string) {
	f.names, f.chosen = names, chosen
	f.write(chosen)
	f.close()
}

func (f *Finder) write(s string) {
	f.quiet = true
	f.Entry.Replace(s)
	f.quiet = false
}

// IsOpen reports whether the list is shown.
func (f *Finder) IsOpen() bool { return f.list.Visible() }

// Shown are the names in the list, as it was opened last.
func (f *Finder) Shown() []string {
	names := make([]string, len(f.rows))
	for i, r := range f.rows {
		names[i] = r.name
	}
	return names
}

// Rows are what shows them.
func (f *Finder) Rows() []fyne.CanvasObject { return f.scroll.Content.(*fyne.Container).Objects }

// typed is called for every change of the text.
func (f *Finder) typed(s string) {
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
func (f *Finder) open(query string) {
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
	f.OnLayout()
}

// firstMark is the row to begin with: the chosen one while nothing was
// typed, else the best.
func (f *Finder) firstMark(query string) int {
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

func (f *Finder) color() {
	th, v := f.Entry.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	ground, frame := f.list.Objects[0].(*canvas.Rectangle), f.list.Objects[2].(*canvas.Rectangle)
	ground.FillColor = th.Color(theme.ColorNameMenuBackground, v)
	frame.StrokeColor = th.Color(theme.ColorNameInputBorder, v)
}

// moveList puts the list below the field, or above it where there is more
// room.
func (f *Finder) moveList(rows int) {
	at := f.Where()
	size := f.Entry.Size()
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

func (f *Finder) mark(i int) {
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
func (f *Finder) take(i int) {
	if i < 0 || i >= len(f.rows) {
		return
	}
	f.chosen = f.rows[i].name
	f.write(f.chosen)
	f.close()
	f.picked(f.chosen)
}

func (f *Finder) close() {
	if !f.list.Visible() {
		return
	}
	f.list.Hide()
	f.OnLayout()
}

func (f *Finder) toggle() {
	if f.IsOpen() {
		f.close()
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(f.Entry); c != nil {
		c.Focus(f.Entry)
	}
	f.open("")
}

// key handles the keys that walk the list.
func (f *Finder) key(k *fyne.KeyEvent) bool {
	switch {
	case k.Name == fyne.KeyDown && !f.IsOpen():
		f.open("")
	case k.Name == fyne.KeyDown:
		f.mark(min(f.at+1, len(f.rows)-1))
	case k.Name == fyne.KeyUp && f.IsOpen():
		f.mark(max(f.at-1, 0))
	case parts.IsReturn(k.Name) && f.IsOpen() && f.at >= 0:
		f.take(f.at)
	case parts.IsReturn(k.Name) && !f.IsOpen() && f.Entry.Text == "":
		f.open("")
	case k.Name == fyne.KeyEscape && f.IsOpen():
		f.close()
	case k.Name == fyne.KeyEscape && f.chosen == "" && f.Entry.Text != "":
		f.write("") // what nothing was found for; the next Esc is the window's
		f.picked("")
	default:
		return false
	}
	return true
}

// focus closes the list when the field is left. What was typed so far takes
// the best name, when there is one; else it stays, for the form to speak of.
func (f *Finder) focus(gained bool) {
	if gained {
		return
	}
	if f.IsOpen() && f.at >= 0 && f.chosen == "" && f.Entry.Text != "" {
		f.take(f.at)
	}
	if f.chosen != "" && f.Entry.Text != f.chosen {
		f.write(f.chosen)
	}
	f.close()
}
