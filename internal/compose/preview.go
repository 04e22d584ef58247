package compose

import (
	"image"
	"image/draw"
	_ "image/jpeg" // a smaller form without a preview
	_ "image/png"  // screenshots and their previews
	"io"

	"fyne.io/fyne/v2/canvas"
	xdraw "golang.org/x/image/draw"

	"ticketpp/internal/ticket"
)

// previewWidth is how wide a picture is kept that came without a preview, in
// pixels.
const previewWidth = 640

// preview is a small picture of a screenshot; its image is nil while it is
// being read, and when it cannot be.
type preview struct{ image image.Image }

// showPreview shows a screenshot's preview in a picture.
func (s *shots) showPreview(picture *canvas.Image, sc ticket.Screenshot) {
	file := sc.Preview
	if file == "" {
		file = sc.File
	}
	p, ok := s.previews[file]
	if !ok {
		p = &preview{}
		s.previews[file] = p
		if sc.Preview != "" {
			p.image = s.read(file)
		} else {
			s.readLater(file, p)
		}
	}
	if picture.Image != p.image {
		picture.Image = p.image
	}
	picture.Refresh()
}

func (s *shots) readLater(file string, p *preview) {
	f := s.form
	f.work <- func() {
		img := s.read(file)
		f.do(func() {
			p.image = img
			s.show()
		})
	}
}

// read decodes a picture of the draft; nil when it cannot. A large one is
// made small, since the window's painter would do so at every frame.
func (s *shots) read(file string) image.Image {
	if s.form.o.Callbacks.Open == nil {
		return nil
	}
	r, _, err := s.form.o.Callbacks.Open(file)
	if err != nil {
		return nil
	}
	defer func(c io.Closer) { _ = c.Close() }(r)
	img, _, err := image.Decode(r)
	if err != nil {
		return nil
	}
	if b := img.Bounds(); b.Dx() > 2*previewWidth {
		small := image.NewRGBA(image.Rect(0, 0, previewWidth, max(b.Dy()*previewWidth/b.Dx(), 1)))
		xdraw.ApproxBiLinear.Scale(small, small.Bounds(), img, b, draw.Src, nil)
		return small
	}
	return img
}

// sizeOf is a screenshot's size in pixels.
func sizeOf(sc ticket.Screenshot) image.Point { return image.Pt(sc.Width, sc.Height) }
