package markup

import (
	"image"
	"math"
)

// Place is how a picture lies in a view: a pixel p of the picture is seen at
// p×Scale + At, in pixels of the view.
type Place struct {
	Scale float64     // pixels of the view for one of the picture
	At    image.Point // the picture's upper left corner in the view; negative when it is panned
}

// Fit returns the place of a whole picture in the middle of a view, never
// larger than it is.
func Fit(picture, view image.Point) Place {
	scale := min(1, float64(view.X)/float64(max(1, picture.X)), float64(view.Y)/float64(max(1, picture.Y)))
	scale = max(scale, minScale)
	return Place{scale, image.Pt(
		(view.X-int(float64(picture.X)*scale))/2,
		(view.Y-int(float64(picture.Y)*scale))/2)}
}

// The least and the most that a view can be zoomed to.
const (
	minScale = 1.0 / 64
	maxScale = 16
)

// Zoom returns the place with another scale, so that what lies at a pixel of
// the view stays there.
func (p Place) Zoom(scale float64, at image.Point) Place {
	scale = min(maxScale, max(minScale, scale))
	f := scale / p.Scale
	return Place{scale, image.Pt(
		at.X-int(math.Round(float64(at.X-p.At.X)*f)),
		at.Y-int(math.Round(float64(at.Y-p.At.Y)*f)))}
}

// Pan returns the place moved by pixels of the view.
func (p Place) Pan(by image.Point) Place {
	p.At = p.At.Add(by)
	return p
}

// Picture returns the pixel of the picture that is seen at a pixel of the
// view.
func (p Place) Picture(view image.Point) image.Point {
	return image.Pt(
		int(math.Floor(float64(view.X-p.At.X)/p.Scale)),
		int(math.Floor(float64(view.Y-p.At.Y)/p.Scale)))
}

// View returns where a pixel of the picture is seen.
func (p Place) View(picture image.Point) image.Point {
	v := p.vector(vec(picture))
	return image.Pt(int(math.Floor(v.x)), int(math.Floor(v.y)))
}

// Rect returns the pixels of the view that show any of a rectangle of the
// picture.
func (p Place) Rect(r image.Rectangle) image.Rectangle {
	from, to := p.vector(vec(r.Min)), p.vector(vec(r.Max))
	return image.Rect(
		int(math.Floor(from.x)), int(math.Floor(from.y)),
		int(math.Ceil(to.x)), int(math.Ceil(to.y)))
}

func (p Place) vector(v vector) vector {
	return v.times(p.Scale).add(vec(p.At))
}
