package capture

import (
	"context"
	"testing"
	"time"
)

// What was seen of a menu is forgotten when it opens again, and does not come
// back from whoever still looks at it; a desktop that says twice that it opens
// opens it once.
func TestAMenuThatOpensAgain(t *testing.T) {
	t.Setenv("DISPLAY", "")
	var m Menu
	old := []look{{}}
	first, cancel := context.WithCancel(t.Context())
	m.remember(first, old)
	cancel()
	forgotten := make(chan struct{}, 3)
	m.Opened(t.Context(), func() { forgotten <- struct{}{} })
	m.Opened(t.Context(), func() { t.Error("it opened twice") })
	if m.remember(first, old); len(m.remembered()) != 0 {
		t.Error("an old look is remembered")
	}
	<-forgotten
	start := time.Now()
	(*Menu)(nil).Gone(t.Context())()
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("without a display it took %v", took)
	}
}
