package markup

import (
	"encoding/json"
	"errors"
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ticketpp/test/scene"
)

var update = flag.Bool("update", false, "write the golden pictures anew")

// Each kind of shape, then all of them cropped, as pictures to look at.
func TestGoldenPictures(t *testing.T) {
	src := scene.Desktop(480, 270)
	two := func(a, b, c, d int) Points { return Points{{a, b}, {c, d}} }
	shapes := map[string][]Shape{
		"frame":     {{Kind: Frame, Points: two(20, 20, 200, 60), Colour: Vermillion, Width: 3}, {Kind: Frame, Points: two(300, 200, 230, 120), Colour: Yellow, Width: 8}},
		"arrow":     {{Kind: Arrow, Points: two(300, 40, 120, 90), Colour: Blue, Width: 4}, {Kind: Arrow, Points: two(420, 200, 425, 206), Colour: Orange, Width: 6}},
		"line":      {{Kind: Line, Points: Points{{30, 30}, {60, 90}, {120, 60}, {125, 200}}, Colour: Green, Width: 5}},
		"text":      {{Kind: Text, Points: Points{{60, 40}}, Text: "Perché è così?\n«Errore 2718» – 12,50 €", Colour: Blue, Width: 24}, {Kind: Text, Points: Points{{250, 180}}, Text: "ÀÈÉÌÒÙ àèéìòù", Colour: Yellow, Width: 18}},
		"step":      {{Kind: Step, Points: Points{{60, 60}}, Colour: Vermillion, Width: 30}, {Kind: Step, Points: Points{{160, 100}}, Colour: Purple, Width: 30}, {Kind: Step, Points: Points{{300, 160}}, Colour: Black, Width: 44}},
		"highlight": {{Kind: Highlight, Points: two(20, 20, 240, 50), Colour: Yellow}, {Kind: Highlight, Points: two(220, 120, 400, 160), Colour: SkyBlue}},
		"redact":    {{Kind: Redact, Points: two(30, 40, 160, 90)}, {Kind: Arrow, Points: two(10, 10, 100, 70), Colour: Blue, Width: 4}},
	}
	drawings := map[string]Drawing{}
	var all Drawing
	for _, k := range Kinds() {
		drawings[string(k)] = Drawing{Shapes: shapes[string(k)]}
		all.Shapes = append(all.Shapes, shapes[string(k)]...)
	}
	drawings["all"] = all.SetCrop(image.Rect(400, 230, 15, 12))
	for name, d := range drawings {
		golden(t, name, Render(src, d))
	}
	v := NewView(src)
	v.Set(image.Pt(400, 300), Fit(src.Rect.Size(), image.Pt(400, 300)))
	frame, _ := v.Draw(drawings["all"], 1)
	golden(t, "view", frame)
}

// golden compares with testdata/NAME.png; another processor may round a soft
// edge otherwise.
func golden(t *testing.T, name string, got *image.RGBA) {
	t.Helper()
	file := filepath.Join("testdata", name+".png")
	if *update {
		f, err := os.Create(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := png.Encode(f, got); err != nil {
			t.Fatal(err)
		}
		return
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if want.Bounds() != got.Rect {
		t.Fatalf("%s: %v, want %v", name, got.Rect, want.Bounds())
	}
	for y := range got.Rect.Dy() {
		for x := range got.Rect.Dx() {
			a := got.RGBAAt(x, y)
			r, g, b, _ := want.At(x, y).RGBA()
			for _, d := range []int{int(a.R) - int(r>>8), int(a.G) - int(g>>8), int(a.B) - int(b>>8)} {
				if max(d, -d) > 2 {
					t.Fatalf("%s: pixel %d,%d is %v, want %v", name, x, y, a, want.At(x, y))
				}
			}
		}
	}
}

func TestEditsLeaveTheDrawingAsItWas(t *testing.T) {
	one := Drawing{}.Add(Shape{Kind: Step, Points: Points{{1, 1}}}).Add(Shape{Kind: Step, Points: Points{{9, 9}}})
	before, err := one.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	one.Add(Shape{Kind: Text, Points: Points{{2, 2}}})
	one.Add(Shape{Kind: Line, Points: Points{{3, 3}}})
	one.Move(0, image.Pt(5, 5))
	one.Shapes[0].Drag(0, image.Pt(7, 7))
	one.SetCrop(image.Rect(1, 2, 3, 4))
	if less := one.Delete(0); less.Number(0) != 1 || one.Number(1) != 2 {
		t.Errorf("steps %d, %d", less.Number(0), one.Number(1))
	}
	if after, err := one.Marshal(); err != nil || string(after) != string(before) {
		t.Errorf("%s became %s, %v", before, after, err)
	}
}

func TestHistory(t *testing.T) {
	h := NewHistory(Drawing{})
	if h.Undo() || h.Redo() || h.Do(Drawing{}) {
		t.Error("an edit where there was none")
	}
	const edits = 2000
	for i := range edits {
		h.Do(h.Now().Add(Shape{Kind: Step, Points: Points{{i, i}}}))
	}
	for i := edits; i > 0; i-- {
		if len(h.Now().Shapes) != i || !h.Undo() {
			t.Fatalf("%d shapes at %d", len(h.Now().Shapes), i)
		}
	}
	h.Redo()
	h.Do(h.Now().Add(Shape{Kind: Step, Points: Points{{-1, -1}}}))
	if h.CanRedo() || !h.CanUndo() || len(h.Now().Shapes) != 2 {
		t.Errorf("%+v", h.Now())
	}
	h.Undo()
	h.Redo()
	if h.Now().Shapes[1].Points[0] != image.Pt(-1, -1) {
		t.Errorf("%+v", h.Now())
	}
}

func TestHit(t *testing.T) {
	d := Drawing{Shapes: []Shape{
		{Kind: Redact, Points: Points{{0, 0}, {20, 20}}},
		{Kind: Frame, Points: Points{{50, 50}, {150, 120}}, Width: 4},
		{Kind: Arrow, Points: Points{{10, 200}, {200, 200}}, Width: 4},
		{Kind: Step, Points: Points{{100, 85}}, Width: 20},
		{Kind: Highlight, Points: Points{{10, 10}, {40, 40}}},
		{Kind: Text, Points: Points{{300, 20}}, Text: "Totale", Width: 20},
		{Kind: Line, Points: Points{{300, 300}, {350, 350}, {400, 300}}, Width: 2},
	}}
	for at, want := range map[image.Point]int{
		{15, 15}: 4, {5, 5}: 0, {30, 30}: 4, {50, 80}: 1, {75, 100}: -1, {100, 202}: 2, {100, 215}: -1,
		{104, 90}: 3, {330, 30}: 5, {500, 30}: -1, {351, 349}: 6, {350, 310}: -1,
	} {
		if got, ok := d.Hit(at, 3); got != want || ok != (want >= 0) {
			t.Errorf("at %v: %d, want %d", at, got, want)
		}
	}
	if i, ok := d.Shapes[1].HandleAt(image.Pt(151, 49), 4); i != 1 || !ok {
		t.Errorf("handle %d", i)
	}
	if got := d.Shapes[1].Drag(1, image.Pt(90, 60)).rect(); got != image.Rect(50, 60, 90, 120) {
		t.Errorf("dragged to %v", got)
	}
	if got := d.Shapes[2].Drag(0, image.Pt(1, 2)).Points; got[0] != image.Pt(1, 2) || got[1] != image.Pt(200, 200) {
		t.Errorf("dragged to %v", got)
	}
}

// WCAG 2 asks 4.5 to 1 of letters; here it is that of the ink on each colour.
func TestEveryColourCanBeWrittenOn(t *testing.T) {
	for _, s := range Swatches() {
		light, dark := s.Colour.luminance(), 0.0
		if s.Colour.ink().R == 255 {
			light, dark = 1, light
		}
		if contrast := (light + 0.05) / (dark + 0.05); contrast < 4.5 {
			t.Errorf("%s: %.1f", s.Name, contrast)
		}
	}
}

func TestParseRefusesTheRest(t *testing.T) {
	for _, text := range []string{
		`{`, `[]`, `{"shapes":[{"kind":"blur","points":[1,2,3,4]}]}`, `{"shapes":[{"kind":"frame","points":[1,2]}]}`,
		`{"shapes":[{"kind":"step","points":[1,2,3]}]}`, `{"shapes":[{"kind":"step","points":[1,99999999]}]}`,
		`{"shapes":[{"kind":"line","points":[1,2,3,4],"width":-1}]}`, `{"shapes":[{"kind":"step","points":[1,2],"colour":"red"}]}`,
		`{"crop":{"Min":{"X":0,"Y":0},"Max":{"X":999999999,"Y":2}}}`,
		`{"shapes":[{"kind":"text","points":[1,2],"text":"` + strings.Repeat("x", maxText+1) + `"}]}`,
	} {
		if _, err := Parse(json.RawMessage(text)); !errors.Is(err, ErrDamaged) {
			t.Errorf("%.60s: %v", text, err)
		}
	}
	if d, err := Parse(nil); err != nil || !d.IsEmpty() {
		t.Errorf("%+v, %v", d, err)
	}
}

// What Parse takes can be drawn, and says the same when it is written again.
func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"crop":{"Min":{"X":1,"Y":2},"Max":{"X":30,"Y":20}},"shapes":[{"kind":"line","points":[1,2,30,4,5,60],"colour":"#d55e00","width":4}]}`))
	f.Add([]byte(`{"shapes":[{"kind":"text","points":[1,2],"text":"è\n€","width":20},{"kind":"redact","points":[9,9,1,1]}]}`))
	f.Add([]byte(`{"shapes":[{"kind":"arrow","points":[0,0,131072,-131072],"width":1000},{"kind":"step","points":[3,4],"width":999}]}`))
	src := image.NewRGBA(image.Rect(0, 0, 64, 36))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Parse(data)
		if err != nil {
			return
		}
		Render(src, d)
		again, err := d.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		back, err := Parse(again)
		if err != nil || !back.Equal(d) {
			t.Fatalf("%s became %+v, %v", again, back, err)
		}
	})
}
