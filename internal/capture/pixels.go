package capture

import (
	"encoding/binary"
	"image"
	"math/bits"
	"runtime"
	"sync"
)

// pixelFormat says how a server's picture stores a pixel (the X11 protocol's
// pixmap format and visual).
type pixelFormat struct {
	bitsPerPixel     int
	scanlinePad      int // bits
	bigEndian        bool
	red, green, blue uint32 // masks
}

// stride is the length of a row of w pixels, in bytes.
func (f pixelFormat) stride(w int) int {
	return (w*f.bitsPerPixel + f.scanlinePad - 1) / f.scanlinePad * f.scanlinePad / 8
}

// common reports whether a pixel is four bytes B, G, R, unused: nearly every
// screen there is.
func (f pixelFormat) common() bool {
	return f.bitsPerPixel == 32 && !f.bigEndian && f.red == 0xff0000 && f.green == 0xff00 && f.blue == 0xff
}

// readable reports whether convert knows the format; a palette it does not.
func (f pixelFormat) readable() bool {
	switch f.bitsPerPixel {
	case 16, 24, 32:
		return f.scanlinePad > 0 && f.red != 0 && f.green != 0 && f.blue != 0
	}
	return false
}

// convert turns the server's bytes into the opaque pixels of img. It reports
// false if there are too few of them.
func (f pixelFormat) convert(img *image.RGBA, data []byte) bool {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	stride := f.stride(w)
	if len(data) < stride*h {
		return false
	}
	common := f.common()
	for y := range h {
		row := data[y*stride : y*stride+w*f.bitsPerPixel/8]
		if common {
			swap(img.Pix[y*img.Stride:], row)
		} else {
			f.row(img.Pix[y*img.Stride:], row)
		}
	}
	return true
}

// bands does rows 0 to h in pieces, one for each processor.
func bands(h int, do func(top, bottom int)) {
	n := max(1, min(runtime.GOMAXPROCS(0), 4, h/64))
	var wait sync.WaitGroup
	for i := 1; i < n; i++ {
		wait.Go(func() { do(i*h/n, (i+1)*h/n) })
	}
	do(0, h/n)
	wait.Wait()
}

// swap copies B, G, R, x as R, G, B, 255, two pixels at a time.
func swap(dst, src []byte) {
	for len(src) >= 32 && len(dst) >= 32 {
		s, d := src[:32:32], dst[:32:32] // checked once for eight pixels
		binary.LittleEndian.PutUint64(d, swapTwo(binary.LittleEndian.Uint64(s)))
		binary.LittleEndian.PutUint64(d[8:], swapTwo(binary.LittleEndian.Uint64(s[8:])))
		binary.LittleEndian.PutUint64(d[16:], swapTwo(binary.LittleEndian.Uint64(s[16:])))
		binary.LittleEndian.PutUint64(d[24:], swapTwo(binary.LittleEndian.Uint64(s[24:])))
		src, dst = src[32:], dst[32:]
	}
	for len(src) >= 4 && len(dst) >= 4 {
		v := binary.LittleEndian.Uint32(src)
		v = v>>16&0xff | v&0xff00 | v&0xff<<16 | 0xff000000
		binary.LittleEndian.PutUint32(dst, v)
		src, dst = src[4:], dst[4:]
	}
}

// swapTwo takes the bytes from the other end, and the two pixels back into
// their order: B, G, R, x has become x, R, G, B, and a shift puts R first.
func swapTwo(v uint64) uint64 {
	return bits.RotateLeft64(bits.ReverseBytes64(v), 32)>>8 | 0xff000000ff000000
}

// row converts one row of any other format by its masks (depth 30 and 16).
func (f pixelFormat) row(dst, src []byte) {
	n := f.bitsPerPixel / 8
	for i, o := 0, 0; i+n <= len(src); i, o = i+n, o+4 {
		var v uint32
		for b := range n {
			if f.bigEndian {
				v = v<<8 | uint32(src[i+b])
			} else {
				v |= uint32(src[i+b]) << (8 * b)
			}
		}
		dst[o], dst[o+1], dst[o+2], dst[o+3] = channel(v, f.red), channel(v, f.green), channel(v, f.blue), 255
	}
}

// channel scales the bits of v under mask to eight.
func channel(v, mask uint32) byte {
	top := mask >> bits.TrailingZeros32(mask)
	return byte((uint64(v&mask>>bits.TrailingZeros32(mask))*255 + uint64(top)/2) / uint64(top))
}
