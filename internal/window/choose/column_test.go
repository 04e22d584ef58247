package choose

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// nobody is a window that needs no key.
type nobody struct{}

func (nobody) Escape()                           {}
func (nobody) Shortcut(fyne.Shortcut) bool       { return false }
func (nobody) FocusChanged(fyne.Focusable, bool) {}
func (nobody) FocusNext()                        {}

// A choice is taken with the arrow keys, with Space round and round, and by a
// click, which takes the keyboard too; nothing is told that changes nothing.
func TestAChoiceIsTakenByKeysAndByClicks(t *testing.T) {
	test.NewTempApp(t)
	var told []int
	c := NewColumn(nobody{}, []Line{{Words: "uno"}, {Words: "due"}, {Words: "tre"}}, 0, func(i int) { told = append(told, i) })
	w := test.NewTempWindow(t, container.NewWithoutLayout(c))
	c.Resize(c.MinSize())
	for _, key := range []fyne.KeyName{fyne.KeyDown, fyne.KeyRight, fyne.KeyDown, fyne.KeySpace, fyne.KeyUp, fyne.KeyLeft, fyne.KeyRight} {
		c.TypedKey(&fyne.KeyEvent{Name: key})
	}
	if want := []int{1, 2, 0, 1}; !slices.Equal(told, want) {
		t.Errorf("told %v, not %v", told, want)
	}
	at := fyne.NewPos(5, 2.5*c.lineHeight())
	c.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}})
	c.Tapped(&fyne.PointEvent{Position: at})
	if c.chosen != 2 || c.hovered != 2 || !c.Held || w.Canvas().Focused() != fyne.Focusable(c) {
		t.Errorf("chosen %d, below the pointer %d, the keyboard with %T", c.chosen, c.hovered, w.Canvas().Focused())
	}
	c.MouseOut()
	w.Canvas().Unfocus()
	if c.hovered != -1 || c.Held {
		t.Errorf("left behind: %d, %v", c.hovered, c.Held)
	}
	c.Tapped(&fyne.PointEvent{Position: fyne.NewPos(5, 4*c.lineHeight())})
	if len(told) != 5 {
		t.Errorf("told %v", told)
	}
}
