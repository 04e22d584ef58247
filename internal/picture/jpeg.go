package picture

import (
	"bufio"
	"image"
	"io"
	"math"
)

// EncodeJPEG writes img as a JPEG (ITU-T T.81, baseline) of some quality, 1 to
// 100. Unlike image/jpeg it keeps the colours of every pixel: coloured letters
// stay sharp. Nothing but the picture is written.
func EncodeJPEG(w io.Writer, img image.Image, quality int) error {
	j := jpegWriter{out: bufio.NewWriter(w), dct: newDCT()}
	for i, base := range jpegQuantities {
		j.quantities[i] = scaled(base, quality)
	}
	for i, t := range jpegCodes {
		j.codes[i] = t.table()
	}
	src := pixels(img)
	j.header(src.Rect.Dx(), src.Rect.Dy())
	for y := 0; y < src.Rect.Dy(); y += 8 {
		for x := 0; x < src.Rect.Dx(); x += 8 {
			j.square(src, x, y)
		}
	}
	j.put(0x7f, 7) // fills the last byte with ones
	_, _ = j.out.Write([]byte{0xff, 0xd9})
	return j.out.Flush() // a bufio.Writer keeps its first error
}

// jpegWriter is a JPEG while it is written.
type jpegWriter struct {
	out        *bufio.Writer
	quantities [2][64]int // for brightness and for colour, in zigzag order
	codes      [4]codes
	last       [3]int // the mean of the square before, of each component
	bits       uint32 // not yet written, from the upper end
	pending    uint
	dct        dct
}

// header writes all that stands before the picture.
func (j *jpegWriter) header(width, height int) {
	put := func(b ...byte) { _, _ = j.out.Write(b) }
	put(0xff, 0xd8, 0xff, 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0)
	for i, q := range j.quantities {
		put(0xff, 0xdb, 0, 67, byte(i))
		for _, v := range q {
			put(byte(v))
		}
	}
	put(0xff, 0xc0, 0, 17, 8, byte(height>>8), byte(height), byte(width>>8), byte(width), 3,
		1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1) // three components, none of them thinned out
	for i, t := range jpegCodes {
		put(0xff, 0xc4, 0, byte(19+len(t.values)), byte(i%2<<4|i/2))
		put(t.counts[:]...)
		put(t.values...)
	}
	put(0xff, 0xda, 0, 12, 3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0)
}

// square writes eight by eight pixels; beyond the border the last one is
// repeated.
func (j *jpegWriter) square(src *image.RGBA, x0, y0 int) {
	var planes [3][64]float32
	for i := range 64 {
		x, y := min(x0+i%8, src.Rect.Dx()-1), min(y0+i/8, src.Rect.Dy()-1)
		px := src.Pix[y*src.Stride+4*x:]
		r, g, b := float32(px[0]), float32(px[1]), float32(px[2])
		planes[0][i] = 0.299*r + 0.587*g + 0.114*b - 128 // JFIF 1.02
		planes[1][i] = -0.168736*r - 0.331264*g + 0.5*b
		planes[2][i] = 0.5*r - 0.418688*g - 0.081312*b
	}
	for c := range planes {
		j.dct.transform(&planes[c])
		j.component(c, &planes[c])
	}
}

// component writes the coefficients of one component of a square.
func (j *jpegWriter) component(c int, block *[64]float32) {
	kind := min(c, 1)
	dc, ac := &j.codes[2*kind], &j.codes[2*kind+1]
	var zz [64]int
	for i, at := range zigzag {
		zz[i] = int(math.Round(float64(block[at]) / float64(j.quantities[kind][i])))
	}
	n, bits := magnitude(zz[0] - j.last[c])
	j.last[c] = zz[0]
	j.code(dc, byte(n))
	j.put(bits, n)
	zeros := 0
	for _, v := range zz[1:] {
		if v == 0 {
			zeros++
			continue
		}
		for ; zeros > 15; zeros -= 16 {
			j.code(ac, 0xf0)
		}
		n, bits := magnitude(v)
		j.code(ac, byte(zeros<<4)|byte(n))
		j.put(bits, n)
		zeros = 0
	}
	if zeros > 0 {
		j.code(ac, 0)
	}
}

func (j *jpegWriter) code(t *codes, symbol byte) {
	j.put(uint32(t[symbol].code), uint(t[symbol].length))
}

// put writes n bits; 0xff is followed by a zero, that it be no marker.
func (j *jpegWriter) put(bits uint32, n uint) {
	j.pending += n
	j.bits |= bits << (32 - j.pending)
	for ; j.pending >= 8; j.pending -= 8 {
		b := byte(j.bits >> 24)
		_ = j.out.WriteByte(b)
		if b == 0xff {
			_ = j.out.WriteByte(0)
		}
		j.bits <<= 8
	}
}

// magnitude returns how many bits a number takes, and those bits (T.81, F.1.2).
func magnitude(v int) (n uint, bits uint32) {
	size := v
	if v < 0 {
		size, v = -v, v-1
	}
	for ; size > 0; size >>= 1 {
		n++
	}
	return n, uint32(v) & (1<<n - 1)
}
