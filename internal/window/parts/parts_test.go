package parts

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// letters measures a text as if every letter were one wide.
func letters(s string) float32 { return float32(utf8.RuneCountInString(s)) }

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		s     string
		width float32
		want  []string
	}{
		{"uno due tre", 20, []string{"uno due tre"}},
		{"uno due tre", 7, []string{"uno due", "tre"}},
		{"uno\ndue tre", 20, []string{"uno", "due tre"}},
		{"precipitevolissimevolmente no", 10, []string{"precipitev", "olissimevo", "lmente no"}},
		{"", 10, []string{""}},
		{"a  b", 0, []string{"a b"}},
	} {
		if got := wrap(c.s, c.width, letters); !reflect.DeepEqual(got, c.want) {
			t.Errorf("wrap(%q, %v) = %q, want %q", c.s, c.width, got, c.want)
		}
	}
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		s     string
		width float32
		want  string
	}{{"perché no", 9, "perché no"}, {"perché no", 8, "perché…"}, {"perché", 3, "pe…"}, {"perché", 0, "perché"}} {
		if got := cut(c.s, c.width, letters); got != c.want {
			t.Errorf("cut(%q, %v) = %q, want %q", c.s, c.width, got, c.want)
		}
	}
}

func TestTextKeepsToItsLines(t *testing.T) {
	test.NewTempApp(t)
	text := NewText(strings.Repeat("parole su parole ", 40))
	text.Most = 2
	lines := text.Lines(200)
	if len(lines) != 2 || !strings.HasSuffix(lines[1], "…") {
		t.Errorf("%q", lines)
	}
	if h := HeightOf(text, 200); h != 2*text.lineHeight() {
		t.Errorf("height %v", h)
	}
}

// A reading is as high as its text at the width that it gets, at once.
func TestReadingKnowsItsHeight(t *testing.T) {
	test.NewTempApp(t)
	words := strings.Repeat("parole su parole ", 40)
	wide, narrow := HeightOf(NewReading(deaf{}, words), 600), HeightOf(NewReading(deaf{}, words), 200)
	if wide <= 0 || narrow < 2*wide {
		t.Errorf("%v wide, %v narrow", wide, narrow)
	}
}

func TestRowsFoldAndShare(t *testing.T) {
	test.NewTempApp(t)
	a, b := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	a.SetMinSize(fyne.NewSize(20, 10))
	b.SetMinSize(fyne.NewSize(20, 30))
	row := NewRow(10, 200, []float32{1, 1}, a, b)
	Place(row, 0, 0, 210, 30)
	if a.Size().Width != 100 || b.Position().X != 110 {
		t.Errorf("side by side: %v, %v", a.Size(), b.Position())
	}
	Place(row, 0, 0, 100, 100)
	if a.Size().Width != 100 || b.Position().Y != 20 {
		t.Errorf("folded: %v, %v", a.Size(), b.Position())
	}
	scroll := container.NewVScroll(NewInset(5, 7, row))
	Place(scroll.Content, 0, -3, 100, 100)
	if at, ok := Locate(container.NewWithoutLayout(scroll), b); !ok || at.Y != -3+7+b.Position().Y {
		t.Errorf("located at %v, %v", at, ok)
	}
}
