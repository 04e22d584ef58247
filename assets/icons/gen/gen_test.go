package main

import (
	"bytes"
	"fmt"
	"image/color"
	"os"
	"path/filepath"
	"testing"
)

// TestCommittedIconsAreTheDrawnOnes fails when somebody changed the drawing
// and forgot `go generate ./assets/...`.
func TestCommittedIconsAreTheDrawnOnes(t *testing.T) {
	for _, s := range []state{normal, waiting, failed} {
		for _, size := range pngSizes {
			name := fmt.Sprintf("trayapp%s-%d.png", s.suffix(), size)
			have, err := os.ReadFile(filepath.Join("..", name))
			if err != nil {
				t.Error(err)
			} else if !bytes.Equal(have, encode(draw(size, s))) {
				t.Errorf("%s is not what the generator draws", name)
			}
		}
	}
}

// TestStrokesAreCrisp: every pixel of the "++" is the tile's blue or white,
// nothing between.
func TestStrokesAreCrisp(t *testing.T) {
	for _, size := range append([]int{20, 40}, pngSizes...) {
		img := draw(size, normal)
		g, k := layout(size)
		whites := 0
		for y := g.radius * k; y < size-g.radius*k; y++ {
			for x := range size {
				switch c := img.NRGBAAt(x, y); c {
				case white:
					whites++
				case tileBlue:
				default:
					t.Fatalf("%d pixels: %v at %d,%d", size, c, x, y)
				}
			}
		}
		want := 2 * k * k * (2*(2*g.arm+g.stroke)*g.stroke - g.stroke*g.stroke)
		if whites != want {
			t.Errorf("%d pixels: the strokes cover %d pixels, want %d", size, whites, want)
		}
	}
}

// TestTraySizesHalveExactly: Windows' shell and Linux's panels show half of
// what the library gives them, so each small tray icon must be an exact half.
func TestTraySizesHalveExactly(t *testing.T) {
	for _, small := range []int{16, 20, 22, 24} {
		a, b := draw(small, normal), draw(2*small, normal)
		for y := range small {
			for x := range small {
				var sum [4]int
				for i := range 4 {
					c := b.NRGBAAt(2*x+i%2, 2*y+i/2)
					for j, v := range []uint8{c.R, c.G, c.B, c.A} {
						sum[j] += int(v)
					}
				}
				c := a.NRGBAAt(x, y)
				if c.A == 255 && (color.NRGBA{uint8(sum[0] / 4), uint8(sum[1] / 4), uint8(sum[2] / 4), uint8(sum[3] / 4)}) != c {
					t.Fatalf("%d pixels: %v at %d,%d, its four in the large one make %v", small, c, x, y, sum)
				}
			}
		}
	}
}
