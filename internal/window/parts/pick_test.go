package parts

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// A list that a key opens has the option marked that is chosen, or the first:
// Enter takes it, and an arrow goes on from there.
func TestKeysOpenAListAtWhatIsChosen(t *testing.T) {
	for _, open := range []fyne.KeyName{fyne.KeySpace, fyne.KeyReturn} {
		for _, c := range []struct {
			chosen string
			keys   []fyne.KeyName
			want   int
		}{
			{"", []fyne.KeyName{fyne.KeyReturn}, 0},
			{"", []fyne.KeyName{fyne.KeyDown, fyne.KeyReturn}, 1},
			{"b", []fyne.KeyName{fyne.KeyReturn}, 1},
			{"b", []fyne.KeyName{fyne.KeyDown, fyne.KeyReturn}, 2},
			{"b", []fyne.KeyName{fyne.KeyUp, fyne.KeySpace}, 0},
		} {
			test.NewTempApp(t)
			picked := -1
			p := NewPicker(deaf{}, []string{"a", "b", "c"}, func(i int) { picked = i })
			w := test.NewTempWindow(t, p)
			if c.chosen != "" {
				p.SetSelected(c.chosen)
			}
			picked = -1
			w.Canvas().Focus(p)
			for _, key := range append([]fyne.KeyName{open}, c.keys...) {
				w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: key})
			}
			if picked != c.want {
				t.Errorf("%s, %q chosen, %v: %d picked", open, c.chosen, c.keys, picked)
			}
		}
	}
}
