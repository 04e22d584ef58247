//go:build desktop

package desktop

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
)

// TestTheMenuOverASlowProgram: without a compositor a program must paint anew
// what the menu has covered. One that takes long leaves the menu on a screen on
// which nothing moves; in the picture it is not.
func TestTheMenuOverASlowProgram(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{})
	must(t, f.StartAgent(ctx))
	end, err := f.PutSlow(stage.Wallpaper(1366, 768), 150*time.Millisecond)
	must(t, err)
	defer end()
	for round := range 3 {
		form, before, err := f.OpenForm(ctx)
		must(t, err)
		var picture *stage.Picture
		must(t, stage.Until(ctx, "the picture", func() (bool, error) {
			files, err := filepath.Glob(f.Data() + "/drafts/*/shot-1.png")
			if err != nil || len(files) == 0 {
				return false, err
			}
			data, err := os.ReadFile(files[0])
			if err != nil {
				return false, err
			}
			picture, err = stage.FromPNG(data)
			return err == nil, nil // it may still be written
		}))
		if d := picture.Diff(before); !d.Empty() {
			t.Errorf("round %d: the picture differs from the desktop in %v", round+1, d)
			must(t, picture.Save(filepath.Join(pictures, "FAILED-slow.png")))
		}
		must(t, f.Press(ctx, "Escape"))
		must(t, form.Gone(ctx))
	}
}
