package capture

import (
	"image"
	"image/color"
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

func BenchmarkPreview(b *testing.B) {
	img := desktop(1920, 1080)
	for b.Loop() {
		Preview(img, 480, 480)
	}
}
