package capture

import (
	"context"
	"errors"
	"fmt"
)

// Reason names in one word why there is no picture, for the log, for scripts,
// and for the window to word: refused, timeout, locked, remote, no-permission,
// or no-display for all that is none of these.
func Reason(err error) string {
	for _, r := range []struct {
		is   error
		word string
	}{
		{ErrLocked, "locked"},
		{ErrRemote, "remote"},
		{ErrNoPermission, "no-permission"},
		{ErrRefused, "refused"},
		{ErrTimeout, "timeout"},
	} {
		if errors.Is(err, r.is) {
			return r.word
		}
	}
	return "no-display"
}

// guarded looks for what a user cannot see either before it takes a picture:
// one of the lock screen, or of what the system hides, helps nobody.
type guarded struct{ platform Capturer }

func (g guarded) Capture(ctx context.Context) ([]Shot, error) {
	obstructed := make(chan error, 1)
	go func() { obstructed <- obstacle(ctx) }() // meanwhile: each takes its milliseconds
	if mayAsk() {                               // but no question is put to a locked screen
		if err := <-obstructed; err != nil {
			return nil, err
		}
		obstructed <- nil
	}
	shots, err := g.platform.Capture(ctx)
	if err := <-obstructed; err != nil {
		return nil, err
	}
	if len(shots) > 0 && !(remote() && hidden(shots)) || ctx.Err() != nil {
		return shots, err
	}
	if remote() {
		return nil, errors.Join(ErrRemote, err)
	}
	return nil, err
}

// hidden reports whether every picture is of one colour, as a remote desktop's
// are while its window is minimised.
func hidden(shots []Shot) bool {
	for _, s := range shots {
		for i := 4; i < len(s.Image.Pix); i += 4 {
			if [4]byte(s.Image.Pix[i:i+4]) != [4]byte(s.Image.Pix[:4]) {
				return false
			}
		}
	}
	return true
}

// locked is the error of a session that shows its lock screen.
func locked(by string) error { return fmt.Errorf("%w (%s)", ErrLocked, by) }
