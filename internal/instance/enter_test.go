package instance

import (
	"errors"
	"testing"
	"time"
)

// The old agent is killed and the new one started in the same breath: the
// system may still be clearing the old one away.
func TestAHolderThatIsJustBeingKilledIsWaitedFor(t *testing.T) {
	ownRuntimeDir(t)
	dir := t.TempDir()
	for i := range 20 {
		h := startHolder(t, dir)
		if got := h.next(t); got != "holding" {
			t.Fatal(got)
		}
		_ = h.Process.Kill()
		s, err := Enter(t.Context(), dir, Show)
		if err != nil {
			t.Fatalf("try %d: %v", i, err)
		}
		s.Close()
	}
}

func TestAHolderThatAnswersWinsAtOnce(t *testing.T) {
	ownRuntimeDir(t)
	dir := t.TempDir()
	h := startHolder(t, dir)
	h.next(t)
	start := time.Now()
	if _, err := Enter(t.Context(), dir, Show); !errors.Is(err, ErrRunning) {
		t.Errorf("got %v, want ErrRunning", err)
	}
	if took := time.Since(start); took > leaving/2 {
		t.Errorf("it took %v", took)
	}
	if got := h.next(t); got != string(Show) {
		t.Errorf("the holder heard %q", got)
	}
}
