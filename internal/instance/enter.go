package instance

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

const (
	// leaving is how long a holder that is going may take to be gone. A process
	// that was killed holds its lock until the system has cleared it away.
	leaving = 3 * time.Second
	// knock is how long after a vain try the place is tried again.
	knock = 20 * time.Millisecond
)

// Enter takes the place of the agent as [Acquire] does, or gives m to the one
// that holds it: then it returns [ErrRunning]. A holder that is just going, or
// that holds the place and does not listen yet, is waited for; one that hangs is
// an error of its own.
func Enter(ctx context.Context, dataDir string, m Message) (*Server, error) {
	for until := time.Now().Add(leaving); ; {
		s, err := Acquire(dataDir)
		if !errors.Is(err, ErrRunning) {
			return s, err
		}
		err = Send(dataDir, m)
		if err == nil {
			return nil, ErrRunning
		}
		if !hungUp(err) || time.Now().After(until) {
			return nil, fmt.Errorf("another agent holds the place but does not answer: %w", err)
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(knock):
		}
	}
}

// hungUp reports whether a message was not taken because nobody is at the
// other end, or not any more. One who lets the time run out is there.
func hungUp(err error) bool {
	if errors.Is(err, ErrNotRunning) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return true
	}
	for _, e := range brokenOff {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}
