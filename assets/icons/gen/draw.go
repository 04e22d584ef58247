package main

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"strings"
)

// state is what the icon says about the tickets.
type state int

const (
	normal  state = iota
	waiting       // an amber dot
	failed        // a red square with an exclamation mark
)

func (s state) suffix() string { return [...]string{"", "-waiting", "-failed"}[s] }

var (
	tileBlue = color.NRGBA{0x2a, 0x6a, 0xcf, 0xff} // 5:1 against the white strokes, over 3:1 against light and dark panels
	white    = color.NRGBA{0xff, 0xff, 0xff, 0xff}
	amber    = color.NRGBA{0xff, 0xb3, 0x00, 0xff}
	red      = color.NRGBA{0xd3, 0x1b, 0x2c, 0xff}
	ink      = color.NRGBA{0x10, 0x2a, 0x56, 0xff} // rings the amber dot, so that it stands off blue and white
)

// grid is a size's layout in whole pixels. A plus is 2*arm+stroke wide; two of
// them, the gap between and two margins make the size.
type grid struct{ size, margin, gap, arm, stroke, radius, badge int }

// grids are the hinted sizes. Any other size is a multiple of one of them.
var grids = []grid{
	{16, 1, 2, 2, 2, 3, 8},
	{20, 1, 2, 3, 2, 4, 10},
	{22, 1, 2, 3, 3, 4, 10},
	{24, 2, 2, 3, 3, 5, 12},
}

// layout returns the grid for size and the factor by which it is enlarged,
// the largest grid that divides it.
func layout(size int) (grid, int) {
	for _, base := range []int{24, 22, 20, 16} {
		for _, g := range grids {
			// 48 is twice 24 (see icoSizes); the large ones come from 16,
			// the boldest.
			if g.size == base && size%base == 0 && (size/base <= 2 || base == 16) {
				return g, size / base
			}
		}
	}
	panic(fmt.Sprintf("no grid divides %d", size))
}

// box is an axis-parallel rectangle with round corners, in pixels.
type box struct{ x, y, w, h, r float64 }

// covers says how much of the pixel at px, py lies in b, by 8×8 samples.
func (b box) covers(px, py int) float64 {
	const n = 8
	hits := 0
	for i := range n * n {
		x := float64(px) + (float64(i%n)+0.5)/n
		y := float64(py) + (float64(i/n)+0.5)/n
		if b.holds(x, y) {
			hits++
		}
	}
	return float64(hits) / (n * n)
}

func (b box) holds(x, y float64) bool {
	if x < b.x || y < b.y || x > b.x+b.w || y > b.y+b.h {
		return false
	}
	dx := math.Max(0, math.Max(b.x+b.r-x, x-(b.x+b.w-b.r)))
	dy := math.Max(0, math.Max(b.y+b.r-y, y-(b.y+b.h-b.r)))
	return dx*dx+dy*dy <= b.r*b.r
}

// shape is a box in a colour. A cut shape takes away what is under it instead.
type shape struct {
	box
	colour color.NRGBA
	cut    bool
}

// shapes lists what the icon of one size and state is made of, bottom first.
func shapes(size int, s state) []shape {
	g, k := layout(size)
	px := func(n int) float64 { return float64(n * k) }
	list := []shape{{box: box{0, 0, px(g.size), px(g.size), px(g.radius)}, colour: tileBlue}}

	plus := 2*g.arm + g.stroke
	top := (g.size - plus) / 2
	if s != normal {
		top = (g.size - g.badge - plus + 2) / 2 // make room for the badge below
		top = max(top, g.margin+1)
	}
	for i := range 2 {
		left := g.margin + i*(plus+g.gap)
		list = append(list,
			shape{box: box{px(left), px(top + g.arm), px(plus), px(g.stroke), 0}, colour: white},
			shape{box: box{px(left + g.arm), px(top), px(g.stroke), px(plus), 0}, colour: white})
	}
	return append(list, badge(g, px, s)...)
}

// badge draws the state's mark into the lower right corner, set off from the
// tile by a dark ring, or by a gap through which the panel is seen.
func badge(g grid, px func(int) float64, s state) []shape {
	at, w := g.size-g.badge, g.badge
	switch s {
	case waiting:
		return []shape{
			{box: box{px(at), px(at), px(w), px(w), px(w) / 2}, colour: ink},
			{box: box{px(at + 1), px(at + 1), px(w - 2), px(w - 2), px(w-2) / 2}, colour: amber},
		}
	case failed:
		bar := 2 // the exclamation mark: a bar, a gap, a dot; even as the badge is
		x := px(at) + (px(w)-px(bar))/2
		dot := at + w - bar - max(1, w/8)
		return []shape{
			{box: box{px(at) - px(1), px(at) - px(1), px(w + 1), px(w + 1), 0}, cut: true},
			{box: box{px(at), px(at), px(w), px(w), px(1)}, colour: red},
			{box: box{x, px(at + 1), px(bar), px(dot - at - 2), 0}, colour: white},
			{box: box{x, px(dot), px(bar), px(bar), 0}, colour: white},
		}
	}
	return nil
}

// draw paints the icon with straight alpha.
func draw(size int, s state) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	for _, sh := range shapes(size, s) {
		for y := range size {
			for x := range size {
				if c := sh.covers(x, y); c > 0 {
					img.SetNRGBA(x, y, over(img.NRGBAAt(x, y), sh, c))
				}
			}
		}
	}
	return img
}

// over lays the share c of a shape over the pixel below.
func over(below color.NRGBA, sh shape, c float64) color.NRGBA {
	ba := float64(below.A) / 255
	if sh.cut {
		below.A = uint8(math.Round(255 * ba * (1 - c)))
		return below
	}
	a := c + ba*(1-c)
	mix := func(top, under uint8) uint8 {
		return uint8(math.Round((float64(top)*c + float64(under)*ba*(1-c)) / a))
	}
	return color.NRGBA{mix(sh.colour.R, below.R), mix(sh.colour.G, below.G), mix(sh.colour.B, below.B), uint8(math.Round(255 * a))}
}

// svg writes the same shapes, on the grid of 16, for themes that scale.
func svg(s state) []byte {
	var b strings.Builder
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="256" height="256">` + "\n")
	list := shapes(16, s)
	attr := ""
	for i, sh := range list {
		if sh.cut {
			attr = ` mask="url(#room)"`
			fmt.Fprintf(&b, `  <mask id="room"><rect width="16" height="16" fill="#fff"/><rect x="%g" y="%g" width="%g" height="%g" rx="%g" fill="#000"/></mask>`+"\n", sh.x, sh.y, sh.w, sh.h, sh.r)
			list = append(list[:i:i], append([]shape{{box: box{w: -1}}}, list[i+1:]...)...)
		}
	}
	fmt.Fprintf(&b, "  <g%s>\n", attr)
	for _, sh := range list {
		if sh.w < 0 { // what follows lies on top of the hole
			b.WriteString("  </g>\n  <g>\n")
			continue
		}
		fmt.Fprintf(&b, `    <rect x="%g" y="%g" width="%g" height="%g" rx="%g" fill="#%02x%02x%02x"/>`+"\n",
			sh.x, sh.y, sh.w, sh.h, sh.r, sh.colour.R, sh.colour.G, sh.colour.B)
	}
	b.WriteString("  </g>\n</svg>\n")
	return []byte(b.String())
}
