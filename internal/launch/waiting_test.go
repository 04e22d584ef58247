package launch

import (
	"bytes"
	"testing"
	"time"
)

// patience is how long a test waits for the end of a program.
const patience = 10 * time.Second

func TestAFormThatWaitsIsTheOneThatOpens(t *testing.T) {
	l, _ := launcher(t, "tells the word")
	l.Window.Waiting = new(Waiting)
	var said, ignored bytes.Buffer
	before := l.Window
	before.Stderr = &said
	l.Window.Waiting.Prepare(t.Context(), before)
	l.Window.Waiting.Prepare(t.Context(), before) // the menu was opened once more
	l.Window.Stderr = &ignored
	shown := false
	l.Window.Shown = func(func()) { shown = true }
	id, got, err := l.New(t.Context())
	if got != Closed || err != nil || !shown {
		t.Fatalf("got %v, %v, shown: %v", got, err, shown)
	}
	if want := "waited for: draft " + id + "\ncaptured no-display\n"; said.String() != want {
		t.Errorf("the form that waited heard %q, want %q", said.String(), want)
	}
	if ignored.Len() != 0 {
		t.Errorf("another form heard %q", ignored.String())
	}
	if p := l.Window.Waiting.take(); p != nil {
		t.Error("it still waits")
	}
}

func TestAFormThatNobodyWantsEnds(t *testing.T) {
	for name, end := range map[string]func(w *Waiting, win Window){
		"after a while": func(w *Waiting, win Window) { w.prepare(t.Context(), win, 10*time.Millisecond) },
		"when told so":  func(w *Waiting, win Window) { w.Prepare(t.Context(), win); w.End() },
	} {
		t.Run(name, func(t *testing.T) {
			l, store := launcher(t, "closes")
			unwanted := make(chan struct{}, 1)
			w := Waiting{Unwanted: func() { unwanted <- struct{}{} }}
			first := l.Window
			ended := make(chan struct{})
			first.Stderr = lastWord(ended)
			end(&w, first)
			select {
			case <-ended:
			case <-time.After(patience):
				t.Fatal("it still waits")
			}
			select {
			case <-unwanted:
			case <-time.After(patience):
				t.Error("nobody is told that it has ended")
			}
			l.Window.Waiting = &w
			if _, got, err := l.New(t.Context()); got != Closed || err != nil {
				t.Errorf("the next one: %v, %v", got, err)
			}
			if left, err := store.Left(); len(left) != 1 || err != nil {
				t.Errorf("drafts: %v, %v", left, err)
			}
		})
	}
}

// lastWord is closed by what a program says before it ends.
type lastWord chan struct{}

func (l lastWord) Write(p []byte) (int, error) {
	close(l)
	return len(p), nil
}

func TestAFormThatDiedWhileItWaitedIsNotMissed(t *testing.T) {
	l, _ := launcher(t, "dies at once")
	l.Window.Waiting = new(Waiting)
	l.Window.Waiting.Prepare(t.Context(), l.Window)
	p := l.Window.Waiting.process
	for until := time.Now().Add(patience); !p.hasEnded() && time.Now().Before(until); {
		time.Sleep(time.Millisecond)
	}
	t.Setenv(fakeWindow, "closes")
	if _, got, err := l.New(t.Context()); got != Closed || err != nil {
		t.Errorf("got %v, %v", got, err)
	}
}
