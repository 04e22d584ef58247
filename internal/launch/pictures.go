package launch

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"strings"

	"ticketpp/internal/capture"
	"ticketpp/internal/drafts"
	"ticketpp/internal/picture"
	"ticketpp/internal/ticket"
	"ticketpp/internal/workstation"
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

// Take captures the screens now, each with the part that it shows of the window
// in front. Shots can come together with an error, when one screen of several
// failed.
func Take(ctx context.Context) ([]capture.Shot, error) { return inFront(ctx).capture(ctx) }

// Ask is Take for a second try, after the desktop refused: where the desktop
// has a tool of its own to take pictures with (Wayland), the user chooses with
// that. It needs a window of ours with the focus.
func Ask(ctx context.Context) ([]capture.Shot, error) {
	return capture.New(capture.Options{Ask: true}).Capture(ctx)
}

// window is the one in front when the user clicked.
type window struct {
	title string
	frame image.Rectangle
}

func inFront(ctx context.Context) window {
	title, frame := workstation.Foreground(ctx)
	return window{title, frame}
}

func (w window) capture(ctx context.Context) ([]capture.Shot, error) {
	return capture.New(capture.Options{Front: w.frame}).Capture(ctx)
}

// AddShots writes screens into the draft, beside the pictures that it has. The
// one that the user works on goes with the ticket; the others can be added at
// a click. They are written quickly, for somebody waits; Tighten makes them
// small. Screens that were kept are returned even when there is an error.
func AddShots(d *drafts.Draft, shots []capture.Shot) ([]ticket.Screenshot, error) {
	kept, err := addPreviews(d, shots)
	kept, writeErr := writeShots(d, kept, shots)
	return kept, errors.Join(err, writeErr)
}

// addPreviews makes the draft's screenshots of shots, with all that a form
// shows of them; their files are still to be written, which takes longer than
// all the rest. Those that were made are returned even when there is an error.
func addPreviews(d *drafts.Draft, shots []capture.Shot) ([]ticket.Screenshot, error) {
	var made []ticket.Screenshot
	for _, s := range shots {
		shot, err := addPreview(d, s.Image)
		if err != nil {
			return made, err
		}
		shot.Included, shot.Front = s.Chosen, s.Front
		if s.Cursor != nil {
			if shot.Pointer, err = addPointer(d, shot.File, s.Cursor); err != nil {
				return made, err
			}
		}
		made = append(made, shot)
	}
	return made, nil
}

// writeShots writes the files of the screenshots that addPreviews has made of
// shots, and returns those that could be written.
func writeShots(d *drafts.Draft, made []ticket.Screenshot, shots []capture.Shot) (kept []ticket.Screenshot, err error) {
	for i, shot := range made {
		if shot.Size, err = addPNG(d, shot.File, shots[i].Image, picture.EncodePNGSoon); err != nil {
			return kept, err
		}
		kept = append(kept, shot)
	}
	return kept, nil
}

// addPointer writes the mouse pointer's picture beside the screenshot on which
// it was.
func addPointer(d *drafts.Draft, shot string, c *capture.Cursor) (*ticket.Pointer, error) {
	name := strings.Replace(shot, "shot-", "pointer-", 1)
	_, err := d.AddFrom(name, func(w io.Writer) error { return png.Encode(w, c.Image) })
	return &ticket.Pointer{File: name, At: c.At}, err
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
	shot, err := addPreview(d, img)
	if err != nil {
		return shot, err
	}
	shot.Included = true
	shot.Size, err = addPNG(d, shot.File, img, picture.EncodePNG)
	return shot, err
}

// addPreview gives a picture a number that no other picture of the draft has,
// and writes its preview.
func addPreview(d *drafts.Draft, img image.Image) (ticket.Screenshot, error) {
	n, b := freeNumber(d), img.Bounds()
	shot := ticket.Screenshot{
		File: fmt.Sprintf("shot-%d.png", n), Preview: fmt.Sprintf("preview-%d.png", n),
		Width: b.Dx(), Height: b.Dy(),
	}
	_, err := addPNG(d, shot.Preview, capture.Preview(img, previewWidth, previewHeight), encodePreview)
	return shot, err
}

// encodePreview does not compress: a preview is small, and read at once.
func encodePreview(w io.Writer, img image.Image) error {
	out := bufio.NewWriterSize(w, 64<<10)
	plain := png.Encoder{CompressionLevel: png.NoCompression}
	return errors.Join(plain.Encode(out, img), out.Flush())
}

// addPNG writes one picture into the draft and returns its size in bytes.
func addPNG(d *drafts.Draft, name string, img image.Image, encode func(io.Writer, image.Image) error) (int64, error) {
	return d.AddFrom(name, func(w io.Writer) error { return encode(w, img) })
}

// Tighten writes a screen that AddShots wrote once more, as small as it gets
// without a loss, and returns its size in bytes. A file that would not get
// smaller stays as it is.
func Tighten(d *drafts.Draft, shot ticket.Screenshot) (int64, error) {
	r, size, err := d.Open(shot.File)
	if err != nil {
		return 0, err
	}
	img, err := png.Decode(r)
	if err = errors.Join(err, r.Close()); err != nil {
		return size, err
	}
	var small bytes.Buffer
	if err := picture.EncodePNG(&small, img); err != nil || int64(small.Len()) >= size {
		return size, err
	}
	return d.AddFrom(shot.File, func(w io.Writer) error {
		_, err := w.Write(small.Bytes())
		return err
	})
}

// freeNumber is the first number that no picture in the draft's folder has,
// also not one that the ticket does not name any more: the form may
// bring it back. A picture has its preview before its file.
func freeNumber(d *drafts.Draft) int {
	has := func(name string) bool {
		f, _, err := d.Open(name)
		if err == nil {
			f.Close()
		}
		return err == nil
	}
	for n := 1; ; n++ {
		if !has(fmt.Sprintf("shot-%d.png", n)) && !has(fmt.Sprintf("preview-%d.png", n)) {
			return n
		}
	}
}
