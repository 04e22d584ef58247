//go:build !linux && !windows

package capture

import (
	"context"
	"image"
	"time"
)

func platform(o Options) Capturer { return NewLibrary(o) }

func pointerPosition() (image.Point, bool) { return image.Point{}, false }

// drawPointer: no pointer on this platform.
func drawPointer([]Shot) error { return nil }

// menuGone waits for a menu's fading, which cannot be seen from here.
func menuGone(ctx context.Context) { pause(ctx, 200*time.Millisecond) }
