package countdown

import (
	"context"
	"errors"
	"fmt"
	"image"
	"slices"
	"testing"
	"time"
)

// paper is a plate of which every picture is noted down.
type paper struct {
	shown  []int // widths
	closed time.Time
}

func (p *paper) show(img *image.RGBA) error {
	p.shown = append(p.shown, img.Rect.Dx())
	return nil
}

func (p *paper) close() {
	if p.closed.IsZero() {
		p.closed = time.Now()
	}
}

func TestCountsDownAndIsGoneBeforeItsEnd(t *testing.T) {
	p := &paper{}
	var said []int
	begin := time.Now()
	err := run(t.Context(), p, 2, func(n int) string {
		said = append(said, n)
		return fmt.Sprint("in ", n)
	})
	took := time.Since(begin)
	if err != nil || !slices.Equal(said, []int{2, 1}) || len(p.shown) != 2 {
		t.Errorf("said %v, showed %d, %v", said, len(p.shown), err)
	}
	if took < 2*time.Second || p.closed.IsZero() || p.closed.Sub(begin) > 2*time.Second-last/2 {
		t.Errorf("took %v, gone after %v", took, p.closed.Sub(begin))
	}
}

func TestCountdownEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := run(ctx, &paper{}, 10, func(int) string { return "" }); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestCornerIsAwayFromThePointer(t *testing.T) {
	screen, size := image.Rect(-1280, 0, 0, 1024), image.Pt(200, 50)
	for x := -1280; x < 0; x += 7 {
		at := image.Rectangle{Max: size}.Add(corner(screen, size, image.Pt(x, 30)))
		if !at.In(screen) || image.Pt(x, 30).In(at) {
			t.Fatalf("the pointer at %d, the plate at %v", x, at)
		}
	}
}
