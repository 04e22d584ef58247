//go:build !linux && !windows

package tray

import (
	"context"

	"fyne.io/systray"
)

// host: macOS always has a menu bar.
type host struct{ tell func(error) }

func newHost(tell func(error)) host { return host{tell} }

func (h host) wait(context.Context) bool {
	if h.tell != nil {
		h.tell(nil)
	}
	return true
}

// Host says whether this desktop shows tray icons.
func Host(context.Context) error { return nil }

func (t *tray) prepare(string) {}

func setIcon(name string) { systray.SetIcon(picture(name + "-32.png")) }

func label(s string) string { return s }

func (t *tray) stop() { systray.Quit() }
