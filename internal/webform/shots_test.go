package webform

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"

	"ticketpp/internal/picture"
)

// shown is the first screenshot as it would be sent.
func (s *served) shown(n int) image.Image {
	s.t.Helper()
	r, _, err := s.form.draft.Open(s.kept().Screenshots[n].File)
	must(s.t, err)
	defer r.Close()
	img, err := png.Decode(r)
	must(s.t, err)
	return img
}

func at(img image.Image, x, y int) color.RGBA {
	return color.RGBAModel.Convert(img.At(x, y)).(color.RGBA)
}

var black = color.RGBA{A: 255}

// What is blacked out is black in what is sent, and only that; a crop moves
// the numbers; each step can be taken back.
func TestRedactCropUndo(t *testing.T) {
	s := serve(t, nil).run()
	s.post("do", "redact:1", "mark-1-x", "50", "mark-1-y", "20", "mark-1-w", "30", "mark-1-h", "10")
	img, src := s.shown(0), screen()
	for _, p := range []image.Point{{50, 20}, {79, 29}, {60, 25}} {
		if at(img, p.X, p.Y) != black {
			t.Errorf("%v is %v", p, at(img, p.X, p.Y))
		}
	}
	for _, p := range []image.Point{{49, 20}, {80, 29}, {60, 19}, {60, 30}} {
		if at(img, p.X, p.Y) != src.RGBAAt(p.X, p.Y) {
			t.Errorf("%v is %v", p, at(img, p.X, p.Y))
		}
	}
	shot := s.kept().Screenshots[0]
	if shot.Stale || shot.Original != "shot-1.png" || shot.File == shot.Original || len(shot.Marks) == 0 || shot.Preview == "" {
		t.Errorf("kept %+v", shot)
	}

	page := s.post("do", "crop:1", "mark-1-x", "40", "mark-1-y", "10", "mark-1-w", "100", "mark-1-h", "50")
	contains(t, page, `width="100" height="50"`)
	s.post("do", "redact:1", "mark-1-x", "0", "mark-1-y", "0", "mark-1-w", "5", "mark-1-h", "5")
	img = s.shown(0)
	if b := img.Bounds(); b.Dx() != 100 || b.Dy() != 50 || at(img, 0, 0) != black || at(img, 4, 4) != black || at(img, 10, 10) != black ||
		at(img, 5, 5) != src.RGBAAt(45, 15) || at(img, 99, 49) != src.RGBAAt(139, 59) {
		t.Errorf("cropped to %v", img.Bounds())
	}
	for range 3 {
		page = s.post("do", "unmark:1")
	}
	if img := s.shown(0); img.Bounds().Dx() != 200 || at(img, 60, 25) != src.RGBAAt(60, 25) || strings.Contains(page, `value="unmark:1"`) {
		t.Error("not all was taken back")
	}
	s.post("do", "front:1")
	if img := s.shown(0); img.Bounds().Dx() != 100 || at(img, 0, 0) != src.RGBAAt(20, 10) {
		t.Errorf("the window in front is %v", img.Bounds())
	}
}

// Where a ticket is too large, smaller screenshots are offered, and the
// original ones back.
func TestSmallerScreenshots(t *testing.T) {
	limit := int64(0)
	s := serve(t, func(o *Options) { o.MaxTotal = func() int64 { return limit } }).run()
	photo := image.NewRGBA(image.Rect(0, 0, 300, 200))
	noise := rand.New(rand.NewPCG(1, 2))
	for i := range photo.Pix {
		photo.Pix[i] = uint8(noise.Uint32()) | 0xff*uint8(i%4/3)
	}
	var b bytes.Buffer
	must(t, picture.EncodePNG(&b, photo))
	r, err := s.client.Do(s.request(pair{"picture", b.String(), "foto.png"}, pair{name: "do", value: "shot:1"}))
	must(t, err)
	if page := s.body(r); strings.Contains(page, `value="shrink"`) {
		t.Error("offered without need")
	}
	was := s.kept().Screenshots[1]
	limit = was.Size - 1
	contains(t, s.get(), `value="shrink"`, "rimpicciolisci le schermate o togli qualcosa")
	contains(t, s.post("do", "shrink"), `value="unshrink"`)
	now := s.kept().Screenshots[1]
	if now.Size >= was.Size || !now.Smaller || now.Taken() != was.File {
		t.Errorf("kept %+v", now)
	}
	r, err = s.client.Get("http://" + s.form.guard.host + s.form.guard.root + "shot/" + now.File)
	must(t, err)
	s.body(r)
	s.post("do", "unshrink")
	if now := s.kept().Screenshots[1]; now.Size != was.Size || now.Smaller {
		t.Errorf("kept %+v", now)
	}
}

// What a crash has left half drawn is drawn before it is shown.
func TestStaleScreenshots(t *testing.T) {
	s := serve(t, func(o *Options) {
		tk := o.Draft.Ticket()
		tk.Screenshots[0].Stale = true
		tk.Screenshots[0].Marks = []byte(`{"shapes":[{"kind":"redact","points":[50,20,80,30]}]}`)
		if err := o.Draft.Save(tk); err != nil {
			t.Error(err)
		}
	})
	if got := s.kept().Screenshots[0]; got.Stale || got.Original != "shot-1.png" {
		t.Errorf("kept %+v", got)
	}
	if at(s.shown(0), 60, 25) != black {
		t.Error("not drawn")
	}
}

// Numbers that make no rectangle change nothing.
func TestOddRectangles(t *testing.T) {
	s := serve(t, nil).run()
	for _, n := range [][4]string{{"", "", "", ""}, {"0", "0", "0", "10"}, {"900", "0", "5", "5"}, {"x", "1e9", "99999999999999999999", "2"}} {
		s.post("do", "redact:1", "mark-1-x", n[0], "mark-1-y", n[1], "mark-1-w", n[2], "mark-1-h", n[3])
		if s.kept().Screenshots[0].File != "shot-1.png" {
			t.Errorf("%q drew something", n)
		}
	}
	for _, arg := range []string{"0", "2", "-1", "x", ""} {
		s.post("do", "redact:"+arg, "mark-1-x", "1", "mark-1-y", "1", "mark-1-w", "5", "mark-1-h", "5")
		s.post("do", "shot:"+arg)
	}
}

func TestPicturesAreLeftOutAndAdded(t *testing.T) {
	s := serve(t, nil).run()
	contains(t, s.post("do", "shot:1"), "Questa schermata non verrà inviata", "Rimetti")
	if s.kept().Screenshots[0].Included {
		t.Error("still in")
	}
	var b bytes.Buffer
	must(t, picture.EncodePNG(&b, screen()))
	r, err := s.client.Do(s.request(pair{"picture", b.String(), "foto.png"}))
	must(t, err)
	contains(t, s.body(r), "Schermata 2 di 2, 200 × 100")
	if got := s.kept().Screenshots; len(got) != 2 || !got[1].Included || got[1].Width != 200 || got[1].Size == 0 {
		t.Fatalf("kept %+v", got)
	}
	if at(s.shown(1), 60, 25) != screen().RGBAAt(60, 25) {
		t.Error("another picture")
	}
	r, err = s.client.Do(s.request(pair{"picture", "not a picture", "x.png"}))
	must(t, err)
	contains(t, s.body(r), "«x.png» non è un&#39;immagine")
	for range 10 {
		r, err = s.client.Do(s.request(pair{"picture", b.String(), "foto.png"}))
		must(t, err)
		r.Body.Close()
	}
	if n := len(s.kept().Screenshots); n != maxShots {
		t.Errorf("%d pictures", n)
	}
}
