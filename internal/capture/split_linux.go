package capture

import (
	"image"
	"image/draw"
	"math"
)

// split cuts the portal's picture of the whole desktop into the displays'. The
// picture may be larger than the compositor's own coordinates: GNOME, KDE and
// grim draw all displays at the scale of the finest, so a coarser one is
// brought back to the pixels that it has. Where the picture does not fit the
// displays it stays whole, rather than be cut at the wrong place. Front is in
// the compositor's own coordinates, as all that Wayland tells.
func split(img *image.RGBA, displays []output, front image.Rectangle) []Shot {
	var all image.Rectangle
	for _, o := range displays {
		all = all.Union(o.logical)
	}
	scale, ok := fits(img.Rect.Size(), all.Size())
	if !ok {
		return []Shot{{Bounds: img.Rect, Image: img}}
	}
	if len(displays) == 1 {
		at := scaled(all, scale).Min
		return []Shot{{Bounds: img.Rect.Add(at), Image: img, Front: within(front, all, img.Rect.Size())}}
	}
	var shots []Shot
	for i, o := range displays {
		area := scaled(o.logical.Sub(all.Min), scale).Intersect(img.Rect)
		part := image.NewRGBA(image.Rectangle{Max: area.Size()})
		draw.Draw(part, part.Rect, img, area.Min, draw.Src)
		if o.pixels.X > 0 && o.pixels.X < area.Dx() && o.pixels.Y > 0 && o.pixels.Y < area.Dy() {
			part = Preview(part, o.pixels.X, o.pixels.Y)
		}
		shots = append(shots, Shot{
			Display: i, Bounds: part.Rect.Add(scaled(o.logical, scale).Min), Image: part,
			Front: within(front, o.logical, part.Rect.Size()),
		})
	}
	return shots
}

// fits returns by how much a picture is larger than the desktop that it shows,
// if it is so by the same in both directions, a pixel of rounding allowed.
func fits(picture, desktop image.Point) (scale float64, ok bool) {
	if desktop.X <= 0 || desktop.Y <= 0 || picture.X <= 0 || picture.Y <= 0 {
		return 0, false
	}
	scale = float64(picture.X) / float64(desktop.X)
	return scale, math.Abs(float64(desktop.Y)*scale-float64(picture.Y)) <= max(1, scale)
}

func scaled(r image.Rectangle, by float64) image.Rectangle {
	n := func(v int) int { return int(math.Round(float64(v) * by)) }
	return image.Rect(n(r.Min.X), n(r.Min.Y), n(r.Max.X), n(r.Max.Y))
}

// within is the part of r that a display shows, in the pixels of its picture.
func within(r, display image.Rectangle, picture image.Point) image.Rectangle {
	r = r.Intersect(display).Sub(display.Min)
	if r.Empty() {
		return image.Rectangle{}
	}
	return scaled(r, float64(picture.X)/float64(display.Dx())).Intersect(image.Rectangle{Max: picture})
}
