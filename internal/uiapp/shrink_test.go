package uiapp

import (
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"log/slog"
	"testing"

	"ticketpp/internal/compose"
	"ticketpp/internal/drafts"
	"ticketpp/internal/ticket"
)

// busy is a picture that does not pack well, like a photograph on a desktop.
func busy(w, h int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	seed := uint32(1)
	for i := range img.Pix {
		seed = seed*1664525 + 1013904223
		img.Pix[i] = byte(seed >> 24)
		if i%4 == 3 {
			img.Pix[i] = 255
		}
	}
	return img
}

func withShot(t *testing.T, img image.Image) (*composer, ticket.Screenshot) {
	t.Helper()
	store, err := drafts.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	draft, err := store.Create(ticket.Ticket{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = draft.Close() })
	size, err := draft.AddFrom("shot-1.png", func(w io.Writer) error { return png.Encode(w, img) })
	if err != nil {
		t.Fatal(err)
	}
	return &composer{draft: draft, log: slog.New(slog.DiscardHandler)}, ticket.Screenshot{
		File: "shot-1.png", Width: img.Bounds().Dx(), Height: img.Bounds().Dy(), Size: size, Included: true,
	}
}

func TestALargeScreenshotGetsASmallerCopy(t *testing.T) {
	c, sc := withShot(t, busy(2560, 1440))
	small, err := c.shrink(sc)
	if err != nil {
		t.Fatal(err)
	}
	if small.Width != 1280 || small.Height != 720 || small.Size >= sc.Size || !small.Included {
		t.Errorf("%+v from %+v", small, sc)
	}
	r, n, err := c.open().Open(small.File)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if cfg, err := png.DecodeConfig(r); err != nil || cfg.Width != 1280 || n != small.Size {
		t.Errorf("the file is %+v of %d bytes, %v", cfg, n, err)
	}
	if r, _, err := c.open().Open(sc.File); err != nil {
		t.Errorf("the original is gone: %v", err)
	} else {
		_ = r.Close()
	}
}

func TestAScreenshotThatWouldNotGetSmallerStays(t *testing.T) {
	plain := image.NewPaletted(image.Rect(0, 0, 1600, 900), color.Palette{color.White, color.Black})
	for x := 0; x < 1600; x += 2 { // lines of one pixel: scaled they become greys, which pack worse
		for y := range 900 {
			plain.SetColorIndex(x, y, 1)
		}
	}
	for name, img := range map[string]image.Image{"narrow": busy(800, 600), "plain": plain} {
		c, sc := withShot(t, img)
		if got, err := c.shrink(sc); !errors.Is(err, compose.ErrNotSmaller) || got.File != sc.File {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}
