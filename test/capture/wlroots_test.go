//go:build desktop

package capture

import (
	"encoding/json"
	"image"
	"image/draw"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"ticketpp/test/wlroots"
	"ticketpp/test/xserver"
)

// captured is what `trayapp capture --json` says of a picture.
type captured struct {
	File                         string
	Display, X, Y, Width, Height int
	Pointer, Chosen              bool
	Front                        struct{ X, Y, Width, Height int }
	picture                      *image.RGBA
}

func (c captured) bounds() image.Rectangle {
	return image.Rect(c.X, c.Y, c.X+c.Width, c.Y+c.Height)
}

// wayland is a session and the program in it.
type wayland struct {
	*wlroots.Session
	program string
}

func startWayland(t *testing.T, outputs ...wlroots.Output) wayland {
	t.Helper()
	bin := os.Getenv("TRAYAPP_BIN")
	if bin == "" {
		t.Fatal("TRAYAPP_BIN is not set: run by `make test-desktop`, or set it to the folder with trayapp")
	}
	s := wlroots.Start(t, outputs...)
	return wayland{s, s.Install(t, filepath.Join(bin, "trayapp"))}
}

// capture runs the program; where it fails, its last words are returned.
func (w wayland) capture(t *testing.T, args ...string) (shots []captured, failure string) {
	t.Helper()
	var stderr strings.Builder
	cmd := w.Command(t.Context(), w.program, append([]string{"--data", "data", "--json", "capture", "--out", "out"}, args...)...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, stderr.String()
	}
	if err := json.Unmarshal(out, &shots); err != nil {
		t.Fatalf("%v in %q", err, out)
	}
	for i := range shots {
		shots[i].picture = w.read(t, shots[i].File)
	}
	return shots, ""
}

func (w wayland) read(t *testing.T, name string) *image.RGBA {
	t.Helper()
	f, err := os.Open(filepath.Join(w.Dir, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	rgba := image.NewRGBA(img.Bounds())
	draw.Draw(rgba, rgba.Rect, img, img.Bounds().Min, draw.Src)
	return rgba
}

// await captures until every display shows what sway was told to put there.
func (w wayland) await(t *testing.T, until func([]captured) bool) []captured {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; {
		shots, failure := w.capture(t)
		if failure == "" && until(shots) {
			return shots
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d shots, %q", len(shots), failure)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// covered reports whether every picture holds its pattern at its last pixel.
func covered(shots []captured) bool {
	for _, s := range shots {
		r, g, b := xserver.Pattern(s.Width-1, s.Height-1)
		if p := s.picture.RGBAAt(s.Width-1, s.Height-1); p.R != r || p.G != g || p.B != b {
			return false
		}
	}
	return true
}

// TestWlroots: the real portal of a real compositor, two displays of different
// sizes, one of them left of the origin. Each is its own picture, every pixel
// as it is, and nothing of the portal's own picture stays behind.
func TestWlroots(t *testing.T) {
	w := startWayland(t, wlroots.Output{Width: 1280, Height: 720}, wlroots.Output{Width: 800, Height: 601, X: -800, Y: 100})
	w.Portal(t, "")
	shots := w.await(t, covered)
	want := []image.Rectangle{image.Rect(0, 0, 1280, 720), image.Rect(-800, 100, 0, 701)}
	if len(shots) != len(want) {
		t.Fatalf("%d shots, want %d", len(shots), len(want))
	}
	for i, s := range shots {
		if s.Display != i+1 || s.bounds() != want[i] || s.Pointer || !s.Chosen {
			t.Errorf("got %+v, want it at %v", s, want[i])
		}
		painted(t, s.picture, image.Point{})
	}
	left, err := filepath.Glob(filepath.Join(w.Dir, "*", "*.png"))
	pictures, _ := filepath.Glob(filepath.Join(w.Dir, "*.png"))
	if err != nil || len(left) != len(shots) || len(pictures) != len(shots) {
		t.Errorf("the portal's pictures stay behind: %v, %v", left, pictures)
	}
}

// TestWlrootsScaling: a display at 200 % beside one at 100 %. The portal gives
// both at 200 %; what is kept are the pixels that each display has.
func TestWlrootsScaling(t *testing.T) {
	w := startWayland(t, wlroots.Output{Width: 1280, Height: 720, Scale: 2}, wlroots.Output{Width: 800, Height: 600, X: 640})
	w.Portal(t, "")
	shots := w.await(t, func(shots []captured) bool { return len(shots) == 2 && covered(shots[:1]) })
	if shots[0].bounds() != image.Rect(0, 0, 1280, 720) || shots[1].bounds() != image.Rect(1280, 0, 2080, 600) {
		t.Fatalf("the displays are at %v and %v", shots[0].bounds(), shots[1].bounds())
	}
	painted(t, shots[0].picture, image.Point{})
	// The second was enlarged by grim and is brought back: nearly its pixels.
	want, off := xserver.Picture(800, 600), 0
	for i, v := range shots[1].picture.Pix {
		if d := int(v) - int(want.Pix[i]); d > 48 || d < -48 {
			off++
		}
	}
	if off > len(want.Pix)/20 {
		t.Errorf("%d of %d values of the coarser display are off", off, len(want.Pix))
	}
}

// TestWlrootsWindowInFront: sway tells which window that is.
func TestWlrootsWindowInFront(t *testing.T) {
	w := startWayland(t, wlroots.Output{Width: 1280, Height: 720}, wlroots.Output{Width: 800, Height: 600, X: 1280})
	w.Portal(t, "")
	window := w.Command(t.Context(), "foot", "--config=/dev/null", "sleep", "600")
	if err := window.Start(); err != nil {
		t.Fatalf("%v (Debian's package foot)", err)
	}
	t.Cleanup(func() { _ = window.Process.Kill(); _ = window.Wait() })
	shots := w.await(t, func(shots []captured) bool {
		return len(shots) == 2 && shots[0].Front.Width+shots[1].Front.Width > 0
	})
	if !shots[0].Chosen || shots[1].Chosen || shots[1].Front.Width != 0 {
		t.Errorf("the display with the window is not the chosen one: %+v", shots)
	}
	if f := shots[0].Front; f.X != 0 || f.Y != 0 || f.Width != 1280 || f.Height != 720 { // alone it fills the display
		t.Errorf("the window is at %+v", f)
	}
}

// TestWlrootsPortalWithoutItsProgram: the back end calls grim. Where that is
// missing it says no, or names a file that is not there; neither may hang.
func TestWlrootsPortalWithoutItsProgram(t *testing.T) {
	w := startWayland(t, wlroots.Output{Width: 640, Height: 480})
	empty := filepath.Join(w.Dir, "bin")
	if err := os.Mkdir(empty, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, program := range []string{"pipewire", "sh"} {
		path, err := exec.LookPath(program)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(path, filepath.Join(empty, program)); err != nil {
			t.Fatal(err)
		}
	}
	w.Portal(t, empty)
	if shots, failure := w.capture(t); failure == "" {
		t.Errorf("%d shots", len(shots))
	} else if !strings.Contains(failure, "no picture: ") {
		t.Errorf("it says %q", failure)
	}
}

// TestWlrootsPortalThatDies: a back end that stops answering, and then ends,
// while it is asked.
func TestWlrootsPortalThatDies(t *testing.T) {
	w := startWayland(t, wlroots.Output{Width: 640, Height: 480})
	backEnd := w.Portal(t, "")
	w.await(t, covered)
	if err := backEnd.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	asked := make(chan string, 1)
	go func() {
		_, failure := w.capture(t)
		asked <- failure
	}()
	select {
	case failure := <-asked:
		t.Fatalf("a portal that does not answer gave %q", failure)
	case <-time.After(time.Second): // it waits, as for a user who is asked
	}
	if err := backEnd.Kill(); err != nil {
		t.Fatal(err)
	}
	select {
	case failure := <-asked:
		if !strings.Contains(failure, "no picture: ") {
			t.Errorf("it says %q", failure)
		}
	case <-time.After(20 * time.Second):
		t.Error("it waits for a portal that is gone")
	}
}

// TestWlrootsWithoutAPortal: said at once.
func TestWlrootsWithoutAPortal(t *testing.T) {
	w := startWayland(t, wlroots.Output{Width: 640, Height: 480})
	if _, failure := w.capture(t); !strings.Contains(failure, "no picture: this desktop has no portal") {
		t.Errorf("it says %q", failure)
	}
}
