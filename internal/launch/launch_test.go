package launch

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ticketpp/internal/capture"
	"ticketpp/internal/drafts"
	"ticketpp/internal/ticket"
	"ticketpp/test/scene"
)

// fakeWindow makes the test's own program play the window program.
const fakeWindow = "TICKETPP_FAKE_WINDOW"

func TestMain(m *testing.M) {
	if play := os.Getenv(fakeWindow); play != "" {
		os.Exit(playWindow(play))
	}
	os.Exit(m.Run())
}

// playWindow waits for the word that the pictures are there, as the real
// window does, and then does what the test wants.
func playWindow(play string) int {
	if play == "dies at once" {
		return 3
	}
	if play == "dies once" {
		if f, err := os.OpenFile(flagOf("--data"), os.O_CREATE|os.O_EXCL, 0o600); err == nil {
			f.Close()
			return 3
		}
	}
	if self, _ := os.Executable(); play == "no opengl" || play == "needs software" && filepath.Base(filepath.Dir(self)) != softwareFolder {
		return StatusNoOpenGL
	}
	agent := bufio.NewReader(os.Stdin)
	word, _ := agent.ReadString('\n')
	if slices.Contains(os.Args, "--wait") {
		if word == "" {
			fmt.Fprint(os.Stderr, "nobody wants a form")
			return StatusClosed
		}
		fmt.Fprint(os.Stderr, "waited for: "+word)
		word, _ = agent.ReadString('\n')
	}
	if play == "hangs" {
		select {}
	}
	if play == "tells the word" {
		fmt.Fprint(os.Stderr, word)
	}
	if play == "looks" && word == "taken\n" {
		fmt.Fprint(os.Stderr, word, filesOf(flagOf("--data"), flagOf("--draft")), "\n")
		fmt.Println("ready test")
		word, _ = agent.ReadString('\n')
		fmt.Fprint(os.Stderr, word, filesOf(flagOf("--data"), flagOf("--draft")), "\n")
	}
	fmt.Println("ready test")
	switch play {
	case "is raised":
		if word, _ = agent.ReadString('\n'); word != "raise\n" {
			return 2
		}
		fmt.Println("handed")
		return StatusSent
	case "sends":
		return StatusSent
	case "crashes":
		return 2
	}
	return StatusClosed
}

// flagOf is the value of a flag with which the window program was started.
func flagOf(name string) string {
	if i := slices.Index(os.Args, name); i >= 0 && i+1 < len(os.Args) {
		return os.Args[i+1]
	}
	return ""
}

// filesOf names a draft's pictures.
func filesOf(data, draft string) []string {
	var names []string
	all, _ := filepath.Glob(filepath.Join(data, "drafts", draft, "*.png"))
	for _, one := range all {
		names = append(names, filepath.Base(one))
	}
	return names
}

func launcher(t *testing.T, play string) (Launcher, *drafts.Store) {
	t.Helper()
	t.Setenv(fakeWindow, play)
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	store, err := drafts.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return Launcher{
		Drafts: store, Version: "test", Draft: ticket.Ticket{Helpdesk: "h"},
		Window:  Window{Program: self, Patience: 5 * time.Second},
		screens: func(context.Context) (string, error) { return "one, although there is no picture of it", nil },
	}, store
}

func TestEveryEndOfAWindowHasItsResult(t *testing.T) {
	for play, want := range map[string]Result{
		"closes": Closed, "sends": Sent, "crashes": Crashed, "dies at once": NoWindow, "no opengl": NoWindow,
	} {
		t.Run(play, func(t *testing.T) {
			l, store := launcher(t, play)
			shown := false
			l.Window.Shown = func(func()) { shown = true }
			id, got, err := l.New(t.Context())
			if got != want {
				t.Fatalf("got %v (%v), want %v", got, err, want)
			}
			if (err != nil) != (want == Crashed || want == NoWindow) {
				t.Errorf("error %v", err)
			}
			if shown != (want != NoWindow) {
				t.Errorf("shown: %v", shown)
			}
			if play == "no opengl" && !errors.Is(err, ErrNoOpenGL) {
				t.Errorf("error %v", err)
			}
			left, err := store.Left()
			if err != nil || len(left) != 1 || left[0].ID != id {
				t.Errorf("the draft is not offered again: %v, %v", left, err)
			}
		})
	}
}

func TestAnOpenWindowIsRaisedAndSaysThatItHandedOver(t *testing.T) {
	l, _ := launcher(t, "is raised")
	handed := false
	l.Window.Shown = func(raise func()) { raise() }
	l.Window.Handed = func() { handed = true }
	if _, got, err := l.New(t.Context()); got != Sent || err != nil {
		t.Fatalf("got %v, %v", got, err)
	}
	if !handed {
		t.Error("the window's word was not heard")
	}
}

func TestWindowThatHangsIsEndedAndTheDraftKept(t *testing.T) {
	l, store := launcher(t, "hangs")
	l.Window.Patience = 50 * time.Millisecond
	_, got, err := l.New(t.Context())
	if got != NoWindow || !errors.Is(err, ErrNotReady) {
		t.Errorf("got %v, %v", got, err)
	}
	if left, _ := store.Left(); len(left) != 1 {
		t.Errorf("the draft is gone")
	}
}

func TestMissingWindowProgramIsNoWindow(t *testing.T) {
	l, store := launcher(t, "closes")
	l.Window.Program = "/no/such/program"
	if _, got, err := l.New(t.Context()); got != NoWindow || err == nil {
		t.Errorf("got %v, %v", got, err)
	}
	if left, _ := store.Left(); len(left) != 1 {
		t.Errorf("the draft is gone")
	}
}

// Without a display the ticket opens without a picture, and the form hears why.
func TestNoPictureIsSaidAndCostsNothing(t *testing.T) {
	l, store := launcher(t, "tells the word")
	var said bytes.Buffer
	l.Window.Stderr = &said
	_, got, err := l.New(t.Context())
	if got != Closed || err != nil {
		t.Fatalf("got %v, %v", got, err)
	}
	if said.String() != "captured no-display\n" {
		t.Errorf("the window heard %q", said.String())
	}
	left, _ := store.Left()
	d, err := store.Resume(left[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	tk := d.Ticket()
	if len(tk.Screenshots) != 0 || len(tk.Facts) == 0 || tk.Helpdesk != "h" {
		t.Errorf("the draft is %+v", tk)
	}
}

func TestResumeOpensTheDraftThatIsThere(t *testing.T) {
	l, store := launcher(t, "closes")
	d, err := store.Create(ticket.Ticket{Subject: "Mandato 1532"})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if got, err := l.Resume(t.Context(), d.ID()); got != Closed || err != nil {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestEndOfTheAgentIsNoCrash(t *testing.T) {
	l, _ := launcher(t, "closes")
	ctx, cancel := context.WithCancel(t.Context())
	l.Window.Shown = func(func()) { cancel() }
	if _, got, _ := l.New(ctx); got == Crashed {
		t.Errorf("got %v", got)
	}
}

func solid(c color.Color) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, 640, 400))
	for i := range 400 {
		for j := range 640 {
			img.Set(j, i, c)
		}
	}
	return img
}

func TestShotsGoIntoTheDraftPixelByPixel(t *testing.T) {
	_, store := launcher(t, "closes")
	d, err := store.Create(ticket.Ticket{})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	pointer := image.NewRGBA(image.Rect(0, 0, 3, 2))
	pointer.SetRGBA(1, 1, color.RGBA{180, 0, 0, 180})
	shots := []capture.Shot{
		{Image: solid(color.RGBA{200, 10, 10, 255})},
		{
			Image: solid(color.RGBA{10, 200, 10, 255}), Pointer: true, Chosen: true, Front: image.Rect(5, 6, 70, 80),
			Cursor: &capture.Cursor{Image: pointer, At: image.Pt(-1, 390)},
		},
	}
	kept, err := AddShots(d, shots)
	if err != nil || len(kept) != 2 {
		t.Fatal(kept, err)
	}
	if kept[0].Included || !kept[1].Included {
		t.Errorf("the screen that was chosen is the one that goes: %+v", kept)
	}
	if kept[0].Pointer != nil || !kept[0].Front.Empty() || kept[1].Front != shots[1].Front {
		t.Errorf("the window in front: %+v", kept)
	}
	if p := kept[1].Pointer; p == nil || p.At != image.Pt(-1, 390) || p.Shown {
		t.Errorf("the pointer: %+v", p)
	} else if got := stored(t, d, p.File); got.Bounds() != pointer.Rect || color.RGBAModel.Convert(got.At(1, 1)) != pointer.At(1, 1) {
		t.Errorf("the pointer's picture is %v, %v", got.Bounds(), got.At(1, 1))
	}
	for i, k := range kept {
		got := stored(t, d, k.File)
		if r, size, err := d.Open(k.File); err != nil || size != k.Size || k.Width != 640 || k.Height != 400 {
			t.Fatalf("%+v: %v, %d bytes", k, err, size)
		} else {
			r.Close()
		}
		for _, at := range []image.Point{{0, 0}, {639, 399}, {320, 7}} {
			if color.RGBAModel.Convert(got.At(at.X, at.Y)) != shots[i].Image.At(at.X, at.Y) {
				t.Errorf("pixel %v of shot %d is %v", at, i, got.At(at.X, at.Y))
			}
		}
		if p, _, err := d.Open(k.Preview); err != nil {
			t.Error(err)
		} else {
			small, err := png.DecodeConfig(p)
			p.Close()
			if err != nil || small.Width > previewWidth || small.Height > previewHeight {
				t.Errorf("the preview is %d×%d, %v", small.Width, small.Height, err)
			}
		}
	}
}

// stored reads a picture back from the draft.
func stored(t *testing.T, d *drafts.Draft, file string) image.Image {
	t.Helper()
	r, _, err := d.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	img, err := png.Decode(r)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func TestPicturesNeverTakeAnothersName(t *testing.T) {
	_, store := launcher(t, "closes")
	d, err := store.Create(ticket.Ticket{})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	shots := []capture.Shot{{Image: solid(color.White)}, {Image: solid(color.Black)}}
	seen := map[string]bool{}
	for range 2 { // the ticket that is saved names none of them, as while the form is at work
		kept, err := AddShots(d, shots)
		if err != nil || len(kept) != 2 {
			t.Fatal(kept, err)
		}
		for _, k := range kept {
			if seen[k.File] || seen[k.Preview] {
				t.Errorf("%s or %s was taken", k.File, k.Preview)
			}
			seen[k.File], seen[k.Preview] = true, true
		}
	}
}

func TestOnlyPicturesAreTakenForPictures(t *testing.T) {
	_, store := launcher(t, "closes")
	d, err := store.Create(ticket.Ticket{})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, err := AddPicture(d, strings.NewReader("not a picture")); err == nil {
		t.Error("a text was taken for a picture")
	}
	var good bytes.Buffer
	if err := png.Encode(&good, solid(color.White)); err != nil {
		t.Fatal(err)
	}
	// A picture whose header promises a memory full of pixels.
	huge := bytes.Clone(good.Bytes())
	copy(huge[16:24], []byte{0, 1, 0, 0, 0, 1, 0, 0})
	if _, err := AddPicture(d, bytes.NewReader(huge)); err == nil {
		t.Error("a huge picture was taken")
	}
	if s, err := AddPicture(d, bytes.NewReader(good.Bytes())); err != nil || !s.Included || s.Size == 0 {
		t.Errorf("got %+v, %v", s, err)
	}
}

func TestAScreenIsMadeSmallOnceThereIsTime(t *testing.T) {
	store, err := drafts.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	d, err := store.Create(ticket.Ticket{})
	if err != nil {
		t.Fatal(err)
	}
	img := scene.Desktop(800, 600)
	kept, err := AddShots(d, []capture.Shot{{Image: img, Bounds: img.Rect, Chosen: true}})
	if err != nil {
		t.Fatal(err)
	}
	size, err := Tighten(d, kept[0])
	if err != nil || size >= kept[0].Size {
		t.Fatalf("from %d to %d bytes, %v", kept[0].Size, size, err)
	}
	r, stored, err := d.Open(kept[0].File)
	if err != nil || stored != size {
		t.Fatalf("stored %d, said %d, %v", stored, size, err)
	}
	defer r.Close()
	back, err := png.Decode(r)
	if err != nil {
		t.Fatal(err)
	}
	for y := range 600 {
		for x := range 800 {
			if got := color.RGBAModel.Convert(back.At(x, y)); got != img.RGBAAt(x, y) {
				t.Fatalf("pixel %d,%d: %v, want %v", x, y, got, img.RGBAAt(x, y))
			}
		}
	}
	kept[0].Size = size
	if again, err := Tighten(d, kept[0]); err != nil || again != size {
		t.Errorf("again: %d, %v", again, err)
	}
}
