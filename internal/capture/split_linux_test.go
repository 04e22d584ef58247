package capture

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/draw"
	"io"
	"net"
	"path/filepath"
	"testing"
	"time"
)

// picture is one as the portal gives it: each display's area in a colour of
// its own, the rest black.
func picture(size image.Point, areas ...image.Rectangle) *image.RGBA {
	img := image.NewRGBA(image.Rectangle{Max: size})
	draw.Draw(img, img.Rect, image.Black, image.Point{}, draw.Src)
	for i, a := range areas {
		draw.Draw(img, a, image.NewUniform(colourOf(i)), image.Point{}, draw.Src)
	}
	return img
}

func colourOf(i int) color.RGBA { return color.RGBA{uint8(50 + i), 100, 200, 255} }

func TestPortalsPictureIsCutIntoTheDisplays(t *testing.T) {
	for name, c := range map[string]struct {
		img      *image.RGBA
		displays []output
		front    image.Rectangle
		bounds   []image.Rectangle
		fronts   []image.Rectangle
	}{
		"one display": {
			picture(image.Pt(300, 200), image.Rect(0, 0, 300, 200)),
			[]output{{logical: image.Rect(0, 0, 300, 200)}},
			image.Rect(10, 20, 400, 100),
			[]image.Rectangle{image.Rect(0, 0, 300, 200)},
			[]image.Rectangle{image.Rect(10, 20, 300, 100)},
		},
		"one display at 150 %": {
			picture(image.Pt(300, 200), image.Rect(0, 0, 300, 200)),
			[]output{{logical: image.Rect(0, 0, 200, 133), pixels: image.Pt(300, 200)}},
			image.Rect(10, 20, 20, 40),
			[]image.Rectangle{image.Rect(0, 0, 300, 200)},
			[]image.Rectangle{image.Rect(15, 30, 30, 60)},
		},
		"left of the origin": {
			picture(image.Pt(500, 250), image.Rect(200, 0, 500, 200), image.Rect(0, 50, 200, 250)),
			[]output{{logical: image.Rect(0, 0, 300, 200)}, {logical: image.Rect(-200, 50, 0, 250)}},
			image.Rect(-50, 100, 20, 150),
			[]image.Rectangle{image.Rect(0, 0, 300, 200), image.Rect(-200, 50, 0, 250)},
			[]image.Rectangle{image.Rect(0, 100, 20, 150), image.Rect(150, 50, 200, 100)},
		},
		"100 % beside 200 %": { // all at 200 %; the first has half as many pixels
			picture(image.Pt(600, 400), image.Rect(0, 0, 400, 400), image.Rect(400, 0, 600, 200)),
			[]output{{logical: image.Rect(0, 0, 200, 200), pixels: image.Pt(200, 200)}, {logical: image.Rect(200, 0, 300, 100), pixels: image.Pt(200, 200)}},
			image.Rect(150, 10, 250, 60),
			[]image.Rectangle{image.Rect(0, 0, 200, 200), image.Rect(400, 0, 600, 200)},
			[]image.Rectangle{image.Rect(150, 10, 200, 60), image.Rect(0, 20, 100, 120)},
		},
		"a picture of something else": {
			picture(image.Pt(640, 400), image.Rect(0, 0, 640, 400)),
			[]output{{logical: image.Rect(0, 0, 300, 200)}, {logical: image.Rect(300, 0, 600, 200)}},
			image.Rect(0, 0, 10, 10),
			[]image.Rectangle{image.Rect(0, 0, 640, 400)},
			[]image.Rectangle{{}},
		},
		"displays that are not known": {
			picture(image.Pt(640, 400), image.Rect(0, 0, 640, 400)), nil,
			image.Rectangle{},
			[]image.Rectangle{image.Rect(0, 0, 640, 400)},
			[]image.Rectangle{{}},
		},
	} {
		shots := split(c.img, c.displays, c.front)
		if len(shots) != len(c.bounds) {
			t.Errorf("%s: %d shots, want %d", name, len(shots), len(c.bounds))
			continue
		}
		for i, s := range shots {
			if s.Bounds != c.bounds[i] || s.Front != c.fronts[i] || s.Display != i || s.Image.Rect.Size() != s.Bounds.Size() || s.Image.Rect.Min != (image.Point{}) {
				t.Errorf("%s: shot %d is display %d at %v of %v, front %v; want %v, %v", name, i, s.Display, s.Bounds, s.Image.Rect, s.Front, c.bounds[i], c.fronts[i])
			}
			for _, at := range []image.Point{{}, s.Image.Rect.Max.Sub(image.Pt(1, 1))} {
				if got := s.Image.RGBAAt(at.X, at.Y); got != colourOf(i) {
					t.Errorf("%s: shot %d has %v at %v", name, i, got, at)
				}
			}
		}
	}
}

func TestDisplaysAreSettled(t *testing.T) {
	got := settled([]*output{
		{pixels: image.Pt(1920, 1080), scale: 1, transform: 1}, // turned, from a compositor without xdg-output
		{logical: image.Rect(1080, 0, 1080, 0), pixels: image.Pt(3840, 2160), scale: 2},
		{logical: image.Rect(0, 0, 1080, 1920), pixels: image.Pt(1080, 1920)}, // shows the same as the first
		{scale: 1}, // switched off
	})
	want := []output{
		{logical: image.Rect(0, 0, 1080, 1920), pixels: image.Pt(1080, 1920), scale: 1, transform: 1},
		{logical: image.Rect(1080, 0, 3000, 1080), pixels: image.Pt(3840, 2160), scale: 2},
	}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestCompositorThatTalksNonsense: no answer of a compositor may cost the
// picture, or hold it up for long.
func TestCompositorThatTalksNonsense(t *testing.T) {
	for name, answer := range map[string][]byte{
		"goes away":         nil,
		"cut short":         words(2, 12<<16),
		"no size at all":    append(words(2, 0, 2, 0), words(3, 8<<16)...),
		"an error":          words(1, 8<<16),
		"a text without an": append(words(2, 20<<16, 7, 4000, 1), words(3, 8<<16, 4, 8<<16)...),
	} {
		dir := t.TempDir()
		l, err := net.Listen("unix", filepath.Join(dir, "w"))
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			c, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = c.Write(answer)
			_ = c.(*net.UnixConn).CloseWrite()
			_, _ = io.Copy(&bytes.Buffer{}, c)
		}()
		t.Setenv("WAYLAND_DISPLAY", filepath.Join(dir, "w"))
		if found, err := outputs(context.Background()); len(found) > 0 {
			t.Errorf("%s: %v, %v", name, found, err)
		}
		l.Close()
	}
	l, err := net.Listen("unix", filepath.Join(t.TempDir(), "w")) // never answers
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	t.Setenv("WAYLAND_DISPLAY", l.Addr().String())
	start := time.Now()
	if _, err := outputs(context.Background()); err == nil || time.Since(start) > 5*time.Second {
		t.Errorf("%v after %v", err, time.Since(start))
	}
}
