//go:build desktop

package desktop

import (
	"fmt"
	"image"
	"testing"
	"time"

	"ticketpp/test/desktop/office"
	"ticketpp/test/desktop/stage"
)

// A quick hand on the picture of a large screen: the frame under the pointer
// keeps up with hundreds of movements, on software rendering.
func TestEditorKeepsUp(t *testing.T) {
	ctx := t.Context()
	f := work(t, office.Options{Stage: stage.Options{Width: 3840, Height: 2160}})
	must(t, f.StartAgent(ctx))
	form, _, err := f.OpenForm(ctx)
	must(t, err)
	e := openEditor(t, f, form, "shot.edit")
	must(t, f.Press(ctx, "f"))
	_, err = f.Still(ctx)
	must(t, err)
	from := e.board.Min.Add(image.Pt(100, 60))
	args := []string{"mousemove", fmt.Sprint(from.X), fmt.Sprint(from.Y), "mousedown", "1"}
	const moves = 400
	for i := range moves {
		args = append(args, "mousemove", fmt.Sprint(from.X+i*3/2), fmt.Sprint(from.Y+i), "sleep", "0.004")
	}
	begin := time.Now()
	_, err = f.Run(ctx, "xdotool", args...)
	must(t, err)
	moved := time.Now()
	last, err := f.See()
	must(t, err)
	changed := moved
	for time.Since(changed) < time.Second { // until nothing changes any more
		now, err := f.See()
		must(t, err)
		if !now.Equal(last) {
			last, changed = now, time.Now()
		}
	}
	t.Logf("%d movements in %v, the last frame %v after the last of them", moves, moved.Sub(begin).Round(time.Millisecond), changed.Sub(moved).Round(time.Millisecond))
	if late := changed.Sub(moved); late > time.Second {
		t.Errorf("the picture came %v after the hand", late)
	}
	_, err = f.Run(ctx, "xdotool", "mouseup", "1")
	must(t, err)
	shot(t, f, "editor-4k")
	e.done()
}
