package webform

import (
	"crypto/rand"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"io"
	"slices"
	"strconv"
	"strings"

	"ticketpp/internal/markup"
	"ticketpp/internal/picture"
	"ticketpp/internal/ticket"
)

// A picture's preview, which the window would show, in pixels.
const (
	previewWidth  = 480
	previewHeight = 300
)

// maxShots is how many pictures a ticket takes.
const maxShots = 10

// errTooMany: no more pictures.
var errTooMany = errors.New("a ticket takes no more pictures")

// toggle leaves a screenshot out, or puts it back.
func (f *Form) toggle(i int) {
	if shots := f.ticket.Screenshots; i >= 0 && i < len(shots) {
		shots[i].Included = !shots[i].Included
	}
}

// taken is the file of a screenshot as it was taken.
func taken(s ticket.Screenshot) string {
	if s.Original != "" {
		return s.Original
	}
	return s.File
}

// move puts a screenshot one place earlier or later.
func (f *Form) move(i, by int) {
	shots := f.ticket.Screenshots
	if to := i + by; i >= 0 && i < len(shots) && to >= 0 && to < len(shots) {
		shots[i], shots[to] = shots[to], shots[i]
	}
}

// addPicture adds a picture of the user's as one more screenshot.
func (f *Form) addPicture(r io.Reader) error {
	if len(f.ticket.Screenshots) >= maxShots {
		return errTooMany
	}
	img, err := picture.Decode(io.LimitReader(r, maxPicture))
	if err != nil {
		return err
	}
	shot := ticket.Screenshot{Included: true}
	if err := f.write(&shot, img); err != nil {
		return err
	}
	f.ticket.Screenshots = append(f.ticket.Screenshots, shot)
	return nil
}

// mark redacts or crops a screenshot by the numbers that were posted, or takes
// the last of that back.
func (f *Form) mark(do string, i int, p posted) {
	s := &f.state
	if i < 0 || i >= len(s.ticket.Screenshots) {
		return
	}
	s.fileSaid = ""
	shot := s.ticket.Screenshots[i]
	if err := f.redraw(&shot, do, i, p); err != nil {
		f.o.Log.Error("screenshot not drawn on", "draft", s.draft.ID(), "err", err)
		s.fileSaid = f.o.Texts.Get("webform.mark.failed")
	}
	s.ticket.Screenshots[i] = shot
}

// redraw changes the marks of a screenshot and draws it anew. What is marked
// up is kept beside the marks until the ticket goes; the file that is sent
// never shows what was redacted. Until that is so the screenshot is stale, and
// nobody sends it.
func (f *Form) redraw(shot *ticket.Screenshot, do string, i int, p posted) error {
	before, err := markup.Parse(shot.Marks)
	if err != nil {
		return err
	}
	shot.Original = taken(*shot)
	if do == "pointer" {
		if shot.Pointer == nil {
			return nil
		}
		pointer := *shot.Pointer
		pointer.Shown = !pointer.Shown
		shot.Pointer = &pointer
	}
	img, err := f.original(*shot)
	if err != nil {
		return err
	}
	now, changed := f.edit(before, do, shot, img.Bounds(), rectangle(p, i))
	if !changed && do != "pointer" {
		return nil
	}
	if shot.Marks, err = now.Marshal(); err != nil {
		return err
	}
	shot.Stale = true
	f.ticket.Screenshots[i] = *shot
	f.save()
	old := *shot
	if err := f.write(shot, markup.Render(img, now)); err != nil {
		*shot = old
		return err
	}
	shot.Stale = false
	f.ticket.Screenshots[i] = *shot
	f.save()
	if old.File != shot.Original {
		f.drop(old.File)
	}
	f.drop(old.Preview)
	return nil
}

// edit is the next drawing. r is in pixels of the picture as it is shown.
func (f *Form) edit(d markup.Drawing, do string, shot *ticket.Screenshot, bounds, r image.Rectangle) (markup.Drawing, bool) {
	kept := d.Kept(bounds)
	r = r.Add(kept.Min).Intersect(kept)
	next := d
	switch do {
	case "unmark":
		past := f.past[shot.Original]
		if len(past) == 0 {
			return d, false
		}
		f.past[shot.Original] = past[:len(past)-1]
		return past[len(past)-1], true
	case "redact":
		if r.Empty() {
			return d, false
		}
		next = d.Add(markup.Shape{Kind: markup.Redact, Points: markup.Points{r.Min, r.Max}})
	case "crop":
		if r.Empty() {
			return d, false
		}
		next = d.SetCrop(r)
	case "front":
		next = d.SetCrop(shot.Front.Intersect(bounds))
	}
	if next.Equal(d) {
		return d, false
	}
	f.past[shot.Original] = append(slices.Clone(f.past[shot.Original]), d)
	return next, true
}

// rectangle reads the four numbers beside a picture.
func rectangle(p posted, i int) image.Rectangle {
	n := func(name string) int {
		v, err := strconv.Atoi(strings.TrimSpace(p.get("mark-" + strconv.Itoa(i+1) + "-" + name)))
		if err != nil || v < 0 || v > 1<<16 {
			return 0
		}
		return v
	}
	x, y := n("x"), n("y")
	return image.Rect(x, y, x+n("w"), y+n("h"))
}

// original is a screenshot as it was taken, with the pointer where the user
// has it in.
func (f *Form) original(shot ticket.Screenshot) (image.Image, error) {
	img, err := f.read(shot.Original)
	if err != nil || shot.Pointer == nil || !shot.Pointer.Shown {
		return img, err
	}
	r, _, err := f.draft.Open(shot.Pointer.File)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	pointer, err := png.Decode(r) // transparent around it
	if err != nil {
		return nil, fmt.Errorf("pointer: %w", err)
	}
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(out, out.Rect, img, b.Min, draw.Src)
	draw.Draw(out, pointer.Bounds().Sub(pointer.Bounds().Min).Add(shot.Pointer.At), pointer, pointer.Bounds().Min, draw.Over)
	return out, nil
}

func (f *Form) read(file string) (image.Image, error) {
	r, _, err := f.draft.Open(file)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	img, err := picture.Decode(r)
	if err != nil {
		return nil, fmt.Errorf("screenshot %s: %w", file, err)
	}
	return img, nil
}

// write puts a picture and its preview into the draft as new files of the
// screenshot.
func (f *Form) write(shot *ticket.Screenshot, img image.Image) (err error) {
	name := strings.ToLower(rand.Text()[:12])
	b := img.Bounds()
	shot.File, shot.Preview = "shot-"+name+".png", "preview-"+name+".png"
	shot.Width, shot.Height = b.Dx(), b.Dy()
	if shot.Size, err = f.writePNG(shot.File, img); err != nil {
		return err
	}
	scale := min(1, float64(previewWidth)/float64(b.Dx()), float64(previewHeight)/float64(b.Dy()))
	_, err = f.writePNG(shot.Preview, picture.Scale(img, int(float64(b.Dx())*scale), int(float64(b.Dy())*scale)))
	return err
}

func (f *Form) writePNG(name string, img image.Image) (int64, error) {
	return f.draft.AddFrom(name, func(w io.Writer) error { return picture.EncodePNG(w, img) })
}

// drop removes a file of the draft; what stays behind goes with the draft.
func (f *Form) drop(file string) {
	if file == "" {
		return
	}
	if err := f.draft.Remove(file); err != nil {
		f.o.Log.Debug("a file of the draft stays", "err", err)
	}
}
