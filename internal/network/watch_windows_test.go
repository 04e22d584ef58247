package network

import (
	"context"
	"testing"
	"time"
)

// The system takes both questions, says nothing while nothing changes, and
// lets go at the end.
func TestTheSystemIsAsked(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	told := make(chan struct{}, 100)
	if err := watch(ctx, func() { told <- struct{}{} }); err != nil {
		t.Fatal(err)
	}
	select {
	case <-told:
		t.Error("a change that was none")
	case <-time.After(time.Second):
	}
	cancel()
}
