package capture

import (
	"image"
	"image/color"
	"image/draw"
	"testing"
)

// written is a white menu with lines of something written on it.
func written() *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, 240, 200))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	for y := range 200 {
		for x := range 240 {
			if y%20 >= 5 && y%20 < 15 && x > 20 && x < 160 && (x*7+y*13+x*y)%3 == 0 {
				img.SetRGBA(x, y, color.RGBA{40, 40, 40, 255})
			}
		}
	}
	return img
}

func fill(img *image.RGBA, r image.Rectangle, c color.Color) *image.RGBA {
	draw.Draw(img, r, image.NewUniform(c), image.Point{}, draw.Src)
	return img
}

func TestWhatIsLeftOfAMenu(t *testing.T) {
	all := image.Rect(0, 0, 240, 200)
	menu := newLook(all, written())
	if menu.paper != [3]byte{255, 255, 255} {
		t.Fatalf("its paper is %v", menu.paper)
	}
	another := fill(image.NewRGBA(all), all, color.White)
	for y := range 200 { // a text in the menu's own colours, in another place
		for x := range 240 {
			if y%23 < 9 && (x*5+y*11+x*y)%3 == 0 {
				another.SetRGBA(x, y, color.RGBA{40, 40, 40, 255})
			}
		}
	}
	for name, c := range map[string]struct {
		now  *image.RGBA
		left bool
	}{
		"all of it":                 {written(), true},
		"a line is marked":          {fill(written(), image.Rect(0, 0, 240, 20), color.RGBA{0, 90, 200, 255}), true},
		"one of two windows paints": {fill(written(), image.Rect(0, 0, 120, 200), color.RGBA{200, 200, 200, 255}), true},
		"white paper":               {fill(written(), all, color.White), false},
		"a black screen":            {fill(written(), all, color.Black), false},
		"one in the text's colour":  {fill(written(), all, color.RGBA{40, 40, 40, 255}), false},
		"another text":              {another, false},
		"a screen that shrank":      {image.NewRGBA(image.Rect(0, 0, 9, 9)), false},
	} {
		if got := menu.leftOn(c.now); got != c.left {
			t.Errorf("%s: left %v", name, got)
		}
	}
	notified := menu
	notified.over = []image.Rectangle{image.Rect(100, 0, 240, 300)}
	notified.at = all.Add(image.Pt(60, 100))
	if still := fill(written(), image.Rect(0, 0, 60, 200), color.Black); !menu.leftOn(still) || notified.leftOn(still) {
		t.Error("what another window shows is taken for the menu")
	}
	if newLook(all, fill(image.NewRGBA(all), all, color.White)).leftOn(fill(image.NewRGBA(all), all, color.White)) {
		t.Error("an empty menu on empty paper is left")
	}
}
