package markup

import (
	"bytes"
	"image"
	"image/color"
	"math/rand/v2"
	"testing"

	"ticketpp/test/scene"
)

// At its own size and without a crop, the view shows what Render makes.
func TestViewShowsWhatIsSent(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 7))
	src := scene.Desktop(320, 180)
	for range 50 {
		d := random(r, src.Rect.Size()).SetCrop(image.Rectangle{})
		v := NewView(src)
		v.Set(src.Rect.Size(), Place{Scale: 1})
		frame, _ := v.Draw(d, -1)
		if !bytes.Equal(frame.Pix, Render(src, d).Pix) {
			t.Fatalf("another picture: %+v", d)
		}
	}
}

// However the drawing, the selection and the place came about, the frame is
// that of a new view, and outside the part said to have changed nothing has.
func TestViewDrawsOnlyWhatChanged(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 8))
	src := scene.Desktop(320, 180)
	size := image.Pt(200, 150)
	v := NewView(src)
	place := Fit(src.Rect.Size(), size)
	v.Set(size, place)
	d, selected := Drawing{}, -1
	last := image.NewRGBA(image.Rectangle{Max: size})
	for i := range 600 {
		d, selected = edit(r, d, src.Rect.Size())
		moved := false
		switch r.IntN(12) {
		case 0:
			place = place.Zoom(0.3+3*r.Float64(), image.Pt(r.IntN(200), r.IntN(150)))
			moved = true
		case 1, 2:
			place = place.Pan(image.Pt(r.IntN(80)-40, r.IntN(80)-40))
			moved = true
		}
		v.Set(size, place)
		frame, changed := v.Draw(d, selected)
		fresh := NewView(src)
		fresh.Set(size, place)
		want, _ := fresh.Draw(d, selected)
		if at, ok := differ(frame, want, frame.Rect); ok {
			t.Fatalf("round %d: pixel %v, %+v", i, at, d)
		}
		for _, beside := range outside(frame.Rect, changed) {
			if at, ok := differ(frame, last, beside); ok && !moved {
				t.Fatalf("round %d: %v changed, beyond %v", i, at, changed)
			}
		}
		copy(last.Pix, frame.Pix)
	}
}

// edit makes one random edit, as a window does.
func edit(r *rand.Rand, d Drawing, size image.Point) (Drawing, int) {
	n := len(d.Shapes)
	switch {
	case n == 0 || n < 12 && r.IntN(3) == 0:
		d = d.Add(random(r, size).Shapes[0])
	case r.IntN(4) == 0:
		d = d.Delete(r.IntN(n))
	case r.IntN(8) == 0:
		d = d.SetCrop(random(r, size).Crop)
	default:
		i := r.IntN(n)
		d = d.Move(i, image.Pt(r.IntN(40)-20, r.IntN(40)-20))
		if s := d.Shapes[i]; s.Kind == Line {
			s.Points = append(append(Points{}, s.Points...), image.Pt(r.IntN(size.X), r.IntN(size.Y)))
			d = d.Replace(i, s)
		}
	}
	return d, r.IntN(len(d.Shapes)+2) - 1
}

func differ(a, b *image.RGBA, part image.Rectangle) (image.Point, bool) {
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			if a.RGBAAt(x, y) != b.RGBAAt(x, y) {
				return image.Pt(x, y), true
			}
		}
	}
	return image.Point{}, false
}

// Scaled down, a pixel is the mean of those that it stands for.
func TestViewScales(t *testing.T) {
	src := image.NewRGBA(image.Rect(0, 0, 64, 64))
	for i := range 64 * 64 {
		src.SetRGBA(i%64, i/64, color.RGBA{uint8(200 * (i % 2)), 90, 30, 255})
	}
	v := NewView(src)
	v.Set(image.Pt(32, 32), Place{Scale: 0.5})
	frame, _ := v.Draw(Drawing{}, -1)
	if got := frame.RGBAAt(7, 9); got != (color.RGBA{100, 90, 30, 255}) {
		t.Errorf("%v", got)
	}
	v.Set(image.Pt(256, 256), Place{Scale: 4})
	frame, _ = v.Draw(Drawing{}, -1)
	if a, b := frame.RGBAAt(4*3+1, 9), frame.RGBAAt(4*4+2, 9); a.R != 200 || b.R != 0 {
		t.Errorf("%v %v", a, b)
	}
}

func TestPlace(t *testing.T) {
	p := Fit(image.Pt(3840, 2160), image.Pt(1000, 1000))
	if p.At.X != 0 || p.At.Y <= 0 {
		t.Errorf("%+v", p)
	}
	under := p.Picture(image.Pt(300, 500))
	z := p.Zoom(1.7, image.Pt(300, 500))
	if d := z.Picture(image.Pt(300, 500)).Sub(under); max(d.X, -d.X, d.Y, -d.Y) > 2 {
		t.Errorf("zooming moved %v", d)
	}
	if got := z.Picture(z.View(image.Pt(777, 333))); got.Sub(image.Pt(777, 333)).X > 1 {
		t.Errorf("%v", got)
	}
	if p.Zoom(1000, image.Point{}).Scale != maxScale || p.Zoom(0, image.Point{}).Scale != minScale {
		t.Error("the zoom has no limits")
	}
}

func BenchmarkDrawing(b *testing.B) {
	src := scene.Desktop(3840, 2160)
	for _, size := range []image.Point{{1280, 720}, {3840, 2160}} {
		v := NewView(src)
		v.Set(size, Fit(src.Rect.Size(), size))
		d := busy(src.Rect.Size())
		v.Draw(d, -1)
		b.Run(size.String(), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				v.Draw(d.Add(Shape{Kind: Arrow, Points: Points{{500, 500}, {600 + i*37%2000, 600 + i*23%1200}}, Colour: Blue, Width: 8}), -1)
			}
		})
	}
}

func BenchmarkZoom(b *testing.B) {
	src := scene.Desktop(3840, 2160)
	v, size := NewView(src), image.Pt(1280, 720)
	p := Fit(src.Rect.Size(), size)
	for i := 0; b.Loop(); i++ {
		v.Set(size, p.Zoom(p.Scale*(1+float64(i%9)/10), image.Pt(600, 300)))
	}
}

// busy is a drawing with some of everything.
func busy(size image.Point) Drawing {
	r := rand.New(rand.NewPCG(9, 9))
	var d Drawing
	for range 6 {
		d.Shapes = append(d.Shapes, random(r, size).Shapes...)
	}
	return d
}
