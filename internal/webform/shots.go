package webform

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"slices"
	"strconv"
	"strings"

	"ticketpp/internal/markup"
	"ticketpp/internal/picture"
	"ticketpp/internal/shots"
	"ticketpp/internal/ticket"
)

// maxShots is how many pictures a ticket takes.
const maxShots = 10

// errTooMany: no more pictures.
var errTooMany = errors.New("a ticket takes no more pictures")

// toggle leaves a screenshot out, or puts it back.
func (f *Form) toggle(i int) {
	if all := f.ticket.Screenshots; i >= 0 && i < len(all) {
		all[i].Included = !all[i].Included
	}
}

// move puts a screenshot one place earlier or later.
func (f *Form) move(i, by int) {
	all := f.ticket.Screenshots
	if to := i + by; i >= 0 && i < len(all) && to >= 0 && to < len(all) {
		all[i], all[to] = all[to], all[i]
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
	shot := ticket.Screenshot{File: f.freeShot(), Included: true}
	if _, err := f.draft.AddFrom(shot.File, func(w io.Writer) error { return picture.EncodePNG(w, img) }); err != nil {
		return err
	}
	if shot, err = shots.Drawn(f.draft, shot); err != nil {
		return err
	}
	f.ticket.Screenshots = append(f.ticket.Screenshots, shot)
	return nil
}

// freeShot is a name that no picture of the draft has.
func (f *Form) freeShot() string {
	for n := len(f.ticket.Screenshots) + 1; ; n++ {
		name := fmt.Sprintf("shot-%d.png", n)
		r, _, err := f.draft.Open(name)
		if err != nil {
			return name
		}
		_ = r.Close()
	}
}

// mark redacts or crops a screenshot by the numbers that were posted, shows
// or hides the pointer, or takes the last of that back.
func (f *Form) mark(do string, i int, p posted) {
	if i < 0 || i >= len(f.ticket.Screenshots) {
		return
	}
	shot := &f.ticket.Screenshots[i]
	err := error(nil)
	if do == "pointer" {
		if shot.Pointer == nil {
			return
		}
		pointer := *shot.Pointer
		pointer.Shown = !pointer.Shown
		shot.Pointer = &pointer
	} else {
		var changed bool
		if changed, err = f.edit(do, shot, rectangle(p, i)); err == nil && !changed {
			return
		}
	}
	if err == nil {
		err = f.redraw(shot)
	}
	if err != nil {
		f.o.Log.Error("screenshot not drawn on", "draft", f.draft.ID(), "err", err)
		f.fileSaid = f.o.Texts.Get("webform.mark.failed")
	}
}

// edit changes what is drawn on a screenshot. r is in pixels of the picture as
// it is shown.
func (f *Form) edit(do string, shot *ticket.Screenshot, r image.Rectangle) (changed bool, err error) {
	d, err := markup.Parse(shot.Marks)
	if err != nil {
		return false, err
	}
	bounds, err := f.bounds(shot.Taken())
	if err != nil {
		return false, err
	}
	kept := d.Kept(bounds)
	r = r.Add(kept.Min).Intersect(kept)
	next, past := d, f.past[shot.Taken()]
	switch do {
	case "unmark":
		if len(past) == 0 {
			return false, nil
		}
		next = past[len(past)-1]
		past = past[:len(past)-1]
	case "redact":
		if !r.Empty() {
			next = d.Add(markup.Shape{Kind: markup.Redact, Points: markup.Points{r.Min, r.Max}})
		}
	case "crop":
		if !r.Empty() {
			next = d.SetCrop(r)
		}
	case "front":
		next = d.SetCrop(shot.Front.Intersect(bounds))
	}
	if next.Equal(d) {
		return false, nil
	}
	if do != "unmark" {
		past = append(slices.Clone(past), d)
	}
	f.past[shot.Taken()] = past
	shot.Marks, err = next.Marshal()
	return true, err
}

// redraw makes a screenshot's file show what is drawn on it. Until that is so
// the screenshot is stale, on the disk too, and nobody sends it.
func (f *Form) redraw(shot *ticket.Screenshot) error {
	shot.Stale = true
	f.save()
	old := *shot
	now, err := shots.Drawn(f.draft, old)
	if err != nil {
		return err
	}
	*shot = now
	f.save()
	for _, file := range []string{old.File, old.Preview} {
		if file != now.File && file != now.Taken() && file != now.Preview {
			f.drop(file)
		}
	}
	return nil
}

// refresh draws the screenshots again that a crash has left stale.
func (f *Form) refresh() {
	for i := range f.ticket.Screenshots {
		if shot := &f.ticket.Screenshots[i]; shot.Stale {
			if err := f.redraw(shot); err != nil {
				f.o.Log.Error("screenshot not drawn again", "draft", f.draft.ID(), "err", err)
				f.fileSaid = f.o.Texts.Get("webform.mark.failed")
			}
		}
	}
}

// shrink makes the screenshots smaller that go with the ticket, or puts the
// original ones back.
func (f *Form) shrink(ctx context.Context, back bool) {
	for i := range f.ticket.Screenshots {
		shot := &f.ticket.Screenshots[i]
		var err error
		switch {
		case back && shot.Smaller:
			err = f.redraw(shot)
		case !back && shot.Included && !shot.Smaller:
			err = f.smallest(ctx, shot)
		}
		if err != nil {
			f.o.Log.Error("screenshot's size", "draft", f.draft.ID(), "err", err)
			f.fileSaid = f.o.Texts.Get("webform.mark.failed")
		}
	}
}

// smallest takes the smallest form of a screenshot that can still be read.
func (f *Form) smallest(ctx context.Context, shot *ticket.Screenshot) error {
	forms, err := shots.Smaller(ctx, f.draft, *shot)
	if err != nil || len(forms) == 0 {
		return err
	}
	least := forms[len(forms)-1]
	now, err := shots.Keep(f.draft, *shot, least.Data, least.Ext, least.Image.Bounds().Size())
	if err == nil {
		*shot = now
	}
	return err
}

// bounds are those of a picture of the draft.
func (f *Form) bounds(file string) (image.Rectangle, error) {
	r, _, err := f.draft.Open(file)
	if err != nil {
		return image.Rectangle{}, err
	}
	defer r.Close()
	c, err := png.DecodeConfig(r)
	if err != nil {
		return image.Rectangle{}, fmt.Errorf("screenshot %s: %w", file, err)
	}
	return image.Rect(0, 0, c.Width, c.Height), nil
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

// drop removes a file of the draft; what stays behind goes with the draft.
func (f *Form) drop(file string) {
	if file == "" {
		return
	}
	if err := f.draft.Remove(file); err != nil {
		f.o.Log.Debug("a file of the draft stays", "err", err)
	}
}
