//go:build !linux && !windows

package tray

import "context"

// menuOpenings calls opened each time the user opens the menu, until ctx is
// done.
func menuOpenings(ctx context.Context, opened func()) {
	library := keptOpenings()
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-library:
				opened()
			}
		}
	}()
}
