// Package countdown shows a number on the screen that becomes smaller by one
// every second, while the user opens a menu or points at something. What shows
// it takes neither focus nor clicks, so that an open menu stays open, and is
// gone from the screen when the time is over. It must not know what follows.
package countdown

import (
	"context"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"time"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// ErrUnavailable: on this desktop no program can show something that takes no
// focus.
var ErrUnavailable = errors.New("no countdown can be shown on this desktop")

// last is how long before its end the number goes: what it covered is painted
// again by then.
const last = 350 * time.Millisecond

// plate is something on the screen that shows a picture.
type plate interface {
	show(img *image.RGBA) error // at its place, in place of the one before
	close()
}

// Show counts so many seconds down. words makes the line for a number. It
// returns when the time is over and nothing of it is left on the screen, with
// ctx's error, or at once with ErrUnavailable.
func Show(ctx context.Context, seconds int, words func(n int) string) error {
	p, err := open(ctx)
	if err != nil {
		return err
	}
	defer p.close()
	return run(ctx, p, seconds, words)
}

func run(ctx context.Context, p plate, seconds int, words func(n int) string) error {
	begin := time.Now()
	end := begin.Add(time.Duration(seconds) * time.Second)
	for shown := 0; ; {
		left := time.Until(end)
		if left <= last {
			break
		}
		if n := int((left + time.Second - 1) / time.Second); n != shown {
			img, err := picture(words(n))
			if err != nil {
				return err
			}
			if err := p.show(img); err != nil {
				return err
			}
			shown = n
		}
		if err := wait(ctx, min(left-last, 50*time.Millisecond)); err != nil {
			return err
		}
	}
	p.close()
	return wait(ctx, time.Until(end))
}

func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// The plate's measures in pixels, and its colours: white on a dark blue that is
// seen on any ground.
const (
	letters = 24
	side    = 18
	level   = 12
)

var (
	ground = color.RGBA{0x12, 0x2b, 0x45, 0xff}
	edge   = color.RGBA{0xff, 0xff, 0xff, 0xff}
)

// picture writes a line on a plate.
func picture(line string) (*image.RGBA, error) {
	parsed, err := opentype.Parse(goregular.TTF)
	if err != nil {
		return nil, err
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: letters, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		return nil, err
	}
	defer face.Close()
	m := face.Metrics()
	wide := font.MeasureString(face, line).Ceil()
	img := image.NewRGBA(image.Rect(0, 0, wide+2*side, (m.Ascent+m.Descent).Ceil()+2*level))
	draw.Draw(img, img.Rect, image.NewUniform(edge), image.Point{}, draw.Src)
	draw.Draw(img, img.Rect.Inset(2), image.NewUniform(ground), image.Point{}, draw.Src)
	d := font.Drawer{Dst: img, Src: image.White, Face: face, Dot: fixed.P(side, level+m.Ascent.Ceil())}
	d.DrawString(line)
	return img, nil
}

// margin is how far the plate stands from the screen's edges, in pixels.
const margin = 24

// corner returns where a plate of a size stands on a screen: at the top, on
// the right, or on the left while the pointer is on the right half.
func corner(screen image.Rectangle, size, pointer image.Point) image.Point {
	at := image.Pt(screen.Max.X-size.X-margin, screen.Min.Y+margin)
	if pointer.X > (screen.Min.X+screen.Max.X)/2 {
		at.X = screen.Min.X + margin
	}
	return at
}
