package main

import (
	"context"
	"fmt"
	"image"
	"time"

	"ticketpp/test/desktop/stage"
)

const (
	// pause is what lies between two looks.
	pause = 4 * time.Millisecond
	// slit is the width of what is looked at, from a window's top to its foot:
	// the whole of it would cost what the program needs to paint it.
	slit = 32
)

// watch looks at the screen for the next window, whosever it is: one observer,
// so that looking, which takes processor time, takes it from all alike.
type watch struct {
	stage  *stage.Stage
	before *stage.Picture
	come   func() ([]stage.Window, error)
}

// watch starts to look, once the screen is at rest.
func (b *bench) watch(ctx context.Context) (*watch, error) {
	before, err := b.office.Still(ctx)
	if err != nil {
		return nil, err
	}
	come, err := b.office.Newcomers()
	return &watch{stage: b.office.Stage, before: before, come: come}, err
}

// painted waits until a window that was not there before is on the screen with
// something in it, and returns the moment of the look that showed it. The
// moment is late by a few milliseconds at most.
func (w *watch) painted(ctx context.Context, what string) (time.Time, error) {
	for late := time.After(stage.Patience); ; {
		at := time.Now()
		seen, err := w.look()
		if err != nil || seen {
			return at, err
		}
		select {
		case <-ctx.Done():
			return at, ctx.Err()
		case <-late:
			return at, fmt.Errorf("%s: not within %v", what, stage.Patience)
		case <-time.After(pause):
		}
	}
}

// look reports whether there is such a window.
func (w *watch) look() (bool, error) {
	windows, err := w.come()
	if err != nil {
		return false, err
	}
	for _, one := range windows {
		if one.Area.Dx() < 300 {
			continue
		}
		left := one.Area.Min.X + one.Area.Dx()/4
		part := image.Rect(left, one.Area.Min.Y, left+slit, one.Area.Max.Y)
		now, err := w.stage.SeePart(part)
		if err != nil {
			return false, err
		}
		if !now.Equal(w.before.Crop(part)) && now.Colours() > 20 {
			return true, nil
		}
	}
	return false, nil
}
