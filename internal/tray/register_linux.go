package tray

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"
)

// Where the library puts the icon on the bus.
const (
	itemPath = "/StatusNotifierItem"
	itemName = "org.kde.StatusNotifierItem-%d-1"
)

// ensure registers the icon with the watcher if the library has not. The
// library tries once and only then begins to listen for watchers, so one that
// appears between the two, as panels do at logon, would never hear of it. It is
// done over the library's own connection, by which watchers know the icon: a
// second registration is the same one.
func ensure(ctx context.Context, conn *dbus.Conn) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for !exported(ctx, conn) {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	shared, err := dbus.SessionBus()
	if err != nil {
		return fmt.Errorf("register the icon: %w", err)
	}
	if len(shared.Names()) == 0 || registered(conn, shared.Names()[0]) {
		return nil
	}
	err = shared.Object(watcherName, watcherPath).CallWithContext(ctx, watcherName+".RegisterStatusNotifierItem", 0, itemPath).Err
	if err != nil {
		return fmt.Errorf("register the icon: %w", err)
	}
	return nil
}

// exported reports whether the library's icon answers on the bus.
func exported(ctx context.Context, conn *dbus.Conn) bool {
	item := conn.Object(fmt.Sprintf(itemName, os.Getpid()), itemPath)
	return item.CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", 0, "org.kde.StatusNotifierItem", "Id").Err == nil
}

// registered reports whether the watcher lists an item of the connection whose
// unique name is given.
func registered(conn *dbus.Conn, unique string) bool {
	v, err := conn.Object(watcherName, watcherPath).GetProperty(watcherName + ".RegisteredStatusNotifierItems")
	if err != nil {
		return false
	}
	items, _ := v.Value().([]string)
	for _, item := range items {
		if item == unique || strings.HasPrefix(item, unique+"/") || strings.HasPrefix(item, fmt.Sprintf(itemName, os.Getpid())) {
			return true
		}
	}
	return false
}
