package picture

import (
	"encoding/binary"
	"image"
	"image/color"
)

// exact returns img with a palette when it has at most 256 colours, as a
// screen without photographs and smooth letters has; else nil, and mostly at
// once.
func exact(img *image.RGBA) *image.Paletted {
	places := make(map[uint32]uint8, 256)
	var palette color.Palette
	w, h := img.Rect.Dx(), img.Rect.Dy()
	out := make([]uint8, 0, 1<<16)
	for y := range h {
		row := img.Pix[y*img.Stride:][:4*w]
		var last uint32
		var place uint8
		for x := 0; x < len(row); x += 4 {
			px := binary.LittleEndian.Uint32(row[x:])
			if px != last || x == 0 {
				var known bool
				if place, known = places[px]; !known {
					if len(palette) == 256 {
						return nil
					}
					place = uint8(len(palette))
					places[px] = place
					palette = append(palette, color.RGBA{row[x], row[x+1], row[x+2], 0xff})
				}
				last = px
			}
			out = append(out, place)
		}
	}
	return &image.Paletted{Pix: out, Stride: w, Rect: image.Rect(0, 0, w, h), Palette: palette}
}
