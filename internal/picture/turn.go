package picture

import (
	"encoding/binary"
	"image"
)

// orientation reads how a camera was held from a JPEG's Exif segment
// (Exif 2.3, tag 0x0112): 1 to 8, and 1 where nothing or nonsense is said.
func orientation(data []byte) int {
	for pos := 2; pos+4 <= len(data) && data[pos] == 0xff; {
		marker, size := data[pos+1], int(binary.BigEndian.Uint16(data[pos+2:]))
		if marker == 0xda || size < 2 || pos+2+size > len(data) { // the picture itself begins
			break
		}
		body := data[pos+4 : pos+2+size]
		if marker == 0xe1 && len(body) > 6 && string(body[:6]) == "Exif\x00\x00" {
			return tiffOrientation(body[6:])
		}
		pos += 2 + size
	}
	return 1
}

// tiffOrientation looks for the tag in the first directory of a TIFF header.
func tiffOrientation(t []byte) int {
	if len(t) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	if t[0] == 'M' {
		order = binary.BigEndian
	}
	start := uint64(order.Uint32(t[4:]))
	if start+2 > uint64(len(t)) {
		return 1
	}
	n := uint64(order.Uint16(t[start:]))
	for i := range n {
		at := start + 2 + 12*i
		if at+12 > uint64(len(t)) {
			return 1
		}
		if order.Uint16(t[at:]) != 0x0112 {
			continue
		}
		if o := int(order.Uint16(t[at+8:])); o >= 1 && o <= 8 {
			return o
		}
		return 1
	}
	return 1
}

// turn brings a picture upright: the four upper orientations lie on their
// side, and each may be mirrored either way besides.
func turn(src *image.RGBA, orientation int) *image.RGBA {
	if orientation <= 1 {
		return src
	}
	w, h := src.Rect.Dx(), src.Rect.Dy()
	lying := orientation >= 5
	size := image.Pt(w, h)
	if lying {
		size = image.Pt(h, w)
	}
	out := image.NewRGBA(image.Rectangle{Max: size})
	for y := range size.Y {
		for x := range size.X {
			from := image.Pt(x, y)
			if lying {
				from = image.Pt(y, x)
			}
			switch orientation {
			case 2, 3, 7, 8:
				from.X = w - 1 - from.X
			}
			switch orientation {
			case 3, 4, 6, 7:
				from.Y = h - 1 - from.Y
			}
			copy(out.Pix[out.PixOffset(x, y):][:4], src.Pix[src.PixOffset(from.X, from.Y):][:4])
		}
	}
	return out
}
