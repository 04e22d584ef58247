package picture

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/draw"
	"image/png"
	"io"
)

// EncodePNG writes img losslessly and as small as about a tenth of a second
// allows for a screen of 1920×1080: one of at most 256 colours with a palette,
// any other in strips whose rows are filtered as fits them, on all processors.
// No chunk but those that make the picture is written. A picture that is not
// opaque is left to image/png.
func EncodePNG(w io.Writer, img image.Image) error {
	if b := img.Bounds(); b.Empty() || !opaque(img) {
		return png.Encode(w, img)
	}
	if p, ok := img.(*image.Paletted); ok && len(p.Palette) <= 256 {
		return encode(w, indexed(p))
	}
	rgba := pixels(img)
	if p := exact(rgba); p != nil {
		return encode(w, indexed(p))
	}
	return encode(w, coloured(rgba))
}

// EncodePNGSoon writes img losslessly in a fraction of the time that EncodePNG
// takes, for a user who waits; the file is larger.
func EncodePNGSoon(w io.Writer, img image.Image) error {
	if b := img.Bounds(); b.Empty() || !opaque(img) {
		return png.Encode(w, img)
	}
	r := coloured(pixels(img))
	r.soon = true
	return encode(w, r)
}

// opaque reports whether every pixel covers what is below.
func opaque(img image.Image) bool {
	o, ok := img.(interface{ Opaque() bool })
	return ok && o.Opaque()
}

// pixels returns img as RGBA, itself if it is.
func pixels(img image.Image) *image.RGBA {
	if rgba, ok := img.(*image.RGBA); ok {
		return rgba
	}
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(out, out.Rect, img, b.Min, draw.Src)
	return out
}

// raster is a picture as the rows of a PNG.
type raster struct {
	width, height int
	length        int    // bytes of a row
	kind          byte   // PNG's colour type: 2 is RGB, 3 a palette
	bits          byte   // of a sample
	palette       []byte // three bytes a colour
	soon          bool   // quickly rather than small
	row           func(dst []byte, y int)
}

// coloured is a raster of three bytes a pixel.
func coloured(img *image.RGBA) raster {
	return raster{
		width: img.Rect.Dx(), height: img.Rect.Dy(), length: 3 * img.Rect.Dx(), kind: 2, bits: 8,
		row: func(dst []byte, y int) { rgb(dst, img.Pix[y*img.Stride:]) },
	}
}

// indexed is a raster of places in a palette, as many in a byte as fit.
func indexed(img *image.Paletted) raster {
	bits := 8
	for _, fewer := range []int{4, 2, 1} {
		if len(img.Palette) <= 1<<fewer {
			bits = fewer
		}
	}
	var palette []byte
	for _, c := range img.Palette {
		r, g, b, _ := c.RGBA()
		palette = append(palette, byte(r>>8), byte(g>>8), byte(b>>8))
	}
	w := img.Rect.Dx()
	return raster{
		width: w, height: img.Rect.Dy(), length: (w*bits + 7) / 8, kind: 3, bits: byte(bits), palette: palette,
		row: func(dst []byte, y int) {
			src := img.Pix[y*img.Stride:][:w]
			if bits == 8 {
				copy(dst, src)
				return
			}
			clear(dst)
			for x, v := range src {
				at := x * bits
				dst[at/8] |= v << (8 - bits - at%8)
			}
		},
	}
}

// rgb drops the alpha of a row of pixels; dst says how many.
func rgb(dst, src []byte) {
	for i, o := 0, 0; o+3 <= len(dst); i, o = i+4, o+3 {
		p := src[i : i+4 : i+4]
		q := dst[o : o+3 : o+3]
		q[0], q[1], q[2] = p[0], p[1], p[2]
	}
}

// encode writes the file.
func encode(w io.Writer, r raster) error {
	strips, err := compress(r)
	if err != nil {
		return fmt.Errorf("encode PNG: %w", err)
	}
	out := bufio.NewWriter(w)
	_, _ = out.WriteString("\x89PNG\r\n\x1a\n") // a bufio.Writer keeps its first error for Flush
	header := binary.BigEndian.AppendUint32(nil, uint32(r.width))
	header = binary.BigEndian.AppendUint32(header, uint32(r.height))
	chunk(out, "IHDR", append(header, r.bits, r.kind, 0, 0, 0))
	if r.palette != nil {
		chunk(out, "PLTE", r.palette)
	}
	sum := uint32(1)
	for i, s := range strips {
		sum = combine(sum, s.sum, s.length)
		data := s.data.Bytes()
		if i == 0 {
			data = append([]byte{0x78, 0x9c}, data...) // zlib's header
		}
		if i == len(strips)-1 {
			data = append(data, 0x03, 0x00) // the last block, empty
			data = binary.BigEndian.AppendUint32(data, sum)
		}
		chunk(out, "IDAT", data)
	}
	chunk(out, "IEND", nil)
	return out.Flush()
}

func chunk(w *bufio.Writer, kind string, data []byte) {
	_ = binary.Write(w, binary.BigEndian, uint32(len(data)))
	crc := crc32.NewIEEE()
	both := io.MultiWriter(w, crc)
	_, _ = io.WriteString(both, kind)
	_, _ = both.Write(data)
	_ = binary.Write(w, binary.BigEndian, crc.Sum32())
}

// strip is a compressed piece of the picture, ending on a byte.
type strip struct {
	data   bytes.Buffer
	sum    uint32 // Adler-32 of what was compressed
	length int    // of what was compressed, bytes
}

// combine returns the Adler-32 of two pieces in a row from those of each and
// the second's length (RFC 1950: a is the sum of bytes plus one, b the sum of
// all a).
func combine(first, second uint32, length int) uint32 {
	const mod = 65521
	a1, b1 := first&0xffff, first>>16
	a2, b2 := second&0xffff, second>>16
	n := uint32(length % mod)
	a := (a1 + a2 + mod - 1) % mod
	b := (uint64(b1) + uint64(b2) + uint64(n)*uint64(a1+mod-1)) % mod
	return uint32(b)<<16 | a
}
