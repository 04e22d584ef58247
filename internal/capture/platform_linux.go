package capture

import (
	"context"
	"errors"
	"image"
	"os"
)

// session chooses the way for the session at hand at each capture, since the
// agent may outlive a display.
type session struct{ o Options }

func platform(o Options) Capturer { return session{o} }

func (s session) Capture(ctx context.Context) ([]Shot, error) {
	if os.Getenv("WAYLAND_DISPLAY") != "" {
		return NewPortal(s.o).Capture(ctx)
	}
	shots, err := NewX11(s.o).Capture(ctx)
	if len(shots) > 0 || ctx.Err() != nil || errors.Is(err, ErrTimeout) {
		return shots, err // the library would wait for ever for a server that hangs
	}
	shots, other := NewLibrary(s.o).Capture(ctx)
	if len(shots) > 0 {
		return shots, nil
	}
	return nil, errors.Join(err, other)
}

// pointerPosition asks the X server where the pointer is.
func pointerPosition() (image.Point, bool) {
	x, err := dial(context.Background())
	if err != nil {
		return image.Point{}, false
	}
	defer x.close()
	return x.pointer(0)
}
