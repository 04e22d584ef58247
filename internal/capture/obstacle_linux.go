package capture

import (
	"context"
	"os"
	"time"

	"github.com/godbus/dbus/v5"

	"ticketpp/internal/sessionbus"
)

// lockPatience bounds the question whether the session is locked. A desktop
// that does not answer in this time is taken for open.
const lockPatience = 150 * time.Millisecond

// lockers are the programs that lock a session and say whether they do: those
// of GNOME, KDE, Xfce, Cinnamon and MATE.
var lockers = [...]struct{ name, path string }{
	{"org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"},
	{"org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"},
	{"org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"},
	{"org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"},
	{"org.mate.ScreenSaver", "/org/mate/ScreenSaver"},
}

// obstacle asks the desktop's lockers. None of them is started for it.
func obstacle(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, lockPatience)
	defer cancel()
	conn, err := sessionbus.Connect(ctx)
	if err != nil {
		return nil
	}
	defer conn.Close()
	calls := make([]*dbus.Call, len(lockers))
	for i, l := range lockers { // all at once: the answers come in one go
		calls[i] = conn.Object(l.name, dbus.ObjectPath(l.path)).
			GoWithContext(ctx, l.name+".GetActive", dbus.FlagNoAutoStart, make(chan *dbus.Call, 1))
	}
	for i, c := range calls {
		select {
		case <-c.Done:
		case <-ctx.Done():
			return nil
		}
		active := false
		if c.Err == nil && c.Store(&active) == nil && active {
			return locked(lockers[i].name)
		}
	}
	return nil
}

// mayAsk reports whether the desktop may ask the user before it gives a picture.
func mayAsk() bool { return os.Getenv("WAYLAND_DISPLAY") != "" }

// remote reports whether this process came over the network without a screen.
func remote() bool {
	return os.Getenv("SSH_CONNECTION") != "" && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == ""
}
