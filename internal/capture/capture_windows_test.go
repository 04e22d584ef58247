package capture

import (
	"context"
	"image"
	"testing"

	"golang.org/x/sys/windows"
)

// TestCaptureOnWindows runs on a desktop of Windows, or of Wine. The pointer
// must be the one that the system draws, at its place.
func TestCaptureOnWindows(t *testing.T) {
	if ok, _, err := user32("SetCursorPos").Call(200, 150); ok == 0 {
		t.Fatal(err)
	}
	at, known := pointerPosition()
	if !known {
		t.Fatal("the pointer's place is not known")
	}
	shots, err := New(Options{Front: image.Rect(-10, 20, 100, 120)}).Capture(context.Background())
	if err != nil || len(shots) == 0 {
		t.Fatalf("%d shots, %v", len(shots), err)
	}
	chosen := 0
	for _, s := range shots {
		if s.Image.Rect.Size() != s.Bounds.Size() {
			t.Errorf("display %d measures %v for %v", s.Display, s.Image.Rect, s.Bounds)
		}
		if s.Pointer != at.In(s.Bounds) || s.Pointer != s.Chosen {
			t.Errorf("display %d: pointer %v, chosen %v; it is at %v", s.Display, s.Pointer, s.Chosen, at)
		}
		if s.Chosen {
			chosen++
		}
		if s.Bounds.Min == (image.Point{}) && s.Front != image.Rect(0, 20, 100, 120) {
			t.Errorf("the window in front is at %v", s.Front)
		}
	}
	if chosen != 1 {
		t.Errorf("%d displays are chosen", chosen)
	}
}

func TestPointersPicture(t *testing.T) {
	const arrow, text = 32512, 32513 // IDC_ARROW; IDC_IBEAM inverts what is under it
	for name, id := range map[string]uintptr{"arrow": arrow, "text": text} {
		cursor, _, err := user32("LoadCursorW").Call(0, id)
		if cursor == 0 {
			t.Fatal(name, err)
		}
		c, err := pictureOf(windows.Handle(cursor))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		seen := 0
		for i := 3; i < len(c.Image.Pix); i += 4 {
			if c.Image.Pix[i] > 200 {
				seen++
			}
		}
		if b := c.Image.Rect; b.Dx() < 16 || b.Dy() < 16 || seen < 10 || seen > b.Dx()*b.Dy()/2 {
			t.Errorf("%s: %d of %v pixels are seen", name, seen, b)
		}
		if hot := image.Pt(0, 0).Sub(c.At); !hot.In(c.Image.Rect) {
			t.Errorf("%s: its tip is at %v of %v", name, hot, c.Image.Rect)
		}
	}
}
