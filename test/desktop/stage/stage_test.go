//go:build desktop

package stage

import (
	"strings"
	"testing"
)

// The stage shows what it should, hears the keyboard, and leaves nothing.
func TestStage(t *testing.T) {
	s, err := Open(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	closed := false
	defer func() {
		if !closed {
			_ = s.Close()
		}
	}()
	seen, err := s.See()
	if err != nil {
		t.Fatal(err)
	}
	panel := s.PanelArea()
	if panel.Empty() || panel.Max.Y != 768 {
		t.Errorf("the panel stands at %v", panel)
	}
	above := seen.Rect
	above.Max.Y = panel.Min.Y
	if d := seen.Crop(above).Diff(Wallpaper(1366, 768).Crop(above)); !d.Empty() {
		t.Errorf("the screen differs from the wallpaper in %v", d)
	}
	if items, err := s.TrayItems(); err != nil || len(items) != 0 {
		t.Errorf("tray items %v, %v", items, err)
	}
	if out, err := s.Run(t.Context(), "setxkbmap", "-query"); err != nil || !strings.Contains(out, "it") {
		t.Errorf("keyboard: %q, %v", out, err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	closed = true
	if left := s.running(); len(left) != 0 {
		t.Errorf("left running: %v", left)
	}
}

// A desktop without a panel has a session bus and no tray host.
func TestNoPanel(t *testing.T) {
	s, err := Open(t.Context(), Options{NoPanel: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	if items, err := s.TrayItems(); err == nil {
		t.Errorf("somebody shows tray icons: %v", items)
	}
	if !s.PanelArea().Empty() {
		t.Error("there is a panel")
	}
}
