package capture

import (
	"image"
	"image/color"
	"testing"
)

// white is a display's picture before the pointer is on it.
func white(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	return img
}

func TestPointerIsKeptAndDrawnWhereAsked(t *testing.T) {
	// 2×2, half of it beyond the edge: opaque black, red, half black, nothing
	pointer := &Cursor{fromARGB([]uint32{0xff000000, 0xffff0000, 0x80000000, 0}, 2, 2), image.Pt(-97, 50)}
	for _, drawn := range []bool{false, true} {
		shots := []Shot{
			{Bounds: image.Rect(0, 0, 4, 4), Image: white(4, 4)},
			{Bounds: image.Rect(-100, 50, -96, 54), Image: white(4, 4), Pointer: true},
		}
		finish(shots, Options{DrawPointer: drawn}, pointer)
		if shots[0].Cursor != nil || shots[1].Cursor == nil || shots[1].Cursor.At != image.Pt(3, 0) {
			t.Fatalf("the pointer is at %v and %v", shots[0].Cursor, shots[1].Cursor)
		}
		want := map[image.Point]color.RGBA{{3, 0}: {255, 255, 255, 255}, {3, 1}: {255, 255, 255, 255}}
		if drawn {
			want = map[image.Point]color.RGBA{{3, 0}: {0, 0, 0, 255}, {3, 1}: {127, 127, 127, 255}, {2, 0}: {255, 255, 255, 255}, {0, 1}: {255, 255, 255, 255}}
		}
		for at, want := range want {
			if got := shots[1].Image.RGBAAt(at.X, at.Y); got != want {
				t.Errorf("drawn %v: %v is %v, want %v", drawn, at, got, want)
			}
		}
	}
}

func TestHiddenPointerIsNone(t *testing.T) {
	shots := []Shot{{Bounds: image.Rect(0, 0, 4, 4), Image: white(4, 4), Pointer: true}}
	finish(shots, Options{DrawPointer: true}, &Cursor{image.NewRGBA(image.Rect(0, 0, 2, 2)), image.Pt(1, 1)})
	if shots[0].Cursor != nil {
		t.Error("a pointer that cannot be seen was kept")
	}
}

func TestChosenDisplay(t *testing.T) {
	left, right := image.Rect(-800, -100, 0, 500), image.Rect(0, 0, 1000, 700)
	for name, c := range map[string]struct {
		pointer int // -1: none
		front   image.Rectangle
		chosen  [2]bool
		parts   [2]image.Rectangle
	}{
		"nothing is known":        {-1, image.Rectangle{}, [2]bool{true, true}, [2]image.Rectangle{}},
		"the pointer":             {0, image.Rect(10, 10, 500, 500), [2]bool{true, false}, [2]image.Rectangle{{}, image.Rect(10, 10, 500, 500)}},
		"the window":              {-1, image.Rect(-700, -50, -100, 400), [2]bool{true, false}, [2]image.Rectangle{image.Rect(100, 50, 700, 500), {}}},
		"most of the window":      {-1, image.Rect(-100, 100, 500, 400), [2]bool{false, true}, [2]image.Rectangle{image.Rect(700, 200, 800, 500), image.Rect(0, 100, 500, 400)}},
		"a window that is beyond": {-1, image.Rect(5000, 0, 6000, 100), [2]bool{true, true}, [2]image.Rectangle{}},
	} {
		shots := []Shot{{Bounds: left, Image: white(800, 600)}, {Bounds: right, Image: white(1000, 700)}}
		if c.pointer >= 0 {
			shots[c.pointer].Pointer = true
		}
		finish(shots, Options{Front: c.front}, nil)
		for i, s := range shots {
			if s.Chosen != c.chosen[i] || s.Front != c.parts[i] {
				t.Errorf("%s: display %d is chosen: %v, shows %v of the window; want %v, %v", name, i, s.Chosen, s.Front, c.chosen[i], c.parts[i])
			}
		}
	}
}

func TestPointerFromBlackAndWhite(t *testing.T) {
	// opaque red, half green, nothing, inverting
	black := []byte{0, 0, 255, 0, 0, 128, 0, 0, 0, 0, 0, 0, 255, 255, 255, 0}
	white := []byte{0, 0, 255, 0, 127, 255, 127, 0, 255, 255, 255, 0, 0, 0, 0, 0}
	got := fromBlackAndWhite(black, white, image.Pt(4, 1))
	for x, want := range []color.RGBA{{255, 0, 0, 255}, {0, 128, 0, 128}, {}, {0, 0, 0, 255}} {
		if got.RGBAAt(x, 0) != want {
			t.Errorf("pixel %d is %v, want %v", x, got.RGBAAt(x, 0), want)
		}
	}
}
