package notify

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"
)

// The names of the Desktop Notifications Specification 1.2.
const (
	busName    = "org.freedesktop.Notifications"
	objectPath = "/org/freedesktop/Notifications"
	iface      = "org.freedesktop.Notifications"
	iconName   = "trayapp" // as the desktop file's icon
	appName    = "Ticket++"
)

// patience is how long a notification server may take, which the bus may have
// to start first.
const patience = 10 * time.Second

func (d *desk) send(ctx context.Context, title, body string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conn, err := d.connect(ctx)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNoServer, err)
	}
	var can []string
	if err := conn.Object(busName, objectPath).CallWithContext(ctx, iface+".GetCapabilities", 0).Store(&can); err != nil {
		return classify(ctx, err)
	}
	var name string
	if err := conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.GetNameOwner", 0, busName).Store(&name); err != nil {
		return classify(ctx, err)
	}
	if slices.Contains(can, "body-markup") {
		body = escape(body)
	}
	hints := map[string]dbus.Variant{"desktop-entry": dbus.MakeVariant(iconName)}
	m := message{server: name}
	err = conn.Object(name, objectPath).CallWithContext(ctx, iface+".Notify", 0,
		appName, uint32(0), iconName, clip(title, 120), body, []string{}, hints, int32(-1)).Store(&m.id)
	if err != nil {
		return classify(ctx, err)
	}
	d.remember(m, slices.Contains(can, "persistence"))
	return nil
}

// escape keeps a server that understands markup from finding any in body.
func escape(body string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(body)
}

// classify tells a missing server from one that failed, and from one that did
// not answer in time.
func classify(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("show a notification: %w", ctx.Err())
	}
	var e dbus.Error
	if errors.As(err, &e) && (strings.HasSuffix(e.Name, ".ServiceUnknown") || strings.HasSuffix(e.Name, ".NameHasNoOwner") || strings.Contains(e.Name, ".Spawn.")) {
		return fmt.Errorf("%w: %w", ErrNoServer, err)
	}
	return fmt.Errorf("show a notification: %w", err)
}
