//go:build !linux && !windows

package capture

import (
	"context"
	"errors"
	"image"
	"time"
)

func platform(o Options) Capturer { return NewLibrary(o) }

func pointerPosition() (image.Point, bool) { return image.Point{}, false }

// cursor: the pointer's picture is not known on this platform.
func cursor() (*Cursor, error) {
	return nil, errors.New("the pointer's picture is not known on this platform")
}

// menuGone waits for a menu's fading, which cannot be seen from here.
func menuGone(ctx context.Context, _ func() []look) (settled func() bool) {
	ctx, cancel := context.WithTimeout(ctx, menuPatience)
	defer cancel()
	pause(ctx, 200*time.Millisecond)
	return always
}

// watchMenu sees nothing: what a menu has covered is kept here, or cannot be seen.
func watchMenu(context.Context, func([]look)) (came bool) { return false }
