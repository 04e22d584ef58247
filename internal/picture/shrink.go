package picture

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"

	xdraw "golang.org/x/image/draw"
)

// Form is how a smaller picture was made.
type Form string

// The forms of a smaller picture, in the order in which they are offered.
const (
	Colours Form = "colours" // PNG of at most 256 colours
	JPEG    Form = "jpeg"    // every pixel, a little less exact
	Scaled  Form = "scaled"  // fewer pixels
)

// Smaller is a picture as a file smaller than its PNG.
type Smaller struct {
	Form  Form
	Data  []byte      // the file
	Ext   string      // ".png" or ".jpg"
	Image image.Image // as whoever opens the file sees it
}

// Size is the length of the file in bytes.
func (s Smaller) Size() int64 { return int64(len(s.Data)) }

// readable is the JPEG quality at which the letters of a screen are still
// sharp; below 75 a haze around them begins to show.
const readable = 85

// leastWidth is the width in pixels to which a screen may be scaled: letters
// of the usual size can still be read in it.
const leastWidth = 1280

// Shrink makes smaller files of a picture, in the order palette, JPEG,
// scaling, and ends with the first of at most want bytes; with want 0 it makes
// all. Only those smaller than the PNG and than the ones before them are
// returned, so the last is the smallest. The text of a screen stays readable
// in each; a smaller, unreadable one is not made: the last may still be larger
// than want, and there may be none at all. An error is ctx's.
func Shrink(ctx context.Context, img image.Image, want int64) ([]Smaller, error) {
	rgba := pixels(img)
	var original counter
	if err := EncodePNG(&original, rgba); err != nil {
		return nil, fmt.Errorf("smaller picture: %w", err)
	}
	least := int64(original)
	var out []Smaller
	for _, form := range forms(rgba) {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		s, err := form()
		if err != nil {
			return out, fmt.Errorf("smaller picture: %w", err)
		}
		if s.Size() < least {
			least = s.Size()
			out = append(out, s)
		}
		if least <= want {
			break
		}
	}
	return out, nil
}

// forms are the ways to make a picture smaller, one after the other.
func forms(img *image.RGBA) []func() (Smaller, error) {
	all := []func() (Smaller, error){
		func() (Smaller, error) { return asColours(img) },
		func() (Smaller, error) { return asJPEG(JPEG, img) },
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	for _, share := range []float64{0.75, 0.6, 0.5} {
		width := int(float64(w) * share)
		if width < leastWidth {
			break
		}
		all = append(all, func() (Smaller, error) {
			return asScaled(Scale(img, width, h*width/w))
		})
	}
	return all
}

func asColours(img *image.RGBA) (Smaller, error) {
	few := Quantise(img)
	var b bytes.Buffer
	err := EncodePNG(&b, few)
	return Smaller{Form: Colours, Data: b.Bytes(), Ext: ".png", Image: few}, err
}

func asJPEG(form Form, img *image.RGBA) (Smaller, error) {
	var b bytes.Buffer
	if err := EncodeJPEG(&b, img, readable); err != nil {
		return Smaller{}, err
	}
	seen, err := jpeg.Decode(bytes.NewReader(b.Bytes()))
	return Smaller{Form: form, Data: b.Bytes(), Ext: ".jpg", Image: seen}, err
}

// asScaled takes the palette or JPEG, whichever is smaller.
func asScaled(img *image.RGBA) (Smaller, error) {
	few, err := asColours(img)
	if err != nil {
		return few, err
	}
	fine, err := asJPEG(Scaled, img)
	if fine.Size() < few.Size() || err != nil {
		return fine, err
	}
	few.Form = Scaled
	return few, nil
}

// Scale returns img with another size, in pixels, as sharp as it can be.
func Scale(img image.Image, width, height int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, max(1, width), max(1, height)))
	xdraw.CatmullRom.Scale(out, out.Rect, img, img.Bounds(), draw.Src, nil)
	return out
}
