//go:build !linux && !windows

package tray

import (
	"context"

	"fyne.io/systray"
)

// menuOpenings calls opened each time the user opens the menu, until ctx is
// done.
func menuOpenings(ctx context.Context, opened func()) {
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-systray.TrayOpenedCh:
				opened()
			}
		}
	}()
}
