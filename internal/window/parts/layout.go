package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Fyne's layouts ask an object for its smallest size before they know its
// width, so wrapped text comes out wrong until the next frame. The layouts
// here ask for the height at a width instead, and are right at once.

// Height is a layout that knows its height at a given width.
type Height interface {
	HeightFor(objects []fyne.CanvasObject, width float32) float32
}

// tall is an object that knows its height at a given width.
type tall interface {
	HeightFor(width float32) float32
}

// HeightOf returns the height that o needs at the given width.
func HeightOf(o fyne.CanvasObject, width float32) float32 {
	if c, ok := o.(*fyne.Container); ok {
		if l, ok := c.Layout.(Height); ok {
			return l.HeightFor(c.Objects, width)
		}
	}
	if t, ok := o.(tall); ok {
		return t.HeightFor(width)
	}
	return o.MinSize().Height
}

// Place puts o where it belongs. A container of ours is laid out again even
// when its size stays the same, since what is in it may have changed.
func Place(o fyne.CanvasObject, x, y, width, height float32) {
	o.Move(fyne.NewPos(x, y))
	size := fyne.NewSize(width, height)
	if c, ok := o.(*fyne.Container); ok && c.Size() == size {
		if _, ok := c.Layout.(Height); ok {
			c.Layout.Layout(c.Objects, size)
			return
		}
	}
	o.Resize(size)
}

// Visible returns those of the objects that are not hidden.
func Visible(objects []fyne.CanvasObject) []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, 0, len(objects))
	for _, o := range objects {
		if o.Visible() {
			out = append(out, o)
		}
	}
	return out
}

// Widest returns the greatest smallest width of the visible objects.
func Widest(objects []fyne.CanvasObject) (width float32) {
	for _, o := range Visible(objects) {
		width = fyne.Max(width, o.MinSize().Width)
	}
	return width
}

// stack puts objects below each other, each as wide as there is room.
type stack struct {
	gap  float32
	last float32 // the width of the last layout
}

// NewStack puts objects below each other, each as wide as there is room.
func NewStack(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&stack{gap: gap}, objects...)
}

func (l *stack) HeightFor(objects []fyne.CanvasObject, width float32) (height float32) {
	for i, o := range Visible(objects) {
		if i > 0 {
			height += l.gap
		}
		height += HeightOf(o, width)
	}
	return height
}

func (l *stack) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.last = size.Width
	var y float32
	for _, o := range Visible(objects) {
		h := HeightOf(o, size.Width)
		Place(o, 0, y, size.Width, h)
		y += h + l.gap
	}
}

func (l *stack) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := Widest(objects)
	return fyne.NewSize(w, l.HeightFor(objects, fyne.Max(w, l.last)))
}

// Row puts objects beside each other: those of weight 0 as wide as they must
// be, the others share the rest by their weights. In a row that is narrower
// than fold they stand below each other instead.
type Row struct {
	Gap, Fold float32
	Weights   []float32
	Top       bool // objects stand at the top, as tall as they must be, instead of in the middle

	last float32
}

// NewRow puts objects beside each other; see Row.
func NewRow(gap, fold float32, weights []float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&Row{Gap: gap, Fold: fold, Weights: weights}, objects...)
}

// NewTopRow is a row whose objects stand at its top.
func NewTopRow(gap, fold float32, weights []float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&Row{Gap: gap, Fold: fold, Weights: weights, Top: true}, objects...)
}

func (l *Row) weight(i int) float32 {
	if i < len(l.Weights) {
		return l.Weights[i]
	}
	return 0
}

// widths returns the width of each object; 0 for hidden ones.
func (l *Row) widths(objects []fyne.CanvasObject, width float32) []float32 {
	out := make([]float32, len(objects))
	rest, sum := width, float32(0)
	n := 0
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		n++
		if l.weight(i) == 0 {
			out[i] = o.MinSize().Width
			rest -= out[i]
		}
		sum += l.weight(i)
	}
	rest -= l.Gap * float32(max(n-1, 0))
	for i, o := range objects {
		if o.Visible() && l.weight(i) > 0 {
			out[i] = fyne.Max(rest*l.weight(i)/sum, 0)
		}
	}
	return out
}

// HeightFor is the height at a width.
func (l *Row) HeightFor(objects []fyne.CanvasObject, width float32) (height float32) {
	if width < l.Fold {
		return (&stack{gap: l.Gap}).HeightFor(objects, width)
	}
	for i, w := range l.widths(objects, width) {
		if objects[i].Visible() {
			height = fyne.Max(height, HeightOf(objects[i], w))
		}
	}
	return height
}

// Layout is Fyne's.
func (l *Row) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.last = size.Width
	if size.Width < l.Fold {
		(&stack{gap: l.Gap}).Layout(objects, size)
		return
	}
	var x float32
	for i, w := range l.widths(objects, size.Width) {
		o := objects[i]
		if !o.Visible() {
			continue
		}
		h, y := HeightOf(o, w), float32(0)
		if !l.Top {
			y = (size.Height - h) / 2
		}
		Place(o, x, y, w, h)
		x += w + l.Gap
	}
}

// MinSize is Fyne's.
func (l *Row) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var w float32
	if l.Fold > 0 {
		w = Widest(objects)
	} else {
		seen := Visible(objects)
		for _, o := range seen {
			w += o.MinSize().Width
		}
		w += l.Gap * float32(max(len(seen)-1, 0))
	}
	return fyne.NewSize(w, l.HeightFor(objects, fyne.Max(w, l.last)))
}

// inset keeps room around its objects, which lie on each other. The first
// one, when there are several, is the ground and gets no room around it.
type inset struct{ left, top, right, bottom float32 }

// NewInset keeps room around what lies in it: side to the left and right, level above and below.
func NewInset(side, level float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&inset{left: side, top: level, right: side, bottom: level}, objects...)
}

func (l *inset) HeightFor(objects []fyne.CanvasObject, width float32) (height float32) {
	for i, o := range objects {
		if o.Visible() && (i > 0 || len(objects) == 1) {
			height = fyne.Max(height, HeightOf(o, width-l.left-l.right))
		}
	}
	return height + l.top + l.bottom
}

func (l *inset) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for i, o := range objects {
		if i == 0 && len(objects) > 1 {
			Place(o, 0, 0, size.Width, size.Height)
			continue
		}
		Place(o, l.left, l.top, size.Width-l.left-l.right, size.Height-l.top-l.bottom)
	}
}

func (l *inset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var s fyne.Size
	for i, o := range objects {
		if o.Visible() && (i > 0 || len(objects) == 1) {
			s = s.Max(o.MinSize())
		}
	}
	return s.AddWidthHeight(l.left+l.right, l.top+l.bottom)
}

// Ratio gives its one object a height that follows from its width, up to a
// greatest height.
type Ratio struct{ Value, Tallest float32 } // Value: height divided by width

// NewRatio gives its one object a height of value times its width, up to a
// greatest height.
func NewRatio(value, tallest float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&Ratio{Value: value, Tallest: tallest}, o)
}

// HeightFor is the height at a width.
func (l *Ratio) HeightFor(_ []fyne.CanvasObject, width float32) float32 {
	return fyne.Min(width*l.Value, l.Tallest)
}

// Layout is Fyne's.
func (l *Ratio) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		Place(o, 0, 0, size.Width, size.Height)
	}
}

// MinSize is Fyne's.
func (l *Ratio) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(80, 80*l.Value) }

// middle puts objects below each other in the middle of the room there is,
// no wider than a width.
type middle struct{ width, gap float32 }

// NewMiddle puts objects below each other in the middle, no wider than width.
func NewMiddle(width, gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&middle{width: width, gap: gap}, objects...)
}

func (l *middle) HeightFor(objects []fyne.CanvasObject, width float32) float32 {
	return (&stack{gap: l.gap}).HeightFor(objects, fyne.Min(width, l.width))
}

func (l *middle) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := fyne.Min(size.Width-24, l.width)
	y := (size.Height - l.HeightFor(objects, w)) / 2
	for _, o := range Visible(objects) {
		h := HeightOf(o, w)
		Place(o, (size.Width-w)/2, y, w, h)
		y += h + l.gap
	}
}

func (l *middle) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(Widest(objects), l.HeightFor(objects, l.width))
}

// middleRow puts objects beside each other in the middle.
type middleRow struct{ gap float32 }

// NewMiddleRow puts objects beside each other in the middle.
func NewMiddleRow(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&middleRow{gap: gap}, objects...)
}

func (l *middleRow) HeightFor(objects []fyne.CanvasObject, _ float32) float32 {
	return l.MinSize(objects).Height
}

func (l *middleRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x := (size.Width - l.MinSize(objects).Width) / 2
	for _, o := range Visible(objects) {
		s := o.MinSize()
		Place(o, x, 0, s.Width, size.Height)
		x += s.Width + l.gap
	}
}

func (l *middleRow) MinSize(objects []fyne.CanvasObject) (size fyne.Size) {
	for i, o := range Visible(objects) {
		s := o.MinSize()
		if i > 0 {
			size.Width += l.gap
		}
		size = fyne.NewSize(size.Width+s.Width, fyne.Max(size.Height, s.Height))
	}
	return size
}

// Locate returns where o stands in root, if it shows there. Fyne's driver
// knows this only of what it has painted already.
func Locate(root, o fyne.CanvasObject) (at fyne.Position, ok bool) {
	if root == nil || !root.Visible() {
		return at, false
	}
	if root == o {
		return root.Position(), true
	}
	var inside []fyne.CanvasObject
	switch c := root.(type) {
	case *fyne.Container:
		inside = c.Objects
	case *container.Scroll:
		inside = []fyne.CanvasObject{c.Content}
	}
	for _, child := range inside {
		if at, ok := Locate(child, o); ok {
			return root.Position().Add(at), true
		}
	}
	return at, false
}
