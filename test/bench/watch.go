package main

import (
	"context"
	"slices"
	"time"

	"github.com/jezek/xgb/xproto"

	"ticketpp/test/desktop/stage"
)

// watch looks at the screen for the next window, whosever it is: one observer,
// so that looking, which takes processor time, takes it from all alike.
type watch struct {
	stage  *stage.Stage
	before *stage.Picture
	known  []xproto.Window
}

// watch starts to look, once the screen is at rest.
func (b *bench) watch(ctx context.Context) (*watch, error) {
	before, err := b.office.Still(ctx)
	if err != nil {
		return nil, err
	}
	w := &watch{stage: b.office.Stage, before: before}
	windows, err := w.stage.Windows()
	for _, one := range windows {
		w.known = append(w.known, one.ID)
	}
	return w, err
}

// painted waits until a window that was not there before is on the screen with
// something in it, and returns the moment of the look that showed it. A look
// costs several milliseconds and there is a pause between two, so the moment
// is late by half of that, for every program.
func (w *watch) painted(ctx context.Context, what string) (at time.Time, err error) {
	err = stage.Until(ctx, what, func() (bool, error) {
		at = time.Now()
		windows, err := w.stage.Windows()
		if err != nil {
			return false, err
		}
		for _, one := range windows {
			if one.Area.Dx() < 300 || slices.Contains(w.known, one.ID) {
				continue
			}
			now, err := w.stage.See()
			if err != nil {
				return false, err
			}
			part := now.Crop(one.Area)
			return !part.Equal(w.before.Crop(one.Area)) && part.Colours() > 20, nil
		}
		return false, nil
	})
	return at, err
}
