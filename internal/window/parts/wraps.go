package parts

import "fyne.io/fyne/v2"

// Wraps puts objects beside each other, each as wide as it must be, and in the
// next row what has no room.
type Wraps struct {
	Gap    float32
	Middle bool // objects stand in the middle of their row
	last   float32
}

// HeightFor is the height at a width.
func (l *Wraps) HeightFor(objects []fyne.CanvasObject, width float32) float32 {
	return l.rows(objects, width, func(fyne.CanvasObject, float32, float32, float32) {})
}

// Layout is Fyne's.
func (l *Wraps) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.last = size.Width
	l.rows(objects, size.Width, func(o fyne.CanvasObject, x, y, row float32) {
		s := o.MinSize()
		if l.Middle {
			y += (row - s.Height) / 2
		}
		Place(o, x, y, s.Width, s.Height)
	})
}

// rows calls put for each visible object with its place and its row's height,
// and returns the height of all rows.
func (l *Wraps) rows(objects []fyne.CanvasObject, width float32, put func(o fyne.CanvasObject, x, y, row float32)) float32 {
	seen := Visible(objects)
	var y float32
	for len(seen) > 0 {
		n, x, row := 0, float32(0), float32(0)
		for n < len(seen) {
			s := seen[n].MinSize()
			if n > 0 && x+s.Width > width {
				break
			}
			x += s.Width + l.Gap
			row = fyne.Max(row, s.Height)
			n++
		}
		x = 0
		for _, o := range seen[:n] {
			put(o, x, y, row)
			x += o.MinSize().Width + l.Gap
		}
		if seen = seen[n:]; len(seen) > 0 {
			y += l.Gap / 2
		}
		y += row
	}
	return y
}

// MinSize is that of the last width.
func (l *Wraps) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := Widest(objects)
	return fyne.NewSize(w, l.HeightFor(objects, fyne.Max(w, l.last)))
}
