package capture

import (
	"image"
	"slices"
)

// look is a part of the screen as it was once.
type look struct {
	of    uint32          // the window that is seen
	at    image.Rectangle // on its screen
	img   *image.RGBA
	paper [3]byte // the colour that most of it has
	// over are the windows that stand above, on the screen: what is seen of them
	// stays when the menu goes.
	over []image.Rectangle
}

const (
	tile     = 16 // pixels a side
	few      = 10 // pixels of a tile, written on or empty, that are too few to tell anything
	fewTiles = 3  // that may look the same by chance
	rim      = 4  // pixels of a menu's edge that may be what it stands on, where it is cut in a shape
)

// leftOn reports whether now, the same part of the screen, still shows l. It asks
// only the parts in which something is written: empty ones are alike everywhere.
// A line that has another colour since, because the pointer is on it, does not
// hide the others.
func (l look) leftOn(now *image.RGBA) bool {
	if now.Rect.Size() != l.img.Rect.Size() {
		return false
	}
	in := l.img.Rect.Inset(rim)
	left := 0
	for y := in.Min.Y; y < in.Max.Y; y += tile {
		for x := in.Min.X; x < in.Max.X; x += tile {
			part := image.Rect(x, y, x+tile, y+tile).Intersect(in)
			if !l.covered(part) && l.tileLeftOn(now, part) {
				left++
			}
		}
	}
	return left >= fewTiles
}

// covered reports whether another window was seen at a part.
func (l look) covered(part image.Rectangle) bool {
	return slices.ContainsFunc(l.over, part.Add(l.at.Min).Overlaps)
}

// tileLeftOn reports whether what is written in a tile, and what it is written on,
// are still there: either alone may be what was below.
func (l look) tileLeftOn(now *image.RGBA, tile image.Rectangle) bool {
	var ink, paper, sameInk, samePaper int
	for y := tile.Min.Y; y < tile.Max.Y; y++ {
		for x := tile.Min.X; x < tile.Max.X; x++ {
			was := pixel(l.img, x, y)
			same := 0
			if pixel(now, x, y) == was {
				same = 1
			}
			if was == l.paper {
				paper++
				samePaper += same
			} else {
				ink++
				sameInk += same
			}
		}
	}
	return ink >= few && paper >= few && sameInk*10 >= ink*9 && samePaper*10 >= paper*9
}

// newLook is how the screen looks now at a place.
func newLook(at image.Rectangle, img *image.RGBA) look {
	l, count := look{at: at, img: img}, make(map[[3]byte]int)
	for y := img.Rect.Min.Y; y < img.Rect.Max.Y; y++ {
		for x := img.Rect.Min.X; x < img.Rect.Max.X; x++ {
			p := pixel(img, x, y)
			if count[p]++; count[p] > count[l.paper] {
				l.paper = p
			}
		}
	}
	return l
}

func pixel(img *image.RGBA, x, y int) [3]byte {
	i := img.PixOffset(x, y)
	return [3]byte(img.Pix[i : i+3])
}
