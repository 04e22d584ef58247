package markup

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
	"io"
	"math/rand/v2"
	"slices"
	"testing"

	"ticketpp/internal/picture"
	"ticketpp/test/scene"
)

// random draws something, redactions among it.
func random(r *rand.Rand, size image.Point) Drawing {
	at := func() image.Point { return image.Pt(r.IntN(size.X+20)-10, r.IntN(size.Y+20)-10) }
	var d Drawing
	for range 3 + r.IntN(8) {
		s := Shape{Kind: Kinds()[r.IntN(len(Kinds()))], Points: Points{at()}, Width: r.IntN(20)}
		s.Colour = Swatches()[r.IntN(len(Swatches()))].Colour
		switch s.Kind {
		case Text:
			s.Text = "Totale già pagato\n€ 12"
		case Line:
			for range 1 + r.IntN(6) {
				s.Points = append(s.Points, at())
			}
		case Step:
		default:
			s.Points = append(s.Points, at())
		}
		d = d.Add(s)
	}
	d = d.Add(Shape{Kind: Redact, Points: Points{at(), at()}}).Add(Shape{Kind: Highlight, Points: Points{at(), at()}, Colour: Yellow})
	if r.IntN(2) == 0 {
		d = d.SetCrop(image.Rectangle{Min: at(), Max: at()})
	}
	return d
}

// under fills what a drawing redacts with noise.
func under(img *image.RGBA, d Drawing, r *rand.Rand) *image.RGBA {
	out := image.NewRGBA(img.Rect)
	copy(out.Pix, img.Pix)
	for _, s := range d.Shapes {
		if s.Kind != Redact {
			continue
		}
		part := s.rect().Intersect(out.Rect)
		for y := part.Min.Y; y < part.Max.Y; y++ {
			for x := part.Min.X; x < part.Max.X; x++ {
				out.SetRGBA(x, y, color.RGBA{uint8(r.Uint32()), uint8(r.Uint32()), uint8(r.Uint32()), 255})
			}
		}
	}
	return out
}

// The result does not depend on what was redacted: two pictures that differ
// only there become the same picture, byte by byte. Redacted pixels are black
// where nothing is drawn above them; where something is, they are what it would
// be on a picture that was black throughout.
func TestRedactionIsFinal(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 5))
	src := scene.Desktop(240, 135)
	night := image.NewRGBA(src.Rect)
	draw.Draw(night, night.Rect, image.Black, image.Point{}, draw.Src)
	black, marked := 0, 0 // redacted pixels without and with something above them
	for range 300 {
		d := random(r, src.Rect.Size())
		one, other, dark := Render(under(src, d, r), d), Render(under(src, d, r), d), Render(night, d)
		if !bytes.Equal(one.Pix, other.Pix) {
			t.Fatalf("what was redacted is seen: %+v", d)
		}
		kept := d.Kept(src.Rect)
		if one.Rect.Size() != kept.Size() {
			t.Fatalf("%v of %v", one.Rect, kept)
		}
		for i, s := range d.Shapes {
			part := s.rect().Intersect(kept)
			if s.Kind != Redact {
				continue
			}
			for y := part.Min.Y; y < part.Max.Y; y++ {
				for x := part.Min.X; x < part.Max.X; x++ {
					at := image.Pt(x, y)
					got := one.RGBAAt(x-kept.Min.X, y-kept.Min.Y)
					if got != dark.RGBAAt(x-kept.Min.X, y-kept.Min.Y) {
						t.Fatalf("pixel %v is %v, on black %v: %+v", at, got, dark.RGBAAt(x-kept.Min.X, y-kept.Min.Y), d)
					}
					if above(d.Shapes[i+1:], at) {
						marked++
						continue
					}
					black++
					if got != (color.RGBA{0, 0, 0, 255}) {
						t.Fatalf("pixel %v is %v: %+v", at, got, d)
					}
				}
			}
		}
	}
	if black < 100_000 || marked < 100_000 {
		t.Errorf("looked at %d redacted pixels, and at %d with a mark above", black, marked)
	}
}

// above reports whether any of the shapes may be drawn on a pixel.
func above(shapes []Shape, at image.Point) bool {
	return slices.ContainsFunc(shapes, func(s Shape) bool { return s.Kind != Redact && at.In(s.Bounds().Inset(-1)) })
}

// What is drawn on a redaction is seen on it, as in the window, and what was
// drawn before it is not.
func TestMarksAboveARedactionAreSeen(t *testing.T) {
	src := scene.Desktop(240, 135)
	cover := Shape{Kind: Redact, Points: Points{{20, 20}, {220, 115}}}
	nothing := Render(src, Drawing{}.Add(cover))
	for _, s := range []Shape{
		{Kind: Frame, Points: Points{{60, 40}, {160, 90}}, Colour: Blue, Width: 4},
		{Kind: Arrow, Points: Points{{60, 40}, {160, 90}}, Colour: Blue, Width: 4},
		{Kind: Line, Points: Points{{60, 40}, {160, 90}, {180, 60}}, Colour: Black, Width: 4}, // by its halo
		{Kind: Text, Points: Points{{60, 40}}, Text: "qui", Colour: Yellow, Width: 24},
		{Kind: Step, Points: Points{{100, 60}}, Colour: Vermillion, Width: 30},
		{Kind: Highlight, Points: Points{{60, 40}, {160, 90}}, Colour: Yellow},
	} {
		after, before := Drawing{}.Add(cover).Add(s), Drawing{}.Add(s).Add(cover)
		got := Render(src, after)
		if bytes.Equal(got.Pix, nothing.Pix) {
			t.Errorf("%s above a redaction is not seen", s.Kind)
		}
		v := NewView(src)
		v.Set(src.Rect.Size(), Place{Scale: 1})
		if frame, _ := v.Draw(after, -1); !bytes.Equal(frame.Pix, got.Pix) {
			t.Errorf("%s above a redaction is not shown as it is sent", s.Kind)
		}
		if !bytes.Equal(Render(src, before).Pix, nothing.Pix) {
			t.Errorf("%s below a redaction is seen", s.Kind)
		}
	}
}

// A known pattern lies under the redaction, and marks lie above; no piece of it, as any row of it
// could be stored, is in the file or in what a chunk unpacks to.
func TestNothingOfTheRedactedIsInTheFile(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 6))
	src := scene.Desktop(400, 225)
	secret := image.Rect(60, 50, 190, 120)
	d := Drawing{}.Add(Shape{Kind: Redact, Points: Points{secret.Min, secret.Max}}).
		Add(Shape{Kind: Arrow, Points: Points{{20, 20}, {100, 80}}, Colour: Blue, Width: 4}).
		Add(Shape{Kind: Highlight, Points: Points{{50, 60}, {180, 90}}, Colour: Yellow}).
		Add(Shape{Kind: Line, Points: Points{{70, 55}, {150, 110}, {180, 60}}, Colour: Purple, Width: 5}).
		Add(Shape{Kind: Text, Points: Points{{80, 95}}, Text: "è qui", Colour: SkyBlue, Width: 14}).
		Add(Shape{Kind: Step, Points: Points{{120, 80}}, Colour: Vermillion, Width: 20})
	marked := under(src, d, r)
	shown := Render(marked, d)

	var files [][]byte
	for _, encode := range []func(io.Writer) error{
		func(w io.Writer) error { return picture.EncodePNG(w, shown) },
		func(w io.Writer) error { return picture.EncodePNG(w, picture.Quantise(shown)) },
		func(w io.Writer) error { return picture.EncodeJPEG(w, shown, 85) },
		func(w io.Writer) error { return picture.EncodePNG(w, picture.Scale(shown, 300, 169)) },
	} {
		var b bytes.Buffer
		if err := encode(&b); err != nil {
			t.Fatal(err)
		}
		files = append(files, b.Bytes())
	}
	var all []byte
	for _, f := range files {
		all = append(append(all, f...), unpack(t, f)...)
	}
	if clean := unpack(t, files[0]); len(clean) < 225*3*400 {
		t.Fatalf("unpacked %d bytes only", len(clean))
	}
	for y := secret.Min.Y; y < secret.Max.Y; y++ {
		row := image.Rect(secret.Min.X, y, secret.Max.X, y+1)
		for _, pattern := range patterns(marked.SubImage(row).(*image.RGBA)) {
			for at := 0; at+8 <= len(pattern); at += 4 {
				if bytes.Contains(all, pattern[at:at+8]) {
					t.Fatalf("row %d: % x is in a file", y, pattern[at:at+8])
				}
			}
		}
	}
	// The search finds what is there: the picture before the redaction.
	var open bytes.Buffer
	if err := picture.EncodePNG(&open, marked); err != nil {
		t.Fatal(err)
	}
	row := patterns(marked.SubImage(image.Rect(60, 60, 190, 61)).(*image.RGBA))
	if !bytes.Contains(unpackUnfiltered(t, open.Bytes()), row[0][:8]) {
		t.Error("the search finds nothing at all")
	}
}

// patterns are the forms in which a row may lie in a file: as three or four
// bytes a pixel, told by the difference from the pixel before, or in grey.
func patterns(row *image.RGBA) [][]byte {
	var three, four, grey []byte
	for x := row.Rect.Min.X; x < row.Rect.Max.X; x++ {
		c := row.RGBAAt(x, row.Rect.Min.Y)
		three = append(three, c.R, c.G, c.B)
		four = append(four, c.R, c.G, c.B, c.A)
		grey = append(grey, color.GrayModel.Convert(c).(color.Gray).Y)
	}
	told := make([]byte, len(three)-3)
	for i := range told {
		told[i] = three[i+3] - three[i]
	}
	return [][]byte{three, four, told, grey}
}

// unpack inflates the picture in a PNG, and returns nothing for a JPEG.
func unpack(t *testing.T, file []byte) []byte {
	t.Helper()
	if !bytes.HasPrefix(file, []byte("\x89PNG")) {
		return nil
	}
	var packed []byte
	for rest := file[8:]; len(rest) > 0; {
		n := binary.BigEndian.Uint32(rest)
		if string(rest[4:8]) == "IDAT" {
			packed = append(packed, rest[8:8+n]...)
		}
		rest = rest[12+n:]
	}
	z, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// unpackUnfiltered returns the pixels of a PNG, three bytes each.
func unpackUnfiltered(t *testing.T, file []byte) []byte {
	t.Helper()
	img, err := picture.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return patterns(flat(img))[0]
}

// flat lays all rows of a picture side by side.
func flat(img *image.RGBA) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, img.Rect.Dx()*img.Rect.Dy(), 1))
	for y := range img.Rect.Dy() {
		to := image.Rect(y*img.Rect.Dx(), 0, (y+1)*img.Rect.Dx(), 1)
		draw.Draw(out, to, img, image.Pt(0, y), draw.Src)
	}
	return out
}
