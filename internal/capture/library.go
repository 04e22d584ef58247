package capture

import (
	"context"
	"errors"
	"fmt"
	"image"

	"github.com/kbinani/screenshot"
)

// library captures by github.com/kbinani/screenshot: GDI on Windows, Core
// Graphics on macOS, and on X11 where our own way fails.
type library struct{ o Options }

// NewLibrary returns the capturer built on kbinani/screenshot alone. New
// chooses it where it is the best; the conformance suite tries it by itself.
func NewLibrary(o Options) Capturer { return library{o} }

func (l library) Capture(ctx context.Context) ([]Shot, error) {
	n := screenshot.NumActiveDisplays()
	if n <= 0 {
		return nil, fmt.Errorf("%w: the system reports none", ErrNoDisplay)
	}
	at, known := pointerPosition()
	var (
		shots []Shot
		errs  []error
	)
	for i := range n {
		if err := ctx.Err(); err != nil {
			return shots, errors.Join(append(errs, err)...)
		}
		bounds := screenshot.GetDisplayBounds(i)
		img, err := captureRect(bounds)
		if err != nil {
			errs = append(errs, fmt.Errorf("display %d: %w", i, err))
			continue
		}
		shots = append(shots, Shot{Display: i, Bounds: bounds, Image: img, Pointer: known && at.In(bounds)})
	}
	pointer, err := cursor()
	if err != nil && l.o.DrawPointer {
		errs = append(errs, err)
	}
	finish(shots, l.o, pointer)
	return shots, outcome(shots, errs)
}

// captureRect guards the library's call: an empty rectangle (it returned one
// for a second monitor under Wine) and a panic are errors of one display.
func captureRect(bounds image.Rectangle) (img *image.RGBA, err error) {
	defer func() {
		if p := recover(); p != nil {
			img, err = nil, fmt.Errorf("capture: %v", p)
		}
	}()
	if bounds.Empty() {
		return nil, errors.New("the system gives it no size")
	}
	img, err = screenshot.CaptureRect(bounds)
	if err != nil {
		return nil, err
	}
	if img == nil || img.Bounds().Empty() {
		return nil, errors.New("the system gave no picture")
	}
	return img, nil
}

// outcome joins what went wrong; without a single shot it is ErrNoDisplay.
func outcome(shots []Shot, errs []error) error {
	err := errors.Join(errs...)
	if len(shots) == 0 && !errors.Is(err, ErrRefused) && !errors.Is(err, ErrTimeout) {
		return errors.Join(ErrNoDisplay, err)
	}
	return err
}
