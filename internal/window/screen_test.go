package window

import (
	"math"
	"testing"

	"fyne.io/fyne/v2"
)

func TestFit(t *testing.T) {
	want := fyne.NewSize(1120, 690)
	for _, c := range []struct {
		name          string
		width, height float32
		scale         float32
		guessed       bool
		size          fyne.Size
		total         float32 // what Fyne then enlarges by
	}{
		{"office screen", 1366, 738, 1, true, want, 1},
		{"small dense laptop", 1366, 738, 1.125, true, want, 1},
		{"full HD laptop", 1920, 1040, 1.2, true, want, 1.2},
		{"small full HD laptop", 1920, 1040, 1.66, true, want, 1.4},
		{"4K", 3840, 2100, 1.36, true, want, 1.4},
		{"Windows at 125 %", 1366, 728, 1.25, false, fyne.NewSize(1362/1.3, 694/1.3), 1.3},
		{"Windows at 100 %", 1920, 1040, 1, false, want, 1},
		{"old screen", 1024, 730, 1, true, fyne.NewSize(1020, 690), 1},
	} {
		size, factor := fit(want, c.width, c.height, c.scale, c.guessed)
		if math.Abs(float64(size.Width-c.size.Width)) > 1 || math.Abs(float64(size.Height-c.size.Height)) > 1 {
			t.Errorf("%s: %v, want %v", c.name, size, c.size)
		}
		total := math.Round(float64(c.scale*factor)*10) / 10
		if math.Abs(total-float64(c.total)) > 0.01 {
			t.Errorf("%s: enlarged by %.2f, want %.2f", c.name, total, c.total)
		}
		if size.Width*float32(total) > c.width || size.Height*float32(total) > c.height {
			t.Errorf("%s: %v at %.1f does not fit", c.name, size, total)
		}
	}
}

func TestDensityScale(t *testing.T) {
	for _, c := range []struct {
		px, mm int
		want   float32
	}{{1366, 310, 1}, {1920, 344, 1.18}, {1920, 1, 1}, {1920, 5000, 1}} {
		if got := densityScale(c.px, c.mm); math.Abs(float64(got-c.want)) > 0.01 {
			t.Errorf("%d px on %d mm: %v, want %v", c.px, c.mm, got, c.want)
		}
	}
}
