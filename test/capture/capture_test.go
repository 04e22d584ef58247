//go:build desktop

// Package capture runs the conformance suite of the capturers on X servers of
// its own: whoever says that he captures must give every pixel as it is.
package capture

import (
	"context"
	"errors"
	"image"
	"image/color"
	"slices"
	"testing"
	"time"

	"github.com/jezek/xgb/xproto"

	"ticketpp/internal/capture"
	"ticketpp/test/xserver"
)

// place is a display that the suite expects: where it is on the desktop, and
// at which of its X screen's pixels it begins.
type place struct {
	bounds image.Rectangle
	from   image.Point
}

// conform holds a capturer to its promises: these displays in this order, each
// its own picture, every pixel as painted, and the pointer on one of them.
func conform(t *testing.T, c capture.Capturer, want []place, pointer int) {
	t.Helper()
	shots, err := c.Capture(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(shots) != len(want) {
		t.Fatalf("%d shots, want %d", len(shots), len(want))
	}
	for i, s := range shots {
		if s.Display != i || s.Bounds != want[i].bounds {
			t.Errorf("shot %d is display %d at %v, want %v", i, s.Display, s.Bounds, want[i].bounds)
		}
		if s.Pointer != (i == pointer) {
			t.Errorf("shot %d says pointer: %v", i, s.Pointer)
		}
		if s.Image.Rect != image.Rect(0, 0, s.Bounds.Dx(), s.Bounds.Dy()) {
			t.Fatalf("shot %d measures %v for %v", i, s.Image.Rect, s.Bounds)
		}
		painted(t, s.Image, want[i].from)
	}
}

// painted compares a picture with the pattern that begins at from.
func painted(t *testing.T, img *image.RGBA, from image.Point) {
	t.Helper()
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			r, g, b := xserver.Pattern(x+from.X, y+from.Y)
			if got, want := img.RGBAAt(x, y), (color.RGBA{r, g, b, 255}); got != want {
				t.Fatalf("pixel %d,%d is %v, want %v", x, y, got, want)
			}
		}
	}
}

// capturers are all that must conform on X11.
func capturers(o capture.Options) map[string]capture.Capturer {
	return map[string]capture.Capturer{"New": capture.New(o), "X11": capture.NewX11(o), "library": capture.NewLibrary(o)}
}

func TestOneScreen(t *testing.T) {
	for name, args := range map[string][]string{
		"plain":           {"-screen", "0", "1000x601x24"},
		"without MIT-SHM": {"-screen", "0", "1000x601x24", "-extension", "MIT-SHM"},
		"without RandR":   {"-screen", "0", "1000x601x24", "-extension", "RANDR"},
	} {
		t.Run(name, func(t *testing.T) {
			xserver.Start(t, args...)
			x := xserver.Connect(t)
			x.Paint(t, 0)
			x.Pointer(t, 0, 500, 300)
			for name, c := range capturers(capture.Options{}) {
				if name == "library" && slices.Contains(args, "RANDR") {
					continue // it needs RandR for its list of displays
				}
				conform(t, c, []place{{image.Rect(0, 0, 1000, 601), image.Point{}}}, 0)
			}
		})
	}
}

func TestMonitors(t *testing.T) {
	xserver.Start(t, "-screen", "0", "1600x900x24")
	// two monitors side by side, of different sizes, and a third below, apart
	// from the others; the first is not the primary one
	xserver.Run(t, "xrandr", "--setmonitor", "left", "640/160x480/120+0+100", "screen")
	xserver.Run(t, "xrandr", "--setmonitor", "*right", "800/200x600/150+640+0", "none")
	xserver.Run(t, "xrandr", "--setmonitor", "below", "320/80x240/60+40+620", "none")
	x := xserver.Connect(t)
	x.Paint(t, 0)
	right, left, below := image.Rect(640, 0, 1440, 600), image.Rect(0, 100, 640, 580), image.Rect(40, 620, 360, 860)
	want := []place{{right, right.Min}, {left, left.Min}, {below, below.Min}}
	for pointer, at := range []image.Point{{700, 10}, {10, 110}, {50, 630}} {
		x.Pointer(t, 0, at.X, at.Y)
		conform(t, capture.New(capture.Options{}), want, pointer)
	}
	x.Pointer(t, 0, 1590, 890) // on none of them
	conform(t, capture.New(capture.Options{}), want, -1)
}

// TestLibraryOnMonitors: the library counts from its first monitor's corner.
func TestLibraryOnMonitors(t *testing.T) {
	xserver.Start(t, "-screen", "0", "1600x900x24")
	xserver.Run(t, "xrandr", "--setmonitor", "a", "640/160x480/120+0+0", "screen")
	xserver.Run(t, "xrandr", "--setmonitor", "b", "800/200x600/150+640+100", "none")
	x := xserver.Connect(t)
	x.Paint(t, 0)
	x.Pointer(t, 0, 700, 300)
	conform(t, capture.NewLibrary(capture.Options{}), []place{
		{image.Rect(0, 0, 640, 480), image.Point{}}, {image.Rect(640, 100, 1440, 700), image.Pt(640, 100)},
	}, 1)
}

func TestSeveralXScreens(t *testing.T) {
	display := xserver.Start(t, "-screen", "0", "640x480x24", "-screen", "1", "800x600x24")
	x := xserver.Connect(t)
	x.Paint(t, 0)
	x.Paint(t, 1)
	x.Pointer(t, 1, 20, 30)
	conform(t, capture.New(capture.Options{}), []place{{image.Rect(0, 0, 640, 480), image.Point{}}, {image.Rect(640, 0, 1440, 600), image.Point{}}}, 1)
	t.Setenv("DISPLAY", display+".1") // the program's own screen comes first
	conform(t, capture.New(capture.Options{}), []place{{image.Rect(0, 0, 800, 600), image.Point{}}, {image.Rect(800, 0, 1440, 480), image.Point{}}}, 0)
}

func TestDepths(t *testing.T) {
	for depth, c := range map[string]struct {
		pixel uint32
		want  color.RGBA
	}{
		"16": {0xf81f, color.RGBA{255, 0, 255, 255}},
		"30": {1023<<20 | 512<<10 | 4, color.RGBA{255, 128, 1, 255}},
	} {
		t.Run(depth, func(t *testing.T) {
			xserver.Start(t, "-screen", "0", "301x200x"+depth)
			xserver.Connect(t).Fill(t, 0, c.pixel)
			shots, err := capture.New(capture.Options{}).Capture(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			for y := range 200 {
				for x := range 301 {
					if got := shots[0].Image.RGBAAt(x, y); got != c.want {
						t.Fatalf("pixel %d,%d is %v, want %v", x, y, got, c.want)
					}
				}
			}
		})
	}
}

// TestPointerIsDrawn: only where asked, only around the place where it is.
func TestPointerIsDrawn(t *testing.T) {
	xserver.Start(t, "-screen", "0", "400x300x24")
	x := xserver.Connect(t)
	x.Paint(t, 0)
	x.Cursor(t)
	x.Pointer(t, 0, 200, 150)
	for name, c := range capturers(capture.Options{DrawPointer: true}) {
		shots, err := c.Capture(context.Background())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		near, changed := image.Rect(200-40, 150-40, 200+40, 150+40), 0
		for y := range 300 {
			for x := range 400 {
				r, g, b := xserver.Pattern(x, y)
				if shots[0].Image.RGBAAt(x, y) != (color.RGBA{r, g, b, 255}) {
					changed++
					if !image.Pt(x, y).In(near) {
						t.Fatalf("%s: pixel %d,%d changed", name, x, y)
					}
				}
			}
		}
		if changed < 50 {
			t.Errorf("%s: the pointer changed %d pixels", name, changed)
		}
	}
}

func TestMenuGone(t *testing.T) {
	xserver.Start(t, "-screen", "0", "400x300x24")
	x := xserver.Connect(t)
	took := func() time.Duration {
		start := time.Now()
		new(capture.Menu).Gone(context.Background())()
		return time.Since(start)
	}
	if !soon(took) {
		t.Error("without a menu it waits as for one")
	}
	for _, kind := range []string{"_NET_WM_WINDOW_TYPE_POPUP_MENU", "_NET_WM_WINDOW_TYPE_DROPDOWN_MENU", "_NET_WM_WINDOW_TYPE_MENU", "_NET_WM_WINDOW_TYPE_TOOLTIP"} {
		menu := x.Popup(t, kind)
		gone := make(chan time.Time, 1)
		time.AfterFunc(60*time.Millisecond, func() {
			xproto.UnmapWindow(x.Conn, menu)
			_, _ = xproto.GetInputFocus(x.Conn).Reply()
			gone <- time.Now()
		})
		settled := new(capture.Menu).Gone(context.Background())
		returned := time.Now()
		settled()
		if early := (<-gone).Sub(returned); early > 0 {
			t.Errorf("%s: returned %v before the menu went", kind, early)
		}
	}
	x.Popup(t, "_NET_WM_WINDOW_TYPE_NOTIFICATION")
	if !soon(took) {
		t.Error("a notification, which is no menu, holds it up")
	}
	x.Popup(t, "_NET_WM_WINDOW_TYPE_POPUP_MENU") // and hangs
	if d := took(); d < 250*time.Millisecond || d > 2*time.Second {
		t.Errorf("a menu that stays held it up for %v", d)
	}
}

// soon reports whether took is below MenuGone's patience at one of several
// times: a busy machine may be late at some.
func soon(took func() time.Duration) bool {
	for range 10 {
		if took() < 250*time.Millisecond {
			return true
		}
	}
	return false
}

// TestScreenIsPaintedAgain: a program needs a moment to paint what the menu
// covered, and a film never rests.
func TestScreenIsPaintedAgain(t *testing.T) {
	xserver.Start(t, "-screen", "0", "400x300x24")
	x := xserver.Connect(t)
	// paint changes the screen n times and returns when it did so last.
	paint := func(n int) time.Time {
		at := time.Now()
		for i := range n {
			time.Sleep(5 * time.Millisecond)
			xproto.ClearArea(x.Conn, false, x.Setup.Roots[0].Root, int16(i), 0, 50, 50)
			_, _ = xproto.GetInputFocus(x.Conn).Reply()
			at = time.Now()
		}
		return at
	}
	waited := false
	for range 20 { // a busy machine may paint so late that the screen seems at rest
		last := make(chan time.Time, 1)
		go func() { last <- paint(8) }()
		new(capture.Menu).Gone(context.Background())()
		returned := time.Now()
		if waited = returned.After(<-last); waited {
			break
		}
	}
	if !waited {
		t.Error("it does not wait for what is being painted")
	}
	if !soon(func() time.Duration {
		ended := make(chan time.Time, 1)
		go func() { ended <- paint(60) }()
		start := time.Now()
		new(capture.Menu).Gone(context.Background())()
		took := time.Since(start)
		<-ended
		return took
	}) {
		t.Error("it waits for the end of a film")
	}
}

// TestWhatWasCapturedTooEarlyIsSaid: the picture is taken while the screen
// settles, and holds unless something changed after all.
func TestWhatWasCapturedTooEarlyIsSaid(t *testing.T) {
	xserver.Start(t, "-screen", "0", "400x300x24")
	x := xserver.Connect(t)
	paint := func(n int) {
		xproto.ClearArea(x.Conn, false, x.Setup.Roots[0].Root, int16(n), 0, 50, 50)
		_, _ = xproto.GetInputFocus(x.Conn).Reply()
	}
	if settled := new(capture.Menu).Gone(context.Background()); !settled() {
		t.Error("a screen at rest has changed")
	}
	said := 0
	for n := range 20 { // the machine may be so slow that the wait is over before
		settled := new(capture.Menu).Gone(context.Background())
		paint(n)
		if !settled() {
			said++
		}
	}
	if said < 10 {
		t.Errorf("of 20 changes %d were said", said)
	}
}

func TestCancelled(t *testing.T) {
	xserver.Start(t, "-screen", "0", "400x300x24")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for name, c := range capturers(capture.Options{}) {
		if shots, err := c.Capture(ctx); err == nil || len(shots) > 0 {
			t.Errorf("%s: %d shots, %v", name, len(shots), err)
		}
	}
}

func TestServerThatDies(t *testing.T) {
	t.Setenv("DISPLAY", ":9999")
	if _, err := capture.New(capture.Options{}).Capture(context.Background()); !errors.Is(err, capture.ErrNoDisplay) {
		t.Errorf("got %v, want ErrNoDisplay", err)
	}
}

// BenchmarkCapture compares our way on X11 with the library's.
func BenchmarkCapture(b *testing.B) {
	for _, size := range []string{"1920x1080x24", "3840x2160x24"} {
		xserver.Start(b, "-screen", "0", size)
		xserver.Connect(b).Paint(b, 0)
		for name, c := range map[string]capture.Capturer{"X11": capture.NewX11(capture.Options{}), "library": capture.NewLibrary(capture.Options{})} {
			b.Run(size+"/"+name, func(b *testing.B) {
				for b.Loop() {
					if _, err := c.Capture(context.Background()); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
