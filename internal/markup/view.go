package markup

import (
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
	"slices"
)

// View shows a picture and what is drawn on it at the scale of a window. It
// keeps the scaled picture, and draws again only where the drawing has
// changed: a frame costs what is new in it, however large the picture is. It
// belongs to one goroutine at a time.
type View struct {
	Around color.RGBA // seen beside the picture; set it before Set

	src     *image.RGBA
	place   Place
	base    *image.RGBA // the picture alone, in its place
	frame   *image.RGBA // with the drawing
	painter *painter

	shown    Drawing // what frame shows
	selected int
	stale    bool // frame must be drawn whole
}

// NewView shows a picture, which must not change any more.
func NewView(src image.Image) *View {
	rgba, ok := src.(*image.RGBA)
	if !ok || rgba.Rect.Min != (image.Point{}) {
		b := src.Bounds()
		rgba = image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
		draw.Draw(rgba, rgba.Rect, src, b.Min, draw.Src)
	}
	return &View{Around: color.RGBA{0x80, 0x80, 0x80, 0xff}, src: rgba, painter: newPainter(), selected: -1}
}

// Size is that of the picture, in pixels.
func (v *View) Size() image.Point { return v.src.Rect.Size() }

// Place returns how the picture lies in the view.
func (v *View) Place() Place { return v.place }

// Set says how large the view is, in its own pixels, and how the picture lies
// in it. The next Draw draws it whole.
func (v *View) Set(size image.Point, p Place) {
	size = image.Pt(max(1, size.X), max(1, size.Y))
	if v.base != nil && v.base.Rect.Size() == size && v.place == p {
		return
	}
	before := v.place
	v.place, v.stale = p, true
	if v.base != nil && v.base.Rect.Size() == size && before.Scale == p.Scale {
		v.shift(p.At.Sub(before.At))
		return
	}
	if v.base == nil || v.base.Rect.Size() != size {
		v.base = image.NewRGBA(image.Rectangle{Max: size})
		v.frame = image.NewRGBA(image.Rectangle{Max: size})
	}
	v.paint(v.base.Rect)
}

// paint makes a part of base anew: the picture, and what lies around it.
func (v *View) paint(part image.Rectangle) {
	for _, r := range outside(part, v.place.Rect(v.src.Rect)) {
		draw.Draw(v.base, r, image.NewUniform(v.Around), image.Point{}, draw.Src)
	}
	v.scale(part)
}

// Draw brings the frame up to date with a drawing, shape selected of which
// (none: -1) shows its handles. It returns the frame, which stays the view's
// own and is the same picture each time, and which part of it has changed.
// What a crop takes away is seen behind a veil. Set must have been called.
func (v *View) Draw(d Drawing, selected int) (frame *image.RGBA, changed image.Rectangle) {
	changed = v.frame.Rect
	if !v.stale {
		changed = v.difference(d, selected).Intersect(v.frame.Rect)
	}
	v.shown, v.selected, v.stale = d, selected, false
	if changed.Empty() {
		return v.frame, changed
	}
	draw.Draw(v.frame, changed, v.base, changed.Min, draw.Src)
	v.painter.drawing(v.frame, d, v.place, changed)
	v.hide(changed)
	if selected >= 0 && selected < len(d.Shapes) {
		v.painter.selection(v.frame, d.Shapes[selected], v.place, changed)
	}
	return v.frame, changed
}

// hide lays the veil over what the crop takes away.
func (v *View) hide(clip image.Rectangle) {
	if v.shown.Crop.Empty() {
		return
	}
	all := v.place.Rect(v.src.Rect).Intersect(clip)
	for _, r := range outside(all, v.place.Rect(v.shown.Crop)) {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			row := v.frame.Pix[v.frame.PixOffset(r.Min.X, y):][:4*r.Dx()]
			for i := 0; i < len(row); i += 4 {
				px := binary.LittleEndian.Uint32(row[i:]) // three eighths of each channel, opaque
				px = (px&0x00f8f8f8)>>3 + (px&0x00fcfcfc)>>2
				binary.LittleEndian.PutUint32(row[i:], px|0xff000000)
			}
		}
	}
}

// outside cuts hole out of r: the four strips around it.
func outside(r, hole image.Rectangle) []image.Rectangle {
	hole = hole.Intersect(r)
	if hole.Empty() {
		return []image.Rectangle{r}
	}
	return []image.Rectangle{
		{r.Min, image.Pt(r.Max.X, hole.Min.Y)},
		{image.Pt(r.Min.X, hole.Max.Y), r.Max},
		{image.Pt(r.Min.X, hole.Min.Y), image.Pt(hole.Min.X, hole.Max.Y)},
		{image.Pt(hole.Max.X, hole.Min.Y), image.Pt(r.Max.X, hole.Max.Y)},
	}
}

// difference returns the pixels of the view that another drawing may change.
func (v *View) difference(d Drawing, selected int) image.Rectangle {
	if d.Crop != v.shown.Crop {
		return v.frame.Rect
	}
	var changed image.Rectangle
	differ := false
	for i := range max(len(d.Shapes), len(v.shown.Shapes)) {
		if i < len(d.Shapes) && i < len(v.shown.Shapes) && d.Shapes[i].Equal(v.shown.Shapes[i]) &&
			(!differ || d.Shapes[i].Kind != Step) && (selected == v.selected || i != selected && i != v.selected) {
			continue
		}
		if i < len(d.Shapes) && i < len(v.shown.Shapes) && i != selected && i != v.selected {
			if tail, ok := d.Shapes[i].tail(v.shown.Shapes[i]); ok {
				changed = changed.Union(v.painter.extent(tail, v.place))
				continue
			}
		}
		for _, each := range []Drawing{d, v.shown} {
			if i < len(each.Shapes) {
				changed = changed.Union(v.painter.extent(each.Shapes[i], v.place))
				differ = true // and the numbers behind it may have changed
			}
		}
	}
	return changed
}

// tail returns what a free line has more than an earlier state of itself; not
// ok when it is something else.
func (s Shape) tail(before Shape) (Shape, bool) {
	n := len(before.Points)
	if s.Kind != Line || n == 0 || len(s.Points) < n || !slices.Equal(s.Points[:n], before.Points) {
		return s, false
	}
	before.Points = s.Points
	if !s.Equal(before) {
		return s, false
	}
	s.Points = s.Points[n-1:]
	return s, true
}
