package tray

import (
	"context"
	"testing"

	"fyne.io/systray"
)

// TestAMenuThatOpensMeanwhileIsTold: the library drops its word where nobody
// listens, and somebody who prepares a form does not.
func TestAMenuThatOpensMeanwhileIsTold(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	told, goOn := make(chan bool), make(chan bool)
	menuOpenings(ctx, func() { told <- true; <-goOn })
	say := func() { // as the library does
		select {
		case systray.TrayOpenedCh <- struct{}{}:
		default:
		}
	}
	say()
	await(t, told, "the first opening")
	say()
	goOn <- true
	await(t, told, "the opening meanwhile")
	goOn <- true
}
