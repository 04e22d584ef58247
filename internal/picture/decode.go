package picture

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // the formats that Decode knows; each adds itself to image.Decode
	_ "image/jpeg"
	_ "image/png"
	"io"

	_ "golang.org/x/image/bmp"
	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp"
)

// What Decode takes: the largest screens and photographs there are, and not
// what was made to fill a memory (256 MB of pixels at most).
const (
	maxPixels = 64 << 20
	maxSide   = 1 << 16
	maxBytes  = 256 << 20
)

// Why Decode makes no picture of a file.
var (
	ErrNotPicture    = errors.New("not a picture of a known format")
	ErrTooManyPixels = errors.New("the picture has too many pixels")
)

// magic is within how many bytes a file says which format it has.
const magic = 32

// Decode reads a picture that came from outside: PNG, JPEG, GIF (its first
// picture), BMP or WebP. Its size is looked at first. Nothing but the pixels
// is kept, the transparent ones on white, and a JPEG's orientation is applied.
// The errors are ErrNotPicture, ErrTooManyPixels, or the reader's own.
func Decode(r io.Reader) (*image.RGBA, error) {
	whole := bufio.NewReader(r)
	// What does not begin as a picture is not read: it may be anything, however
	// long.
	begin, _ := whole.Peek(magic)
	if _, _, err := image.DecodeConfig(bytes.NewReader(begin)); errors.Is(err, image.ErrFormat) {
		return nil, fmt.Errorf("%w: %w", ErrNotPicture, err)
	}
	data, err := io.ReadAll(io.LimitReader(whole, maxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read picture: %w", err)
	}
	if len(data) > maxBytes {
		return nil, fmt.Errorf("%w: more than %d bytes", ErrTooManyPixels, maxBytes)
	}
	c, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotPicture, err)
	}
	if c.Width < 1 || c.Height < 1 {
		return nil, fmt.Errorf("%w: %d×%d", ErrNotPicture, c.Width, c.Height)
	}
	if c.Width > maxSide || c.Height > maxSide || c.Width*c.Height > maxPixels {
		return nil, fmt.Errorf("%w: %d×%d", ErrTooManyPixels, c.Width, c.Height)
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotPicture, err)
	}
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(out, out.Rect, img, b.Min, draw.Over)
	if format == "jpeg" {
		out = turn(out, orientation(data))
	}
	return out, nil
}
