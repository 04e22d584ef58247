package markup

import (
	"image"
	"image/color"
	"math"
)

// capsule fills all that lies within radius of the way between two places,
// with soft edges; places count from the upper left corner of the picture.
func capsule(dst *image.RGBA, from, to vector, radius float64, c color.RGBA) {
	reach := radius + 1
	top, bottom := rows(dst, min(from.y, to.y)-reach, max(from.y, to.y)+reach)
	if from.y > to.y {
		from, to = to, from
	}
	way := to.sub(from)
	square := way.dot(way)
	for y := top; y < bottom; y++ {
		// Only the part of the way that is near this row can colour it.
		first, last := 0.0, 1.0
		if way.y > 0 {
			first = min(1, max(0, (float64(y)-reach-from.y)/way.y))
			last = min(1, max(0, (float64(y)+1+reach-from.y)/way.y))
		}
		a, b := from.x+first*way.x, from.x+last*way.x
		left, right := columns(dst, min(a, b)-reach, max(a, b)+reach)
		row := dst.Pix[dst.PixOffset(dst.Rect.Min.X, y):]
		for x := left; x < right; x++ {
			px, py := float64(x)+0.5-from.x, float64(y)+0.5-from.y
			t := 0.0
			if square > 0 {
				t = min(1, max(0, (px*way.x+py*way.y)/square))
			}
			px, py = px-t*way.x, py-t*way.y
			if d := px*px + py*py; d < reach*reach {
				blend(row[4*(x-dst.Rect.Min.X):], radius+0.5-math.Sqrt(d), c)
			}
		}
	}
}

// triangle fills the triangle and what lies within swell of it.
func triangle(dst *image.RGBA, a, b, c vector, swell float64, paint color.RGBA) {
	corners := []vector{a, b, c}
	if (b.x-a.x)*(c.y-a.y)-(b.y-a.y)*(c.x-a.x) < 0 {
		corners[1], corners[2] = c, b
	}
	reach := swell + 1
	top, bottom := rows(dst, min(a.y, b.y, c.y)-reach, max(a.y, b.y, c.y)+reach)
	left, right := columns(dst, min(a.x, b.x, c.x)-reach, max(a.x, b.x, c.x)+reach)
	for y := top; y < bottom; y++ {
		row := dst.Pix[dst.PixOffset(dst.Rect.Min.X, y):]
		for x := left; x < right; x++ {
			at := vector{float64(x) + 0.5, float64(y) + 0.5}
			inside := math.Inf(1)
			beside := math.Inf(1)
			for i, from := range corners {
				to := corners[(i+1)%3]
				way := to.sub(from)
				inside = min(inside, (way.x*(at.y-from.y)-way.y*(at.x-from.x))/max(way.length(), 1e-9))
				beside = min(beside, distance(at, from, to))
			}
			if inside < 0 {
				inside = -beside
			}
			blend(row[4*(x-dst.Rect.Min.X):], inside+swell+0.5, paint)
		}
	}
}

// rounded fills a rectangle with rounded corners.
func rounded(dst *image.RGBA, r image.Rectangle, radius float64, c color.RGBA) {
	radius = min(radius, float64(r.Dx())/2, float64(r.Dy())/2)
	inner := struct{ left, top, right, bottom float64 }{
		float64(r.Min.X) + radius, float64(r.Min.Y) + radius,
		float64(r.Max.X) - radius, float64(r.Max.Y) - radius,
	}
	part := r.Intersect(dst.Rect)
	for y := part.Min.Y; y < part.Max.Y; y++ {
		row := dst.Pix[dst.PixOffset(dst.Rect.Min.X, y):]
		fy := float64(y) + 0.5
		dy := max(inner.top-fy, fy-inner.bottom, 0)
		for x := part.Min.X; x < part.Max.X; x++ {
			fx := float64(x) + 0.5
			dx := max(inner.left-fx, fx-inner.right, 0)
			blend(row[4*(x-dst.Rect.Min.X):], radius+0.5-math.Hypot(dx, dy), c)
		}
	}
}

// blend lays an opaque colour over a pixel; cover is how much of the pixel it
// fills, 0 to 1 and beyond.
func blend(px []byte, cover float64, c color.RGBA) {
	switch {
	case cover <= 0:
		return
	case cover >= 1:
		px[0], px[1], px[2], px[3] = c.R, c.G, c.B, 0xff
		return
	}
	n := uint32(cover*256 + 0.5)
	px[0] = uint8((uint32(px[0])*(256-n) + uint32(c.R)*n) >> 8)
	px[1] = uint8((uint32(px[1])*(256-n) + uint32(c.G)*n) >> 8)
	px[2] = uint8((uint32(px[2])*(256-n) + uint32(c.B)*n) >> 8)
	px[3] = uint8((uint32(px[3])*(256-n) + 0xff*n) >> 8)
}

// rows are the rows of dst between two heights.
func rows(dst *image.RGBA, from, to float64) (top, bottom int) {
	return limit(from, dst.Rect.Min.Y, dst.Rect.Max.Y), limit(to+1, dst.Rect.Min.Y, dst.Rect.Max.Y)
}

// columns are the columns of dst between two places.
func columns(dst *image.RGBA, from, to float64) (left, right int) {
	return limit(from, dst.Rect.Min.X, dst.Rect.Max.X), limit(to+1, dst.Rect.Min.X, dst.Rect.Max.X)
}

func limit(v float64, least, most int) int {
	return int(math.Floor(min(float64(most), max(float64(least), v))))
}
