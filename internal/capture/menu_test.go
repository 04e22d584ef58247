package capture

import (
	"context"
	"testing"
	"time"
)

// What a menu opened before is forgotten when it opens again, and does not come
// back from whoever still looks at it.
func TestAMenuThatOpensAgain(t *testing.T) {
	t.Setenv("DISPLAY", "")
	var m Menu
	first, cancel := context.WithCancel(t.Context())
	m.remember(first, []look{{}})
	cancel()
	m.Opened(t.Context())
	if m.remember(first, []look{{}}); len(m.remembered()) != 0 {
		t.Error("an old look is remembered")
	}
	start := time.Now()
	(*Menu)(nil).Gone(t.Context())()
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("without a display it took %v", took)
	}
}
