package capture

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"net/url"
	"os"
	"time"

	"ticketpp/internal/portal"
)

// portalCapturer captures through the desktop portal, the one way on Wayland
// (org.freedesktop.portal.Screenshot). The desktop may ask the user. It gives
// one picture of all displays; where each is, the compositor says.
type portalCapturer struct{ o Options }

// NewPortal returns the capturer that asks the desktop portal.
func NewPortal(o Options) Capturer { return portalCapturer{o} }

const (
	portalTime = 30 * time.Second
	askTime    = 3 * time.Minute
)

func (p portalCapturer) Capture(ctx context.Context) ([]Shot, error) {
	limit := p.o.Timeout
	if limit == 0 {
		limit = portalTime
		if p.o.Ask {
			limit = askTime
		}
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	uri, err := ask(ctx, p.o.Ask)
	if err != nil {
		return nil, err
	}
	img, err := load(uri)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoDisplay, err)
	}
	displays, err := outputs(ctx)
	if err != nil {
		displays = nil // one picture of all of them
	}
	shots := split(img, displays, p.o.Front)
	choose(shots)
	return shots, nil
}

// ask has the desktop take the picture, and returns the URI of its file.
func ask(ctx context.Context, interactive bool) (string, error) {
	results, err := portal.Request{
		API: "Screenshot.Screenshot", Args: []any{""}, // no window above which to ask
		Options: map[string]any{"interactive": interactive, "modal": false},
	}.Ask(ctx)
	switch {
	case err == nil:
	case errors.Is(err, context.DeadlineExceeded):
		return "", fmt.Errorf("%w: %w", ErrTimeout, err)
	case ctx.Err() != nil:
		return "", err
	case errors.Is(err, portal.ErrDenied), errors.Is(err, portal.ErrCancelled), errors.Is(err, portal.ErrEnded):
		return "", fmt.Errorf("%w: %w", ErrRefused, err)
	case errors.Is(err, portal.ErrNone):
		return "", fmt.Errorf("%w: %w: %w", ErrNoDisplay, ErrNoPortal, err)
	default:
		return "", fmt.Errorf("%w: %w", ErrNoDisplay, err)
	}
	uri, ok := results["uri"].Value().(string)
	if !ok {
		return "", fmt.Errorf("%w: the portal's answer names no file", ErrRefused)
	}
	return uri, nil
}

// load reads the portal's file and removes it: the picture may hold other
// people's data, and the portal leaves it among the user's pictures.
func load(uri string) (*image.RGBA, error) {
	u, err := url.Parse(uri)
	if err != nil {
		return nil, fmt.Errorf("the portal's picture: %w", err)
	}
	if u.Scheme != "file" || u.Host != "" && u.Host != "localhost" {
		return nil, fmt.Errorf("the portal's picture is not a file: %s", u.Redacted())
	}
	f, err := os.Open(u.Path)
	if err != nil {
		return nil, fmt.Errorf("the portal's picture: %w", err)
	}
	defer os.Remove(u.Path)
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		return nil, fmt.Errorf("the portal's picture: %w", err)
	}
	return opaque(img), nil
}

// opaque copies img to an opaque picture whose bounds begin at 0,0.
func opaque(img image.Image) *image.RGBA {
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(out, out.Rect, image.Black, image.Point{}, draw.Src)
	draw.Draw(out, out.Rect, img, b.Min, draw.Over)
	return out
}
