package capture

import (
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
	for y := range h {
		average(out.Pix[y*out.Stride:], src, w, y*src.Rect.Dy()/h, (y+1)*src.Rect.Dy()/h)
	}
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
		var r, g, b, a, n uint32
		for y := top; y < bottom; y++ {
			row := src.Pix[y*src.Stride+4*left : y*src.Stride+4*right]
			for i := 0; i+4 <= len(row); i += 4 {
				r += uint32(row[i])
				g += uint32(row[i+1])
				b += uint32(row[i+2])
				a += uint32(row[i+3])
			}
			n += uint32(right - left)
		}
		half := n / 2
		dst[4*x], dst[4*x+1], dst[4*x+2], dst[4*x+3] = byte((r+half)/n), byte((g+half)/n), byte((b+half)/n), byte((a+half)/n)
	}
}
