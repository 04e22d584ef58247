package launch

import (
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"

	"ticketpp/internal/capture"
	"ticketpp/internal/drafts"
	"ticketpp/internal/ticket"
)

// The pictures' previews fit into the form's column, in pixels.
const (
	previewWidth  = 480
	previewHeight = 300
)

// maxPixels bounds a picture that is read from a file: 16K screens fit, a
// picture made to fill the memory does not.
const maxPixels = 16384 * 8640

// Why a file is no picture of the ticket.
var (
	ErrNotPicture    = errors.New("not a PNG picture")
	ErrTooManyPixels = errors.New("the picture has too many pixels")
)

// AddShots writes screens into the draft. The one with the pointer goes with
// the ticket, or all of them where none has it; the others can be added at a
// click. Screens that were kept are returned even when there is an error.
func AddShots(d *drafts.Draft, shots []capture.Shot) ([]ticket.Screenshot, error) {
	pointer := false
	for _, s := range shots {
		pointer = pointer || s.Pointer
	}
	var kept []ticket.Screenshot
	for i, s := range shots {
		shot, err := add(d, s.Image, i+1)
		if err != nil {
			return kept, err
		}
		shot.Included = s.Pointer || !pointer
		kept = append(kept, shot)
	}
	return kept, nil
}

// AddPicture writes a picture read from r, a PNG, into the draft behind those
// that it has. The pixels are written anew: what else the file held, such as
// where it was made, stays behind.
func AddPicture(d *drafts.Draft, r io.ReadSeeker) (ticket.Screenshot, error) {
	c, err := png.DecodeConfig(r)
	if err != nil {
		return ticket.Screenshot{}, fmt.Errorf("%w: %w", ErrNotPicture, err)
	}
	if c.Width*c.Height > maxPixels {
		return ticket.Screenshot{}, fmt.Errorf("%w: %d×%d", ErrTooManyPixels, c.Width, c.Height)
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return ticket.Screenshot{}, err
	}
	img, err := png.Decode(r)
	if err != nil {
		return ticket.Screenshot{}, fmt.Errorf("%w: %w", ErrNotPicture, err)
	}
	shot, err := add(d, img, len(d.Ticket().Screenshots)+1)
	shot.Included = true
	return shot, err
}

// add writes one picture and its preview into the draft.
func add(d *drafts.Draft, img image.Image, n int) (ticket.Screenshot, error) {
	b := img.Bounds()
	shot := ticket.Screenshot{
		File: fmt.Sprintf("shot-%d.png", n), Preview: fmt.Sprintf("preview-%d.png", n),
		Width: b.Dx(), Height: b.Dy(),
	}
	var err error
	if shot.Size, err = addPNG(d, shot.File, img); err != nil {
		return shot, err
	}
	_, err = addPNG(d, shot.Preview, capture.Preview(img, previewWidth, previewHeight))
	return shot, err
}

// addPNG writes one picture into the draft and returns its size in bytes.
func addPNG(d *drafts.Draft, name string, img image.Image) (int64, error) {
	return d.AddFrom(name, func(w io.Writer) error { return capture.EncodePNG(w, img) })
}
