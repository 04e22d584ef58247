package capture

import "image"

// overlay lays a pointer's picture over img with its corner at at. The pixels
// are ARGB with premultiplied alpha.
func overlay(img *image.RGBA, at image.Point, argb []uint32, w, h int) {
	for y := range h {
		for x := range w {
			p := at.Add(image.Pt(x, y))
			if !p.In(img.Rect) {
				continue
			}
			v := argb[y*w+x]
			under := 255 - v>>24
			pix := img.Pix[img.PixOffset(p.X, p.Y):]
			for i, top := range [3]uint32{v >> 16 & 0xff, v >> 8 & 0xff, v & 0xff} {
				pix[i] = byte(min(255, top+(uint32(pix[i])*under+127)/255))
			}
		}
	}
}
