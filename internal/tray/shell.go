package tray

import (
	"context"
	"time"
)

// waitForShell polls present until it is true, which it then tells; false when
// ctx was done before. After patience it tells ErrNoHost once and goes on
// waiting: a kiosk without a shell may get one later.
func waitForShell(ctx context.Context, present func() bool, tell func(error), every, patience time.Duration) bool {
	if tell == nil {
		tell = func(error) {}
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	late := time.NewTimer(patience)
	defer late.Stop()
	for !present() {
		select {
		case <-tick.C:
		case <-late.C:
			tell(ErrNoHost)
			tick.Reset(10 * every) // nobody is in a hurry any more
		case <-ctx.Done():
			return false
		}
	}
	tell(nil)
	return true
}
