package picture

import (
	"cmp"
	"encoding/binary"
	"image"
	"image/color"
	"slices"
)

// Quantise returns img with at most 256 colours, without dithering, which
// would blur letters. The colours that most pixels have stay as they are: the
// paper and the ink of text are exact. The rest is cut where it differs most.
func Quantise(img image.Image) *image.Paletted {
	rgba := pixels(img)
	if p := exact(rgba); p != nil {
		return p
	}
	counts := census(rgba)
	kept, rest := share(counts, rgba.Rect.Dx()*rgba.Rect.Dy())
	palette := kept
	for _, b := range cut(rest, 256-len(kept)) {
		palette = append(palette, b.mean())
	}
	return dress(rgba, palette)
}

// shade is a colour and how many pixels have it.
type shade struct {
	c [3]uint8
	n int
}

// census counts the pixels of each colour.
func census(img *image.RGBA) map[uint32]int {
	counts := make(map[uint32]int)
	for y := range img.Rect.Dy() {
		row := img.Pix[y*img.Stride:][:4*img.Rect.Dx()]
		for x := 0; x < len(row); {
			px, from := binary.LittleEndian.Uint32(row[x:]), x
			for x += 4; x < len(row) && binary.LittleEndian.Uint32(row[x:]) == px; x += 4 {
			}
			counts[px] += (x - from) / 4
		}
	}
	return counts
}

// The colours that are kept exactly: at most so many, each of at least one
// pixel in so many.
const (
	mostKept  = 128
	keptShare = 8000
)

// share parts the colours into those that are kept and the others, which are
// put together where they hardly differ.
func share(counts map[uint32]int, pixels int) (kept [][3]uint8, rest []shade) {
	all := make([]shade, 0, len(counts))
	for px, n := range counts {
		all = append(all, shade{[3]uint8{uint8(px), uint8(px >> 8), uint8(px >> 16)}, n})
	}
	slices.SortFunc(all, func(a, b shade) int { // by colour too, so that the result is the same each time
		return cmp.Or(cmp.Compare(b.n, a.n), slices.Compare(a.c[:], b.c[:]))
	})
	for len(kept) < min(mostKept, len(all)) && all[len(kept)].n*keptShare >= pixels {
		kept = append(kept, all[len(kept)].c)
	}
	bins := make(map[uint32]int)
	for _, s := range all[len(kept):] {
		bin := uint32(s.c[0]>>2)<<12 | uint32(s.c[1]>>2)<<6 | uint32(s.c[2]>>2)
		at, ok := bins[bin]
		if !ok {
			at = len(rest)
			bins[bin] = at
			rest = append(rest, shade{c: s.c})
		}
		rest[at].n += s.n
	}
	return kept, rest
}

// weights say how much the eye minds a difference in red, green and blue.
var weights = [3]int{2, 4, 3}

// box is some shades that may become one colour.
type box struct {
	shades []shade
	worst  float64 // sum of the squared differences from the mean, of the channel that has most
	along  int     // that channel
	middle float64 // its mean
}

func newBox(shades []shade) box {
	b := box{shades: shades, worst: -1}
	for channel, weight := range weights {
		var n, sum, squares float64
		for _, s := range shades {
			v, k := float64(s.c[channel]), float64(s.n)
			n, sum, squares = n+k, sum+k*v, squares+k*v*v
		}
		if off := float64(weight) * (squares - sum*sum/n); off > b.worst {
			b.worst, b.along, b.middle = off, channel, sum/n
		}
	}
	return b
}

// mean is the colour that stands for all.
func (b box) mean() (c [3]uint8) {
	for channel := range c {
		var n, sum int
		for _, s := range b.shades {
			n, sum = n+s.n, sum+s.n*int(s.c[channel])
		}
		c[channel] = uint8((sum + n/2) / n)
	}
	return c
}

// cut parts shades into at most n boxes, always the one that differs most
// within itself.
func cut(shades []shade, n int) []box {
	if len(shades) == 0 {
		return nil
	}
	boxes := []box{newBox(shades)}
	for len(boxes) < n {
		at := 0
		for i, b := range boxes {
			if b.worst > boxes[at].worst {
				at = i
			}
		}
		b := boxes[at]
		if b.worst <= 0 {
			break
		}
		slices.SortFunc(b.shades, func(x, y shade) int { return cmp.Compare(x.c[b.along], y.c[b.along]) })
		half, _ := slices.BinarySearchFunc(b.shades, b.middle, func(s shade, middle float64) int {
			return cmp.Compare(float64(s.c[b.along]), middle)
		})
		half = min(len(b.shades)-1, max(1, half))
		boxes[at] = newBox(b.shades[:half])
		boxes = append(boxes, newBox(b.shades[half:]))
	}
	return boxes
}

// dress gives each pixel the nearest colour of the palette.
func dress(img *image.RGBA, colours [][3]uint8) *image.Paletted {
	out := image.NewPaletted(image.Rect(0, 0, img.Rect.Dx(), img.Rect.Dy()), nil)
	for _, c := range colours {
		out.Palette = append(out.Palette, color.RGBA{c[0], c[1], c[2], 0xff})
	}
	known := make(map[uint32]uint8)
	for y := range out.Rect.Dy() {
		row := img.Pix[y*img.Stride:][:4*out.Rect.Dx()]
		var last uint32
		var place uint8
		for x := range out.Rect.Dx() {
			px := binary.LittleEndian.Uint32(row[4*x:])
			if px != last || x == 0 {
				var ok bool
				if place, ok = known[px]; !ok {
					place = nearest(colours, [3]uint8{uint8(px), uint8(px >> 8), uint8(px >> 16)})
					known[px] = place
				}
				last = px
			}
			out.Pix[y*out.Stride+x] = place
		}
	}
	return out
}

func nearest(colours [][3]uint8, c [3]uint8) uint8 {
	best, least := 0, 1<<30
	for i, other := range colours {
		off := 0
		for channel, weight := range weights {
			d := int(c[channel]) - int(other[channel])
			off += weight * d * d
		}
		if off < least {
			best, least = i, off
		}
	}
	return uint8(best)
}
