package capture

import (
	"encoding/binary"
	"image"
	"image/draw"
)

// Preview returns img scaled down to fit maxW×maxH pixels, each pixel the
// average of those that it stands for, so that text stays recognisable. A
// picture that fits is copied as it is.
func Preview(img image.Image, maxW, maxH int) *image.RGBA {
	src, ok := img.(*image.RGBA)
	if !ok {
		b := img.Bounds()
		src = image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
		draw.Draw(src, src.Rect, img, b.Min, draw.Src)
	}
	w, h := fit(src.Rect.Dx(), src.Rect.Dy(), maxW, maxH)
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if w == src.Rect.Dx() && h == src.Rect.Dy() {
		draw.Draw(out, out.Rect, src, src.Rect.Min, draw.Src)
		return out
	}
	bands(h, func(top, bottom int) {
		for y := top; y < bottom; y++ {
			average(out.Pix[y*out.Stride:], src, w, y*src.Rect.Dy()/h, (y+1)*src.Rect.Dy()/h)
		}
	})
	return out
}

// fit keeps the proportions of w×h within the limits, never enlarging; at
// least one pixel is left.
func fit(w, h, maxW, maxH int) (int, int) {
	maxW, maxH = max(1, maxW), max(1, maxH)
	if w <= maxW && h <= maxH {
		return w, h
	}
	if w*maxH > h*maxW {
		return maxW, max(1, h*maxW/w)
	}
	return max(1, w*maxH/h), maxH
}

// average writes one row of w pixels, each the mean of its columns in the rows
// top to bottom of src.
func average(dst []byte, src *image.RGBA, w, top, bottom int) {
	width := src.Rect.Dx()
	for x := range w {
		left, right := x*width/w, (x+1)*width/w
		var sum channels
		for y := top; y < bottom; y++ {
			row := src.Pix[y*src.Stride+4*left : y*src.Stride+4*right]
			for len(row) > 4*laneful {
				sum.add(row[:4*laneful])
				row = row[4*laneful:]
			}
			sum.add(row)
		}
		n := uint32((right - left) * (bottom - top))
		for i, v := range sum {
			dst[4*x+i] = byte((v + n/2) / n)
		}
	}
}

// channels are the sums of red, green, blue and alpha.
type channels [4]uint32

// laneful is how many bytes a lane of 16 bits can sum.
const laneful = 65535 / 255

// add adds at most laneful pixels, all four channels in one addition: each has
// a lane of 16 bits.
func (c *channels) add(row []byte) {
	var lanes uint64
	for len(row) >= 4 {
		v := uint64(binary.LittleEndian.Uint32(row))
		lanes += v&0x00ff00ff | v>>8&0x00ff00ff<<32
		row = row[4:]
	}
	c[0] += uint32(lanes & 0xffff)
	c[2] += uint32(lanes >> 16 & 0xffff)
	c[1] += uint32(lanes >> 32 & 0xffff)
	c[3] += uint32(lanes >> 48)
}
