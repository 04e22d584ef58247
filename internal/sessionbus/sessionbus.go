//go:build linux

// Package sessionbus connects to the D-Bus session of the desktop that is
// there, and never starts one: the library's own default would leave a
// dbus-daemon behind a command that ran from cron. It must not know who speaks
// over the bus.
package sessionbus

import (
	"context"
	"fmt"

	"github.com/godbus/dbus/v5"
)

// Connect opens a connection of its own, which ends with ctx.
func Connect(ctx context.Context) (*dbus.Conn, error) {
	c, err := dbus.SessionBusPrivateNoAutoStartup(dbus.WithContext(ctx))
	if err != nil {
		return nil, fmt.Errorf("session bus: %w", err)
	}
	if err := c.Auth(nil); err != nil {
		c.Close()
		return nil, fmt.Errorf("session bus: %w", err)
	}
	if err := c.Hello(); err != nil {
		c.Close()
		return nil, fmt.Errorf("session bus: %w", err)
	}
	return c, nil
}
