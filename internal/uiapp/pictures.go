package uiapp

import (
	"bytes"
	"context"
	"errors"
	"image"
	"io"
	"slices"
	"time"

	"ticketpp/internal/capture"
	"ticketpp/internal/clipboard"
	"ticketpp/internal/compose"
	"ticketpp/internal/config"
	"ticketpp/internal/countdown"
	"ticketpp/internal/launch"
	"ticketpp/internal/picture"
	"ticketpp/internal/safefile"
	"ticketpp/internal/shots"
	"ticketpp/internal/ticket"
)

// pastePatience is how long the program that copied a picture may take to hand
// it over.
const pastePatience = 10 * time.Second

// pictures are the form's ways to the pictures of its draft.
func (c *composer) pictures() compose.Pictures {
	return compose.Pictures{
		Read: func(s ticket.Screenshot) (image.Image, error) {
			img, err := shots.Picture(c.open(), s)
			return img, explain(err)
		},
		Draw: func(s ticket.Screenshot) (ticket.Screenshot, error) {
			out, err := shots.Drawn(c.open(), s)
			return out, explain(err)
		},
		Tighten: func(s ticket.Screenshot) (int64, error) { return launch.Tighten(c.open(), s) },
		Take:    c.take,
		Ask:     c.ask,
		Countdown: func(seconds int, words func(int) string) error {
			clearScreen(config.Paths(c.home.Options).Data, time.Duration(seconds)*time.Second)
			err := countdown.Show(context.Background(), seconds, words)
			if err != nil {
				c.log.Info("countdown in a window of the form's", "err", err)
			}
			return err
		},
		Paste:   c.paste,
		Add:     c.addPicture,
		Smaller: c.smaller,
	}
}

// ask has the desktop ask whether the screens may be captured. What is captured
// then has the form in it and is thrown away. Where the answer is no, the user
// may still choose with the desktop's own tool.
func (c *composer) ask() ([]ticket.Screenshot, string) {
	_, err := launch.Take(context.Background())
	if !errors.Is(err, capture.ErrRefused) {
		return nil, why(err)
	}
	chosen, err := launch.Ask(context.Background())
	kept, keepErr := launch.AddShots(c.open(), chosen)
	if keepErr != nil {
		c.log.Error("screenshot not kept", "err", keepErr)
		return kept, "not-kept"
	}
	return kept, why(err)
}

// take captures the screens into the draft: all of them, or the one that the
// user works on.
func (c *composer) take(all bool) ([]ticket.Screenshot, string) {
	taken, err := launch.Take(context.Background())
	if err != nil {
		c.log.Warn("capture", "shots", len(taken), "err", err)
	}
	if !all && slices.ContainsFunc(taken, chosen) {
		taken = slices.DeleteFunc(taken, func(s capture.Shot) bool { return !chosen(s) })
	}
	kept, keepErr := launch.AddShots(c.open(), taken)
	if keepErr != nil {
		c.log.Error("screenshot not kept", "err", keepErr)
	}
	switch {
	case len(kept) > 0:
		return kept, ""
	case keepErr != nil:
		return nil, "not-kept"
	}
	return nil, why(err)
}

func chosen(s capture.Shot) bool { return s.Chosen }

// why names in one word what has kept the screens from being captured.
func why(err error) string {
	if err == nil {
		return ""
	}
	return capture.Reason(err)
}

// paste takes the picture that another program has copied.
func (c *composer) paste() (ticket.Screenshot, error) {
	ctx, cancel := context.WithTimeout(context.Background(), pastePatience)
	defer cancel()
	data, err := clipboard.Picture(ctx)
	if err != nil {
		c.log.Info("nothing pasted", "err", err)
		if errors.Is(err, clipboard.ErrTooLarge) {
			return ticket.Screenshot{}, compose.ErrNotOpened
		}
		return ticket.Screenshot{}, compose.ErrNoPicture
	}
	return c.keep(bytes.NewReader(data))
}

// addPicture takes the picture file at path.
func (c *composer) addPicture(path string) (ticket.Screenshot, error) {
	f, err := safefile.OpenRegular(path)
	if err != nil {
		return ticket.Screenshot{}, compose.ErrNotOpened // the attachments say what is wrong with it
	}
	defer f.Close()
	return c.keep(f)
}

// keep writes the pixels of a picture file, and nothing else of it, into the
// draft.
func (c *composer) keep(r io.Reader) (ticket.Screenshot, error) {
	img, err := picture.Decode(r)
	if errors.Is(err, picture.ErrNotPicture) || errors.Is(err, picture.ErrTooManyPixels) {
		c.log.Info("picture not opened", "err", err)
		return ticket.Screenshot{}, compose.ErrNotOpened
	}
	if err != nil {
		return ticket.Screenshot{}, explain(err)
	}
	kept, err := launch.AddShots(c.open(), []capture.Shot{{Image: img, Chosen: true}})
	if err != nil {
		return ticket.Screenshot{}, explain(err)
	}
	return kept[0], nil
}

// smaller makes smaller forms of a screenshot. Their pictures are made when
// they are looked at: several of them would fill the memory.
func (c *composer) smaller(s ticket.Screenshot) ([]compose.SmallerForm, error) {
	forms, err := shots.Smaller(context.Background(), c.open(), s)
	if err != nil {
		return nil, explain(err)
	}
	level := map[picture.Form]compose.Level{
		picture.Colours: compose.FewerColours, picture.JPEG: compose.LessExact, picture.Scaled: compose.FewerPixels,
	}
	var out []compose.SmallerForm
	for _, form := range forms {
		size := form.Image.Bounds()
		form.Image = nil
		out = append(out, compose.SmallerForm{
			Level: level[form.Form], Size: form.Size(),
			See: func() (image.Image, error) {
				img, _, err := image.Decode(bytes.NewReader(form.Data))
				return img, err
			},
			Keep: func() (ticket.Screenshot, error) {
				kept, err := shots.Keep(c.open(), s, form.Data, form.Ext, size.Size())
				return kept, explain(err)
			},
		})
	}
	return out, nil
}
