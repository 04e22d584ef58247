//go:build desktop

package capture

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/draw"
	"strings"
	"syscall"
	"testing"
	"time"

	"ticketpp/internal/capture"
	"ticketpp/internal/workstation"
	"ticketpp/test/xserver"
)

// TestChosenDisplay: the one with the pointer; where the pointer is on none,
// the one with most of the window in front; where neither is known, all.
func TestChosenDisplay(t *testing.T) {
	xserver.Start(t, "-screen", "0", "1600x900x24")
	xserver.Run(t, "xrandr", "--setmonitor", "left", "640/160x480/120+0+100", "screen")
	xserver.Run(t, "xrandr", "--setmonitor", "*right", "800/200x600/150+640+0", "none")
	x := xserver.Connect(t)
	x.Paint(t, 0)
	x.Cursor(t)
	outside := image.Pt(1590, 890)
	for name, c := range map[string]struct {
		pointer image.Point
		front   image.Rectangle
		chosen  [2]bool // right, left
		fronts  [2]image.Rectangle
	}{
		"pointer":              {image.Pt(10, 110), image.Rect(700, 50, 900, 300), [2]bool{false, true}, [2]image.Rectangle{image.Rect(60, 50, 260, 300), {}}},
		"window on both":       {outside, image.Rect(500, 200, 900, 300), [2]bool{true, false}, [2]image.Rectangle{image.Rect(0, 200, 260, 300), image.Rect(500, 100, 640, 200)}},
		"neither":              {outside, image.Rectangle{}, [2]bool{true, true}, [2]image.Rectangle{}},
		"window beyond it all": {outside, image.Rect(-500, -500, 0, 0), [2]bool{true, true}, [2]image.Rectangle{}},
	} {
		x.Pointer(t, 0, c.pointer.X, c.pointer.Y)
		for by, capturer := range map[string]capture.Capturer{
			"New": capture.New(capture.Options{Front: c.front}), "X11": capture.NewX11(capture.Options{Front: c.front}),
		} {
			shots, err := capturer.Capture(context.Background())
			if err != nil || len(shots) != 2 {
				t.Fatalf("%s by %s: %d shots, %v", name, by, len(shots), err)
			}
			for i, s := range shots {
				if s.Chosen != c.chosen[i] || s.Front != c.fronts[i] || (s.Cursor != nil) != s.Pointer {
					t.Errorf("%s by %s: shot %d is chosen: %v, front %v, pointer %v with picture %v", name, by, i, s.Chosen, s.Front, s.Pointer, s.Cursor != nil)
				}
				painted(t, s.Image, s.Bounds.Min) // the pointer is not in it
			}
		}
	}
}

// TestPointerIsKeptBesideThePicture: laid over it, it gives the same as a
// capture that draws it; also on an X screen that is not the first, and where
// part of it lies beyond the edge.
func TestPointerIsKeptBesideThePicture(t *testing.T) {
	xserver.Start(t, "-screen", "0", "640x480x24", "-screen", "1", "400x300x24")
	x := xserver.Connect(t)
	x.Paint(t, 0)
	x.Paint(t, 1)
	x.Cursor(t)
	for _, c := range []struct{ screen, x, y int }{{0, 320, 240}, {0, 639, 479}, {0, 0, 0}, {1, 50, 60}} {
		x.Pointer(t, c.screen, c.x, c.y)
		kept, err := capture.New(capture.Options{}).Capture(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		drawn, err := capture.New(capture.Options{DrawPointer: true}).Capture(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		s := kept[c.screen]
		if s.Cursor == nil || kept[1-c.screen].Cursor != nil {
			t.Fatalf("at %v: the pointer is not on its display alone", c)
		}
		if at := image.Pt(c.x, c.y); !at.In(s.Cursor.Image.Rect.Add(s.Cursor.At).Inset(-2)) {
			t.Errorf("at %v: its picture lies at %v", c, s.Cursor.At)
		}
		painted(t, s.Image, image.Point{})
		draw.Draw(s.Image, s.Cursor.Image.Rect.Add(s.Cursor.At), s.Cursor.Image, image.Point{}, draw.Over)
		if !bytes.Equal(s.Image.Pix, drawn[c.screen].Image.Pix) {
			t.Errorf("at %v: it is not the pointer that a capture draws", c)
		}
	}
}

// TestMonitorBeyondTheScreen: a monitor whose corner is left of and above the
// X screen shows the part that there is.
func TestMonitorBeyondTheScreen(t *testing.T) {
	xserver.Start(t, "-screen", "0", "1000x700x24")
	xserver.Run(t, "xrandr", "--setmonitor", "*beyond", "400/100x300/75+-100+-50", "screen")
	xserver.Run(t, "xrandr", "--setmonitor", "right", "800/200x900/225+500+100", "none") // and one larger than what is left
	xserver.Run(t, "xrandr", "--setmonitor", "nowhere", "400/100x300/75+2000+0", "none")
	x := xserver.Connect(t)
	x.Paint(t, 0)
	x.Pointer(t, 0, 20, 30)
	beyond, right := image.Rect(0, 0, 300, 250), image.Rect(500, 100, 1000, 700)
	conform(t, capture.New(capture.Options{}), []place{{beyond, beyond.Min}, {right, right.Min}}, 0)
}

// TestOneDisplayThatFails: an X screen with a palette cannot be read. The
// others are kept, each under its own number, and the error says which it was.
func TestOneDisplayThatFails(t *testing.T) {
	xserver.Start(t, "-screen", "0", "640x480x24", "-screen", "1", "320x240x8", "-screen", "2", "400x300x24")
	x := xserver.Connect(t)
	x.Paint(t, 0)
	x.Paint(t, 2)
	x.Pointer(t, 2, 20, 30)
	shots, err := capture.New(capture.Options{}).Capture(context.Background())
	if err == nil || !strings.Contains(err.Error(), "display 1: ") {
		t.Errorf("the failed display is not named: %v", err)
	}
	if len(shots) != 2 || shots[0].Display != 0 || shots[1].Display != 2 || shots[1].Bounds != image.Rect(960, 0, 1360, 300) || !shots[1].Chosen || shots[0].Chosen {
		t.Fatalf("got %+v", shots)
	}
	painted(t, shots[0].Image, image.Point{})
	painted(t, shots[1].Image, image.Point{})
}

// TestServerThatHangs: it holds up neither the capture nor what comes before
// it, and the reason is the right one.
func TestServerThatHangs(t *testing.T) {
	_, server := xserver.StartProcess(t, "-screen", "0", "640x480x24")
	if err := server.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Signal(syscall.SIGCONT) })
	start := time.Now()
	if title, frame := workstation.Foreground(context.Background()); title != "" || !frame.Empty() {
		t.Errorf("the window in front is %q at %v", title, frame)
	}
	new(capture.Menu).Gone(context.Background())()
	shots, err := capture.New(capture.Options{}).Capture(context.Background())
	if len(shots) > 0 || !errors.Is(err, capture.ErrTimeout) || capture.Reason(err) != "timeout" {
		t.Errorf("%d shots, %v; want ErrTimeout", len(shots), err)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}
