package launch

import (
	"bytes"
	"context"
	"image/color"
	"testing"

	"ticketpp/internal/capture"
	"ticketpp/internal/drafts"
	"ticketpp/internal/ticket"
)

// one is a capture of one screen in one colour.
func one(c color.Color) func(context.Context, window) ([]capture.Shot, error) {
	return func(context.Context, window) ([]capture.Shot, error) {
		return []capture.Shot{{Image: solid(c), Chosen: true}}, nil
	}
}

// The window appears with the preview; the picture is written meanwhile, and
// then the draft is the window's.
func TestTheWindowAppearsBeforeThePictureIsWritten(t *testing.T) {
	l, _ := launcher(t, "looks")
	dir := t.TempDir()
	store, err := drafts.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	l.Drafts, l.shoot = store, one(color.White)
	l.Window.Args = []string{"--data", dir}
	var said bytes.Buffer
	l.Window.Stderr = &said
	if _, got, err := l.New(t.Context()); got != Closed || err != nil {
		t.Fatalf("got %v, %v", got, err)
	}
	if want := "taken\n[preview-1.png]\ncaptured\n[preview-1.png shot-1.png]\n"; said.String() != want {
		t.Errorf("the window was told and saw %q, want %q", said.String(), want)
	}
}

// A window that never says that it is ready must not cost the picture.
func TestThePictureIsWrittenWhateverTheWindowDoes(t *testing.T) {
	for _, play := range []string{"dies at once", "no opengl", "crashes", "closes"} {
		l, store := launcher(t, play)
		l.shoot = one(color.White)
		id, _, _ := l.New(t.Context())
		d, err := store.Resume(id)
		if err != nil {
			t.Fatalf("%s: %v", play, err)
		}
		if s := d.Ticket().Screenshots; len(s) != 1 || s[0].Size == 0 {
			t.Errorf("%s: the draft has %+v", play, s)
		}
		d.Close()
	}
}

// What was captured before the screen had settled is captured again, and
// nothing of the first time is left.
func TestAScreenThatChangedIsCapturedAgain(t *testing.T) {
	for name, open := range map[string]func(Launcher) (string, error){
		"in a window": func(l Launcher) (string, error) {
			id, _, err := l.New(t.Context())
			return id, err
		},
		"in the browser": func(l Launcher) (string, error) {
			id, _, err := l.Capture(t.Context())
			return id, err
		},
	} {
		t.Run(name, func(t *testing.T) {
			l, store := launcher(t, "closes")
			l.menuGone = func(context.Context) func() bool { return func() bool { return false } }
			times := 0
			l.shoot = func(context.Context, window) ([]capture.Shot, error) {
				times++
				c := color.RGBA{R: uint8(times), A: 0xff}
				return []capture.Shot{{Image: solid(c), Chosen: true, Cursor: &capture.Cursor{Image: solid(c)}}}, nil
			}
			id, err := open(l)
			if err != nil || times != 2 {
				t.Fatalf("captured %d times, %v", times, err)
			}
			d, err := store.Resume(id)
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			s := d.Ticket().Screenshots
			if len(s) != 1 || s[0].File != "shot-1.png" || s[0].Pointer == nil {
				t.Fatalf("the draft has %+v", s)
			}
			if got := color.RGBAModel.Convert(stored(t, d, s[0].File).At(5, 5)); got != (color.RGBA{R: 2, A: 0xff}) {
				t.Errorf("the picture is that of the first time: %v", got)
			}
		})
	}
}

// A picture that cannot be written costs the picture, and the form is told.
func TestAPictureThatCannotBeWritten(t *testing.T) {
	l, store := launcher(t, "closes")
	l.shoot = one(color.White)
	d, err := store.Create(ticket.Ticket{})
	if err != nil {
		t.Fatal(err)
	}
	got := l.fill(t.Context(), d, window{}, func() bool { return true })
	if err := d.Close(); err != nil { // so that it cannot
		t.Fatal(err)
	}
	if why := l.write(d, got); why != "lost" {
		t.Errorf("it says %q", why)
	}
}
