package capture

import (
	"image"
	"image/draw"
)

// finish tells of each shot what part of the window in front it shows and
// whether it is the chosen one, and gives the pointer to the one that it is on.
// The pointer's place comes in the desktop's coordinates.
func finish(shots []Shot, o Options, pointer *Cursor) {
	for i := range shots {
		s := &shots[i]
		s.Front = o.Front.Sub(s.Bounds.Min).Intersect(s.Image.Rect)
		if !s.Pointer || pointer == nil || transparent(pointer.Image) {
			continue
		}
		s.Cursor = &Cursor{pointer.Image, pointer.At.Sub(s.Bounds.Min)}
		if o.DrawPointer {
			s.Cursor.draw(s.Image)
		}
	}
	choose(shots)
}

// choose sets Chosen, once Pointer and Front are set.
func choose(shots []Shot) {
	best, most := -1, 0
	for i, s := range shots {
		if n := s.Front.Dx() * s.Front.Dy(); n > most {
			best, most = i, n
		}
	}
	for i := range shots {
		if shots[i].Pointer {
			best = i
		}
	}
	for i := range shots {
		shots[i].Chosen = best < 0 || i == best
	}
}

// draw lays the pointer over a picture.
func (c *Cursor) draw(img *image.RGBA) {
	draw.Draw(img, c.Image.Rect.Add(c.At), c.Image, image.Point{}, draw.Over)
}

// transparent reports whether nothing of img can be seen, as with a pointer
// that a program has hidden.
func transparent(img *image.RGBA) bool {
	for i := 3; i < len(img.Pix); i += 4 {
		if img.Pix[i] != 0 {
			return false
		}
	}
	return true
}

// fromARGB makes a picture of w×h pixels, each ARGB with premultiplied alpha.
func fromARGB(argb []uint32, w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i, v := range argb[:w*h] {
		pix := img.Pix[4*i : 4*i+4]
		pix[0], pix[1], pix[2], pix[3] = byte(v>>16), byte(v>>8), byte(v), byte(v>>24)
	}
	return img
}

// fromBlackAndWhite finds a picture with transparency from what it looks like
// on black and on white, each four bytes a pixel: blue, green, red, nothing. A
// pixel that inverts what is under it, as the text cursor's on Windows do,
// becomes black.
func fromBlackAndWhite(black, white []byte, size image.Point) *image.RGBA {
	img := image.NewRGBA(image.Rectangle{Max: size})
	for i := 0; i+4 <= len(img.Pix); i += 4 {
		alpha, inverts := byte(0), false
		for c := range 3 {
			if black[i+c] > white[i+c] {
				inverts = true
				continue
			}
			alpha = max(alpha, 255-(white[i+c]-black[i+c]))
		}
		if inverts {
			img.Pix[i+3] = 255
			continue
		}
		img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = min(black[i+2], alpha), min(black[i+1], alpha), min(black[i], alpha), alpha
	}
	return img
}
