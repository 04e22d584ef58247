package shots

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math/rand/v2"
	"testing"

	"ticketpp/internal/drafts"
	"ticketpp/internal/markup"
	"ticketpp/internal/ticket"
)

// folder is a draft with one screenshot, taken from img.
func folder(t *testing.T, img image.Image) (*drafts.Draft, ticket.Screenshot) {
	t.Helper()
	store, err := drafts.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	d, err := store.Create(ticket.Ticket{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	n := add(t, d, "shot-1.png", img)
	b := img.Bounds()
	return d, ticket.Screenshot{File: "shot-1.png", Preview: "preview-1.png", Width: b.Dx(), Height: b.Dy(), Size: n, Included: true}
}

func add(t *testing.T, d *drafts.Draft, name string, img image.Image) int64 {
	t.Helper()
	n, err := d.AddFrom(name, func(w io.Writer) error { return png.Encode(w, img) })
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// noise is a picture of which no part is like another.
func noise(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	r := rand.NewChaCha8([32]byte{1})
	_, _ = r.Read(img.Pix)
	for i := 3; i < len(img.Pix); i += 4 {
		img.Pix[i] = 255
	}
	return img
}

func marks(t *testing.T, d markup.Drawing) []byte {
	t.Helper()
	data, err := d.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func open(t *testing.T, d *drafts.Draft, file string) ([]byte, *image.RGBA) {
	t.Helper()
	r, _, err := d.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	out := image.NewRGBA(img.Bounds())
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Src)
	return data, out
}

func TestMarksAreDrawnForGood(t *testing.T) {
	img := noise(640, 400)
	d, s := folder(t, img)
	secret := image.Rect(100, 100, 300, 200)
	s.Marks = marks(t, markup.Drawing{}.SetCrop(image.Rect(50, 50, 550, 350)).
		Add(markup.Shape{Kind: markup.Redact, Points: markup.Points{secret.Min, secret.Max}}))
	s.Stale, s.Smaller = true, true
	out, err := Drawn(d, s)
	if err != nil {
		t.Fatal(err)
	}
	if out.Original != "shot-1.png" || out.File == s.File || out.Preview == s.Preview || out.Stale || out.Smaller ||
		out.Width != 500 || out.Height != 300 || !out.Included {
		t.Errorf("%+v", out)
	}
	data, got := open(t, d, out.File)
	if int64(len(data)) != out.Size {
		t.Errorf("the file has %d bytes, said %d", len(data), out.Size)
	}
	for y := range 300 {
		for x := range 500 {
			at, want := image.Pt(x, y).Add(image.Pt(50, 50)), color.RGBA{0, 0, 0, 255}
			if !at.In(secret) {
				want = img.RGBAAt(at.X, at.Y)
			}
			if got.RGBAAt(x, y) != want {
				t.Fatalf("pixel %d,%d is %v, want %v", x, y, got.RGBAAt(x, y), want)
			}
		}
	}
	if _, small := open(t, d, out.Preview); small.Rect.Dx() != previewWidth {
		t.Errorf("the preview is %v", small.Rect)
	}

	again, err := Drawn(d, out) // a second time, as after another edit: never over the file that is named
	if err != nil || again.File == out.File || again.Original != "shot-1.png" {
		t.Errorf("again: %+v, %v", again, err)
	}
	out.Marks = nil
	back, err := Drawn(d, out)
	if err != nil || back.File != "shot-1.png" || back.Original != "" || back.Width != 640 || back.Size != s.Size {
		t.Errorf("all undone: %+v, %v", back, err)
	}
}

func TestThePointerGoesInAndOut(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 100, 100))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	d, s := folder(t, img)
	arrow := image.NewRGBA(image.Rect(0, 0, 8, 8))
	draw.Draw(arrow, image.Rect(0, 0, 4, 8), image.Black, image.Point{}, draw.Src)
	add(t, d, "pointer-1.png", arrow)
	s.Pointer = &ticket.Pointer{File: "pointer-1.png", At: image.Pt(96, 96), Shown: true} // partly beyond the edge
	out, err := Drawn(d, s)
	if err != nil {
		t.Fatal(err)
	}
	if _, got := open(t, d, out.File); got.RGBAAt(97, 97) != (color.RGBA{0, 0, 0, 255}) || got.RGBAAt(90, 97) != (color.RGBA{255, 255, 255, 255}) {
		t.Error("the pointer is not in the picture")
	}
	out.Pointer = &ticket.Pointer{File: "pointer-1.png", At: image.Pt(96, 96)}
	if out, err = Drawn(d, out); err != nil || out.File != "shot-1.png" || out.Original != "" {
		t.Errorf("without the pointer: %+v, %v", out, err)
	}
}

func TestSmallerFormsOfWhatIsSent(t *testing.T) {
	img := noise(700, 500)
	d, s := folder(t, img)
	s.Marks = marks(t, markup.Drawing{}.Add(markup.Shape{Kind: markup.Redact, Points: markup.Points{{X: 0, Y: 0}, {X: 350, Y: 500}}}))
	drawn, err := Drawn(d, s)
	if err != nil {
		t.Fatal(err)
	}
	forms, err := Smaller(t.Context(), d, drawn)
	if err != nil || len(forms) == 0 {
		t.Fatalf("%d forms, %v", len(forms), err)
	}
	last := drawn.Size
	for _, f := range forms {
		if f.Size() >= last {
			t.Errorf("%s has %d bytes, the one before %d", f.Form, f.Size(), last)
		}
		last = f.Size()
		kept, err := Keep(d, drawn, f.Data, f.Ext, f.Image.Bounds().Size())
		if err != nil || kept.Size != f.Size() || !kept.Smaller || kept.Original != "shot-1.png" || kept.Preview != drawn.Preview {
			t.Errorf("%s kept as %+v, %v", f.Form, kept, err)
		}
		if more, err := Smaller(t.Context(), d, kept); len(more) != 0 || err != nil {
			t.Errorf("a smaller form of a smaller form: %d, %v", len(more), err)
		}
		back, err := Drawn(d, kept) // the full size again, still covered
		if err != nil || back.Smaller || back.Size != drawn.Size {
			t.Errorf("put back: %+v, %v", back, err)
		}
	}
}

// However often a picture is drawn, made smaller and put back, and though the
// files from before are removed: a name never stands for two pictures.
func TestANameIsNeverUsedTwice(t *testing.T) {
	img := noise(60, 40)
	d, s := folder(t, img)
	seen := map[string]bool{s.File: true, s.Preview: true}
	cover := func(x int) []byte {
		return marks(t, markup.Drawing{}.Add(markup.Shape{Kind: markup.Redact, Points: markup.Points{{X: x, Y: 1}, {X: x + 9, Y: 30}}}))
	}
	for i := range 12 {
		var next ticket.Screenshot
		var err error
		switch i % 4 {
		case 0, 1:
			s.Marks = cover(i)
			next, err = Drawn(d, s)
		case 2:
			next, err = Keep(d, s, []byte("smaller"), ".jpg", image.Pt(6, 4))
		case 3: // all undone: the picture as it was taken
			s.Marks = nil
			next, err = Drawn(d, s)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []struct{ now, before string }{{next.File, s.File}, {next.Preview, s.Preview}} {
			if name.now == name.before {
				continue
			}
			if seen[name.now] && name.now != s.Taken() {
				t.Fatalf("round %d: %s was another picture before", i, name.now)
			}
			seen[name.now] = true
			if name.before != s.Taken() && name.before != "preview-1.png" { // as the form does
				if err := d.Remove(name.before); err != nil {
					t.Fatal(err)
				}
			}
		}
		s = next
	}
}

// What was drawn and not taken, since more was drawn meanwhile, keeps its name.
func TestWhatWasNotTakenKeepsItsName(t *testing.T) {
	d, s := folder(t, noise(60, 40))
	s.Marks = marks(t, markup.Drawing{}.SetCrop(image.Rect(1, 1, 20, 20)))
	one, err := Drawn(d, s)
	if err != nil {
		t.Fatal(err)
	}
	other, err := Drawn(d, s)
	if err != nil || other.File == one.File || other.Preview == one.Preview {
		t.Errorf("%+v, then %+v, %v", one, other, err)
	}
}

func TestWhatIsDamagedIsSaid(t *testing.T) {
	d, s := folder(t, noise(20, 20))
	bad := s
	bad.Marks = []byte(`{"shapes":[{"kind":"blur"}]}`)
	if _, err := Drawn(d, bad); err == nil {
		t.Error("marks of an unknown kind were drawn")
	}
	gone := s
	gone.File = "shot-9.png"
	if _, err := Drawn(d, gone); err == nil {
		t.Error("a picture that is not there was drawn")
	}
	if _, err := Picture(d, gone); err == nil {
		t.Error("a picture that is not there was read")
	}
}
