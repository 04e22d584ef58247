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
	Exact bool        // no pixel differs from the original: the screen had few colours
}

// Size is the length of the file in bytes.
func (s Smaller) Size() int64 { return int64(len(s.Data)) }

// readable is the JPEG quality at which the letters of a screen are still
// sharp.
const readable = 85

// Shrink makes smaller files of a picture, in the order palette, JPEG,
// scaling, and ends with the first of at most want bytes; with want 0 it makes
// all. Only those smaller than the ones before them are returned, so the last
// is the smallest. The text of a screen stays readable in each; a smaller,
// unreadable one is not made: the last may still be larger than want.
func Shrink(ctx context.Context, img image.Image, want int64) ([]Smaller, error) {
	var out []Smaller
	for _, form := range []func(image.Image) (Smaller, error){asJPEG} {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		s, err := form(img)
		if err != nil {
			return out, fmt.Errorf("smaller picture: %w", err)
		}
		if len(out) == 0 || s.Size() < out[len(out)-1].Size() {
			out = append(out, s)
		}
		if s.Size() <= want {
			break
		}
	}
	return out, nil
}

func asJPEG(img image.Image) (Smaller, error) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: readable}); err != nil {
		return Smaller{}, err
	}
	back, err := jpeg.Decode(bytes.NewReader(b.Bytes()))
	return Smaller{Form: JPEG, Data: b.Bytes(), Ext: ".jpg", Image: back}, err
}

// Scale returns img with another size, as sharp as it can be.
func Scale(img image.Image, width, height int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, max(1, width), max(1, height)))
	xdraw.CatmullRom.Scale(out, out.Rect, img, img.Bounds(), draw.Src, nil)
	return out
}
