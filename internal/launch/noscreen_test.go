package launch

import (
	"errors"
	"testing"
)

// Over SSH or from a service there is nothing to show and nothing to keep.
func TestWithoutAScreenNothingIsLeft(t *testing.T) {
	for _, play := range []string{"no opengl", "dies at once", "is missing"} {
		l, store := launcher(t, play)
		l.screens = nil // as the session is: it names no display
		if play == "is missing" {
			l.Window.Program = "/no/such/program"
		}
		id, got, err := l.New(t.Context())
		if id != "" || got != NoWindow || !errors.Is(err, ErrNoScreen) {
			t.Errorf("%s: got %q, %v, %v", play, id, got, err)
		}
		if left, err := store.Left(); len(left) != 0 || err != nil {
			t.Errorf("%s: left behind: %v, %v", play, left, err)
		}
	}
}
