package uiapp

import (
	"errors"
	"fmt"
	"testing"

	"ticketpp/internal/history"
	"ticketpp/internal/mytickets"
)

func TestWhyANumberIsNotTaken(t *testing.T) {
	for want, err := range map[error]error{
		mytickets.ErrTaken:     fmt.Errorf("x: %w", &history.TakenError{}),
		mytickets.ErrNotNumber: fmt.Errorf("x: %w", history.ErrBadNumber),
	} {
		if got := taken(err); !errors.Is(got, want) {
			t.Errorf("%v: got %v, want %v", err, got, want)
		}
	}
	if taken(nil) != nil {
		t.Error("what was taken is an error")
	}
}
