package picture

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"slices"
	"testing"

	"ticketpp/test/scene"
)

// fidelity is how near b is to a, in decibels: above 35 the eye sees hardly
// any difference.
func fidelity(a, b image.Image) float64 {
	var squares, n float64
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			r0, g0, b0, _ := a.At(x, y).RGBA()
			r1, g1, b1, _ := b.At(x, y).RGBA()
			for _, d := range []float64{float64(r0>>8) - float64(r1>>8), float64(g0>>8) - float64(g1>>8), float64(b0>>8) - float64(b1>>8)} {
				squares, n = squares+d*d, n+1
			}
		}
	}
	return 10 * math.Log10(255*255*n/squares)
}

func TestQuantiseKeepsPaperAndInk(t *testing.T) {
	img := scene.Desktop(1280, 720)
	few := Quantise(img)
	if len(few.Palette) > 256 {
		t.Fatalf("%d colours", len(few.Palette))
	}
	for _, at := range []image.Point{{400, 450}, {700, 500}} { // the letter's paper, the terminal's ground
		if got := color.RGBAModel.Convert(few.At(at.X, at.Y)); got != img.RGBAAt(at.X, at.Y) {
			t.Errorf("%v became %v", img.RGBAAt(at.X, at.Y), got)
		}
	}
	if q := fidelity(img, few); q < 38 {
		t.Errorf("%.1f dB", q)
	}
	if again := Quantise(img); !slices.Equal(few.Pix, again.Pix) {
		t.Error("another result the second time")
	}
}

func TestQuantiseOfFewColoursIsExact(t *testing.T) {
	img := quarters(10, 10)
	if q := fidelity(img, Quantise(img)); !math.IsInf(q, 1) {
		t.Errorf("%.1f dB", q)
	}
}

// Letters in red on blue are what the usual JPEG of half the colours spoils.
func TestJPEGKeepsColouredLetters(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 123, 45)) // no multiple of eight
	for y := range 45 {
		for x := range 123 {
			c := color.RGBA{20, 40, 200, 255}
			if (x/2+y/3)%3 == 0 {
				c = color.RGBA{220, 30, 40, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	var ours, usual bytes.Buffer
	if err := EncodeJPEG(&ours, img, readable); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&usual, img, &jpeg.Options{Quality: readable}); err != nil {
		t.Fatal(err)
	}
	a, err := jpeg.Decode(&ours)
	if err != nil {
		t.Fatal(err)
	}
	b, err := jpeg.Decode(&usual)
	if err != nil {
		t.Fatal(err)
	}
	if ours, usual := fidelity(img, a), fidelity(img, b); ours < 27 || ours < usual+6 || a.Bounds() != img.Rect {
		t.Errorf("%.1f dB, image/jpeg %.1f dB", ours, usual)
	}
}

func TestJPEGIsAsGoodAsTheUsualOne(t *testing.T) {
	img := scene.Desktop(640, 360)
	for _, quality := range []int{1, 30, 50, 85, 100} {
		var ours, usual bytes.Buffer
		if err := EncodeJPEG(&ours, img, quality); err != nil {
			t.Fatal(err)
		}
		if err := jpeg.Encode(&usual, img, &jpeg.Options{Quality: quality}); err != nil {
			t.Fatal(err)
		}
		a, err := jpeg.Decode(&ours)
		if err != nil {
			t.Fatal(err)
		}
		b, err := jpeg.Decode(&usual)
		if err != nil {
			t.Fatal(err)
		}
		if ours, usual := fidelity(img, a), fidelity(img, b); ours < usual-0.2 {
			t.Errorf("quality %d: %.1f dB, image/jpeg %.1f dB", quality, ours, usual)
		}
	}
}

func TestShrinkGoesFromTheFinestToTheSmallest(t *testing.T) {
	img := scene.Desktop(1920, 1080)
	var png counter
	if err := EncodePNG(&png, img); err != nil {
		t.Fatal(err)
	}
	all, err := Shrink(t.Context(), img, 0)
	if err != nil || len(all) < 2 {
		t.Fatalf("%d forms, %v", len(all), err)
	}
	order, last := []Form{Colours, JPEG, Scaled}, int64(png)
	for i, s := range all {
		if s.Size() >= last {
			t.Errorf("%s: %d bytes after %d", s.Form, s.Size(), last)
		}
		last = s.Size()
		if i > 0 && slices.Index(order, s.Form) < slices.Index(order, all[i-1].Form) {
			t.Errorf("%s after %s", s.Form, all[i-1].Form)
		}
		seen, err := Decode(bytes.NewReader(s.Data))
		if err != nil {
			t.Fatal(err)
		}
		if q := fidelity(s.Image, seen); q < 60 {
			t.Errorf("%s shows something else than its file: %.1f dB", s.Form, q)
		}
		if s.Image.Bounds().Dx() < leastWidth {
			t.Errorf("%s is %v", s.Form, s.Image.Bounds())
		}
	}
	if one, err := Shrink(t.Context(), img, all[0].Size()); err != nil || len(one) != 1 {
		t.Errorf("%d forms, %v, where the first was enough", len(one), err)
	}
}

func TestShrinkOfASmallPicture(t *testing.T) {
	if all, err := Shrink(t.Context(), quarters(40, 40), 1); err != nil || len(all) != 0 {
		t.Errorf("%d forms, %v", len(all), err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Shrink(ctx, scene.Desktop(640, 360), 0); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestScale(t *testing.T) {
	img := Scale(quarters(100, 60), 50, 30)
	if got := corners(img); got != "rgbw" || img.Rect != image.Rect(0, 0, 50, 30) {
		t.Errorf("%s %v", got, img.Rect)
	}
}
