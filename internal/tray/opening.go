//go:build !windows

package tray

import "fyne.io/systray"

// keptOpenings is where the library says that the menu opens. It does not wait
// for anybody to listen, so its channel gets room for one word: what comes
// while the last one is acted upon is kept. To be called before the library
// runs.
func keptOpenings() <-chan struct{} {
	systray.TrayOpenedCh = make(chan struct{}, 1)
	return systray.TrayOpenedCh
}
