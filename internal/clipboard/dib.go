package clipboard

import (
	"encoding/binary"
	"math/bits"
)

// dib is a picture as Windows' clipboard hands it over (BITMAPINFO and pixels,
// wingdi.h), of whatever sort.
type dib struct {
	width, height int
	topDown       bool
	depth         int // bits a pixel
	masks         [3]uint32
	palette       []byte // B, G, R, unused
	pixels        []byte
	stride        int
}

// The compressions.
const (
	biRGB       = 0
	biBitfields = 3
	biJPEG      = 4
	biPNG       = 5
	biAlpha     = 6
)

// mostPixels is how long a picture's side may be.
const mostPixels = 1 << 16

// bitmapFile makes of a dib a BMP file of the plainest sort, which every reader
// takes: 24 bits, opaque. Programs leave anything in the fourth byte of a
// pixel; readers that take it for opacity show nothing at all. It fails with
// ErrNoPicture or ErrTooLarge.
func bitmapFile(data []byte) ([]byte, error) {
	d, inside, err := parseDIB(data)
	if err != nil || inside != nil {
		return inside, err
	}
	const head = 14 + 40
	row := (d.width*3 + 3) &^ 3
	if row*d.height > maxBytes-head {
		return nil, ErrTooLarge
	}
	out := make([]byte, head+row*d.height)
	copy(out, "BM")
	le := binary.LittleEndian
	le.PutUint32(out[2:], uint32(len(out)))
	le.PutUint32(out[10:], head)
	le.PutUint32(out[14:], 40)
	le.PutUint32(out[18:], uint32(d.width))
	le.PutUint32(out[22:], uint32(d.height))
	le.PutUint16(out[26:], 1)
	le.PutUint16(out[28:], 24)
	for y := range d.height {
		from := y
		if d.topDown {
			from = d.height - 1 - y
		}
		to := out[head+y*row:]
		for x := range d.width {
			b, g, r := d.at(d.pixels[from*d.stride:], x)
			to[3*x], to[3*x+1], to[3*x+2] = b, g, r
		}
	}
	return out, nil
}

// parseDIB reads the header. Some programs put a whole PNG or JPEG file behind
// it: then that is returned.
func parseDIB(data []byte) (d dib, inside []byte, err error) {
	le := binary.LittleEndian
	if len(data) < 40 {
		return d, nil, ErrNoPicture
	}
	size := int(le.Uint32(data))
	if size < 40 || size > 124 || len(data) < size {
		return d, nil, ErrNoPicture
	}
	width, height := int(int32(le.Uint32(data[4:]))), int(int32(le.Uint32(data[8:])))
	d.topDown = height < 0
	height = max(height, -height)
	if width < 1 || height < 1 || width > mostPixels || height > mostPixels {
		return d, nil, ErrNoPicture
	}
	d.width, d.height, d.depth = width, height, int(le.Uint16(data[14:]))
	compression, colours := le.Uint32(data[16:]), int(le.Uint32(data[32:]))
	at := size
	switch compression {
	case biRGB:
		d.masks = [3]uint32{0xff0000, 0xff00, 0xff}
		if d.depth == 16 {
			d.masks = [3]uint32{0x7c00, 0x3e0, 0x1f}
		}
	case biBitfields, biAlpha:
		if size == 40 { // they follow; a longer header holds them
			at += 12
			if compression == biAlpha {
				at += 4
			}
		}
		if len(data) < 52 {
			return d, nil, ErrNoPicture
		}
		for i := range d.masks {
			d.masks[i] = le.Uint32(data[40+4*i:])
		}
	case biJPEG, biPNG:
		return d, data[size:], nil
	default: // run lengths, which nobody copies
		return d, nil, ErrNoPicture
	}
	return d, nil, d.take(data, at, colours)
}

// take finds palette and pixels behind the header.
func (d *dib) take(data []byte, at, colours int) error {
	switch d.depth {
	case 1, 4, 8:
		if colours == 0 {
			colours = 1 << d.depth
		}
	case 16, 24, 32:
	default:
		return ErrNoPicture
	}
	if colours < 0 || colours > 1<<16 || len(data) < at+4*colours {
		return ErrNoPicture
	}
	d.palette, d.pixels = data[at:at+4*colours], data[at+4*colours:]
	d.stride = (d.width*d.depth + 31) / 32 * 4
	if len(d.pixels) < d.stride*d.height {
		return ErrNoPicture
	}
	return nil
}

// at returns the colour of pixel x of a row.
func (d *dib) at(row []byte, x int) (b, g, r byte) {
	le := binary.LittleEndian
	switch d.depth {
	case 24:
		return row[3*x], row[3*x+1], row[3*x+2]
	case 32:
		return d.mixed(le.Uint32(row[4*x:]))
	case 16:
		return d.mixed(uint32(le.Uint16(row[2*x:])))
	}
	per := 8 / d.depth
	i := int(row[x/per]>>((per-1-x%per)*d.depth)) & (1<<d.depth - 1)
	if 4*i+3 >= len(d.palette) {
		return 0, 0, 0
	}
	return d.palette[4*i], d.palette[4*i+1], d.palette[4*i+2]
}

// mixed takes a pixel apart by the masks.
func (d *dib) mixed(v uint32) (b, g, r byte) {
	part := func(mask uint32) byte {
		if mask == 0 {
			return 0
		}
		low := bits.TrailingZeros32(mask)
		return byte(uint64((v&mask)>>low) * 255 / uint64(mask>>low))
	}
	return part(d.masks[2]), part(d.masks[1]), part(d.masks[0])
}
