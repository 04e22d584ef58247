package compose

import (
	"image"
	"image/draw"
	_ "image/png" // screenshots and their previews
	"io"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	xdraw "golang.org/x/image/draw"

	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
)

// shots shows the screens that were captured, each with "remove" and "put
// back".
type shots struct {
	form  *Form
	box   *fyne.Container
	list  *fyne.Container
	cells []*shot
}

// shot is one screenshot.
type shot struct {
	picture *canvas.Image
	caption *text
	remove  *link
	box     *fyne.Container
}

// previewWidth is how wide a picture is kept that came without a preview, in
// pixels.
const previewWidth = 640

func newShots(f *Form) *shots {
	s := &shots{form: f, list: newStack(10)}
	s.box = newStack(4, s.list)
	return s
}

// show fills the list from the ticket. Previews are read at once, so that the
// window's first frame has the picture in it; a screenshot without one is
// read later.
func (s *shots) show() {
	f := s.form
	s.cells, s.list.Objects = nil, nil
	for i, shot := range f.ticket.Screenshots {
		cell := s.cell(i, shot)
		s.cells = append(s.cells, cell)
		if shot.Preview != "" {
			if img := s.read(shot.Preview); img != nil {
				cell.picture.Image = img
				continue
			}
		}
		f.work <- func() {
			img := s.read(shot.File)
			f.do(func() {
				cell.picture.Image = img
				cell.picture.Refresh()
			})
		}
	}
	for i := 0; i < len(s.cells); i += 2 {
		if i+1 == len(s.cells) {
			s.list.Objects = append(s.list.Objects, s.cells[i].box)
			break
		}
		s.list.Objects = append(s.list.Objects, newTopRow(10, 0, []float32{1, 1}, s.cells[i].box, s.cells[i+1].box))
	}
	if len(s.cells) == 0 {
		s.list.Objects = []fyne.CanvasObject{newInset(12, 12, newCard(window.ColorPanel, window.ColorLine),
			newRemark(f.texts.Get(s.none())))}
	}
	s.words()
}

// none is the key of what stands in the place of the pictures.
func (s *shots) none() string {
	switch s.form.noPicture {
	case "refused", "timeout", "no-display", "not-kept":
		return "compose.shots." + s.form.noPicture
	}
	return "compose.shots.none"
}

func (s *shots) cell(i int, sc ticket.Screenshot) *shot {
	f := s.form
	c := &shot{picture: &canvas.Image{FillMode: canvas.ImageFillContain, ScaleMode: canvas.ImageScaleFastest}, caption: newRemark("")}
	c.caption.single = true
	c.remove = newLink(f, "", func() {
		f.ticket.Screenshots[i].Included = !f.ticket.Screenshots[i].Included
		s.words()
		f.files.words()
		f.relayout()
		f.picked()
	})
	value := float32(9) / 16
	if sc.Width > 0 && sc.Height > 0 {
		value = float32(sc.Height) / float32(sc.Width)
	}
	frame := newCard(window.ColorPanel, window.ColorLine)
	frame.radius = 4
	pic := container.New(&ratio{value: value, tallest: 250}, container.NewStack(frame, container.NewPadded(c.picture)))
	c.box = newStack(3, newRow(8, 0, []float32{1, 0}, c.caption, c.remove), pic)
	f.events.Name("shot."+itoa(i+1)+".toggle", c.remove)
	f.events.Name("shot."+itoa(i+1), c.picture)
	return c
}

// words says of each screenshot whether it goes with the ticket.
func (s *shots) words() {
	f := s.form
	for i, c := range s.cells {
		sc := f.ticket.Screenshots[i]
		vars := l10n.Vars{"N": i + 1, "Width": sc.Width, "Height": sc.Height}
		key := "compose.shot.one"
		if len(s.cells) > 1 {
			key = "compose.shot.many"
		}
		c.remove.setWords(f.texts.Get("compose.shot.remove"))
		c.picture.Translucency = 0
		if !sc.Included {
			key += ".out"
			c.remove.setWords(f.texts.Get("compose.shot.back"))
			c.picture.Translucency = 0.78
		}
		c.caption.set(f.texts.Get(key, vars), window.ColorMuted)
		c.picture.Refresh()
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

// follow waits for the screenshots that are still being written, to know
// their sizes.
func (s *shots) follow() {
	f := s.form
	for i, sc := range f.ticket.Screenshots {
		if sc.Size > 0 || f.o.Callbacks.Open == nil {
			continue
		}
		go func() {
			for range 40 {
				if r, n, err := f.o.Callbacks.Open(sc.File); err == nil {
					_ = r.Close()
					if n > 0 {
						f.do(func() { s.weigh(i, n) })
						return
					}
				}
				time.Sleep(250 * time.Millisecond)
			}
		}()
	}
}

func (s *shots) weigh(i int, n int64) {
	f := s.form
	if i >= len(f.ticket.Screenshots) {
		return
	}
	f.ticket.Screenshots[i].Size = n
	f.files.words()
	if !isBlank(f.ticket) {
		f.changed()
	}
}
