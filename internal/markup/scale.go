package markup

import (
	"encoding/binary"
	"image"
	"math"
	"runtime"
	"sync"
)

// span says of which pixels of the source, from the first on, one pixel of the
// view is made, and of how much of each: weights add up to 256.
type span struct {
	first   int
	weights []uint32
}

// spans returns those of the pixels from to to of a view, n pixels of the
// source long; a pixel is made of exactly what it covers, so that letters keep
// their weight when they shrink and their edges when they grow.
func spans(from, to int, scale float64, at, n int) []span {
	out := make([]span, 0, to-from)
	for v := from; v < to; v++ {
		start := min(float64(n)-1e-6, max(0, float64(v-at)/scale))
		end := min(float64(n), max(start+1e-6, float64(v+1-at)/scale))
		s := span{first: int(start)}
		left := uint32(256)
		for i := s.first; float64(i) < end; i++ {
			part := min(end, float64(i+1)) - max(start, float64(i))
			w := min(left, uint32(math.Round(part/(end-start)*256)))
			s.weights = append(s.weights, w)
			left -= w
		}
		s.weights[len(s.weights)/2] += left // what rounding left
		out = append(out, s)
	}
	return out
}

// scale draws the picture in its place into a part of base, on all processors.
func (v *View) scale(part image.Rectangle) {
	part = part.Intersect(v.place.Rect(v.src.Rect))
	if part.Empty() {
		return
	}
	across := spans(part.Min.X, part.Max.X, v.place.Scale, v.place.At.X, v.src.Rect.Dx())
	down := spans(part.Min.Y, part.Max.Y, v.place.Scale, v.place.At.Y, v.src.Rect.Dy())
	n := max(1, min(runtime.GOMAXPROCS(0), 8, len(down)/16))
	var wait sync.WaitGroup
	for i := range n {
		wait.Go(func() {
			first, last := i*len(down)/n, (i+1)*len(down)/n
			v.band(across, down[first:last], part.Min.Add(image.Pt(0, first)))
		})
	}
	wait.Wait()
}

// band draws some rows, the first of which begins at a place of base.
func (v *View) band(across, down []span, at image.Point) {
	row := make([]byte, 4*len(across)) // one row of the source, squeezed
	last := -1
	even, odd := make([]uint32, len(across)), make([]uint32, len(across))
	for y, s := range down {
		clear(even)
		clear(odd)
		for i, w := range s.weights {
			if last != s.first+i {
				last = s.first + i
				squeeze(row, v.src.Pix[last*v.src.Stride:], across)
			}
			for x := range even {
				px := binary.LittleEndian.Uint32(row[4*x:])
				even[x] += px & 0x00ff00ff * w
				odd[x] += px >> 8 & 0x00ff00ff * w
			}
		}
		out := v.base.Pix[v.base.PixOffset(at.X, at.Y+y):]
		for x := range even {
			binary.LittleEndian.PutUint32(out[4*x:], even[x]>>8&0x00ff00ff|odd[x]&0xff00ff00)
		}
	}
}

// squeeze makes one row of view pixels of a row of the source. Two channels
// are summed in one number: 255×256 fits into 16 bits.
func squeeze(dst, src []byte, across []span) {
	for x, s := range across {
		in := src[4*s.first:]
		if len(s.weights) == 1 {
			copy(dst[4*x:4*x+4], in)
			continue
		}
		var even, odd uint32
		for i, w := range s.weights {
			px := binary.LittleEndian.Uint32(in[4*i:])
			even += px & 0x00ff00ff * w
			odd += px >> 8 & 0x00ff00ff * w
		}
		binary.LittleEndian.PutUint32(dst[4*x:], even>>8&0x00ff00ff|odd&0xff00ff00)
	}
}

// shift moves the scaled picture by some pixels, rather than to scale it anew,
// and scales what comes into sight.
func (v *View) shift(by image.Point) {
	kept := v.base.Rect.Add(by).Intersect(v.base.Rect)
	n := 4 * kept.Dx()
	for i := range kept.Dy() {
		y := kept.Min.Y + i
		if by.Y > 0 {
			y = kept.Max.Y - 1 - i
		}
		from := v.base.PixOffset(kept.Min.X-by.X, y-by.Y)
		copy(v.base.Pix[v.base.PixOffset(kept.Min.X, y):][:n], v.base.Pix[from:from+n])
	}
	for _, strip := range outside(v.base.Rect, kept) {
		v.paint(strip)
	}
}
