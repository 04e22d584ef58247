package picture

import (
	"bytes"
	"errors"
	"hash/adler32"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"testing"
)

// desktop paints something like a busy screen: windows with lines of text, a
// gradient and a photograph's noise, the same at each run.
func desktop(w, h int) *image.RGBA {
	r := rand.New(rand.NewPCG(1, 2))
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, color.RGBA{uint8(40 + 60*y/h), uint8(80 + 60*x/w), 140, 255})
		}
	}
	for range 8 { // windows
		x0, y0 := r.IntN(w), r.IntN(h)
		for y := y0; y < min(h, y0+h/2); y++ {
			for x := x0; x < min(w, x0+w/3); x++ {
				c := color.RGBA{0xf4, 0xf4, 0xf4, 255}
				if (y-y0)%18 > 6 && (x*7^(y/3)*13^(x/5)*y)%5 == 0 { // strokes of letters
					c = color.RGBA{0x22, 0x22, 0x28, 255}
				}
				img.SetRGBA(x, y, c)
			}
		}
	}
	for y := h / 2; y < h*4/5; y++ { // a photograph
		for x := w * 3 / 5; x < w*4/5; x++ {
			v := uint8(x/3 + y/4 + r.IntN(8))
			img.SetRGBA(x, y, color.RGBA{v, v - 20, 255 - v, 255})
		}
	}
	return img
}

func TestPNGIsLossless(t *testing.T) {
	for _, size := range []image.Point{{1, 1}, {3, 127}, {5, 128}, {640, 129}, {1920, 1080}} {
		img := desktop(size.X, size.Y)
		var b bytes.Buffer
		if err := EncodePNG(&b, img); err != nil {
			t.Fatal(err)
		}
		back, err := png.Decode(&b)
		if err != nil {
			t.Fatalf("%v: %v", size, err)
		}
		for y := range size.Y {
			for x := range size.X {
				if got := color.RGBAModel.Convert(back.At(x, y)); got != img.RGBAAt(x, y) {
					t.Fatalf("%v: pixel %d,%d is %v, want %v", size, x, y, got, img.RGBAAt(x, y))
				}
			}
		}
	}
}

func TestPNGOfPartOfAPicture(t *testing.T) {
	part := desktop(200, 300).SubImage(image.Rect(20, 30, 120, 290)).(*image.RGBA)
	var b bytes.Buffer
	if err := EncodePNG(&b, part); err != nil {
		t.Fatal(err)
	}
	back, err := png.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := color.RGBAModel.Convert(back.At(7, 200)), part.RGBAAt(27, 230); got != want || back.Bounds().Dy() != 260 {
		t.Errorf("pixel %v of %v, want %v", got, back.Bounds(), want)
	}
}

func TestPNGWithTransparency(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 4, 4))
	var b bytes.Buffer
	if err := EncodePNG(&b, img); err != nil {
		t.Fatal(err)
	}
	back, err := png.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, a := back.At(1, 1).RGBA(); a != 0 {
		t.Errorf("alpha %d", a)
	}
}

func TestPNGIsSmall(t *testing.T) {
	img := desktop(1920, 1080)
	var ours, theirs bytes.Buffer
	if err := EncodePNG(&ours, img); err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(&theirs, img); err != nil {
		t.Fatal(err)
	}
	if ratio := float64(ours.Len()) / float64(theirs.Len()); ratio > 1.3 {
		t.Errorf("%d bytes, %.2f of the default", ours.Len(), ratio)
	}
}

func TestCombine(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		data := make([]byte, r.IntN(200000))
		for i := range data {
			data[i] = byte(r.Uint32())
		}
		cut := r.IntN(len(data) + 1)
		got := combine(adler32.Checksum(data[:cut]), adler32.Checksum(data[cut:]), len(data)-cut)
		if want := adler32.Checksum(data); got != want {
			t.Fatalf("%d+%d bytes: %08x, want %08x", cut, len(data)-cut, got, want)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestPNGOnAFullDisk(t *testing.T) {
	if err := EncodePNG(full{}, desktop(300, 300)); err == nil {
		t.Error("no error")
	}
}
