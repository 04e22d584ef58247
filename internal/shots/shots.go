// Package shots turns a ticket's pictures into what is sent: the marks drawn
// for good, the mouse pointer in or out, a smaller form where the mail would
// be too large. It works in a draft's folder; it must not know windows,
// screens, mail, or how a draft is kept.
package shots

import (
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"io"

	xdraw "golang.org/x/image/draw"

	"ticketpp/internal/markup"
	"ticketpp/internal/picture"
	"ticketpp/internal/ticket"
)

// Folder is where a draft's files lie; *drafts.Draft is one.
type Folder interface {
	Open(file string) (r io.ReadCloser, bytes int64, err error)
	AddFrom(name string, write func(io.Writer) error) (int64, error)
}

// The previews fit into the form's column, in pixels.
const (
	previewWidth  = 480
	previewHeight = 300
)

// Picture reads a screenshot as it was taken, with the pointer where the user
// wants it in.
func Picture(f Folder, s ticket.Screenshot) (*image.RGBA, error) {
	img, err := read(f, s.Taken())
	if err != nil {
		return nil, err
	}
	if p := s.Pointer; p != nil && p.Shown {
		pointer, err := read(f, p.File)
		if err != nil {
			return nil, err
		}
		draw.Draw(img, pointer.Rect.Add(p.At), pointer, image.Point{}, draw.Over)
	}
	return img, nil
}

// read decodes a PNG of the folder. All pictures in it were written by us.
func read(f Folder, file string) (*image.RGBA, error) {
	r, _, err := f.Open(file)
	if err != nil {
		return nil, fmt.Errorf("picture %s: %w", file, err)
	}
	defer r.Close()
	img, err := png.Decode(r)
	if err != nil {
		return nil, fmt.Errorf("picture %s: %w", file, err)
	}
	if rgba, ok := img.(*image.RGBA); ok && rgba.Rect.Min == (image.Point{}) {
		return rgba, nil
	}
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(out, out.Rect, img, b.Min, draw.Src)
	return out, nil
}

// Drawn makes a screenshot's file show its marks and its pointer, in full
// size. The file and its preview are new ones; those from before stay in the
// folder until the ticket that names them is saved with the new ones. Where
// nothing was drawn the file is the picture as it was taken.
func Drawn(f Folder, s ticket.Screenshot) (ticket.Screenshot, error) {
	marks, err := markup.Parse(s.Marks)
	if err != nil {
		return s, fmt.Errorf("screenshot %s: %w", s.Taken(), err)
	}
	img, err := Picture(f, s)
	if err != nil {
		return s, err
	}
	taken := s.Taken()
	out := s
	out.Stale, out.Smaller = false, false
	if marks.IsEmpty() && (s.Pointer == nil || !s.Pointer.Shown) {
		out.File, out.Original, out.Marks = taken, "", nil
		r, n, err := f.Open(taken)
		if err != nil {
			return s, fmt.Errorf("picture %s: %w", taken, err)
		}
		_ = r.Close()
		out.Size = n
	} else {
		img = markup.Render(img, marks)
		out.Original = taken
		out.File = fresh(f, s, "drawn", ".png")
		if out.Size, err = f.AddFrom(out.File, func(w io.Writer) error { return picture.EncodePNG(w, img) }); err != nil {
			return s, fmt.Errorf("screenshot %s: %w", out.File, err)
		}
	}
	out.Width, out.Height = img.Rect.Dx(), img.Rect.Dy()
	out.Preview = fresh(f, s, "preview", ".png")
	return out, preview(f, out.Preview, img)
}

// preview writes the small picture for the form.
func preview(f Folder, file string, img image.Image) error {
	b := img.Bounds()
	scale := min(1, float64(previewWidth)/float64(b.Dx()), float64(previewHeight)/float64(b.Dy()))
	small := image.NewRGBA(image.Rect(0, 0, max(1, int(float64(b.Dx())*scale)), max(1, int(float64(b.Dy())*scale))))
	xdraw.ApproxBiLinear.Scale(small, small.Rect, img, b, draw.Src, nil)
	_, err := f.AddFrom(file, func(w io.Writer) error { return picture.EncodePNG(w, small) })
	if err != nil {
		return fmt.Errorf("preview %s: %w", file, err)
	}
	return nil
}
