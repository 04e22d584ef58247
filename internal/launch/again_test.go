package launch

import (
	"errors"
	"image/color"
	"path/filepath"
	"testing"
)

// A window that was killed before it was seen says nothing of the desktop: the
// form came in a browser, or not at all.
func TestAWindowThatDiedIsOpenedOnceMore(t *testing.T) {
	for name, open := range map[string]func(Launcher) (Result, error){
		"a new one": func(l Launcher) (Result, error) {
			_, r, err := l.New(t.Context())
			return r, err
		},
		"one that was left": func(l Launcher) (Result, error) {
			d, err := l.Drafts.Create(l.Draft)
			if err == nil {
				err = d.Close()
			}
			if err != nil {
				t.Fatal(err)
			}
			return l.Resume(t.Context(), d.ID())
		},
	} {
		t.Run(name, func(t *testing.T) {
			l, _ := launcher(t, "dies once")
			l.shoot = one(color.White)
			l.Window.Args = []string{"--data", filepath.Join(t.TempDir(), "died")}
			if r, err := open(l); r != Closed || err != nil {
				t.Errorf("got %v, %v", r, err)
			}
			l, _ = launcher(t, "dies at once")
			if r, err := open(l); r != NoWindow || !errors.Is(err, ErrDied) {
				t.Errorf("where it always dies: %v, %v", r, err)
			}
		})
	}
}
