package tray

import (
	"context"
	"fmt"

	"github.com/godbus/dbus/v5"

	"ticketpp/internal/sessionbus"
)

// Where the library puts the menu on the bus.
const (
	menuPath = "/StatusNotifierItem/menu"
	menuName = "com.canonical.dbusmenu"
)

// menuOpenings calls opened each time the user opens the menu, until ctx is
// done.
//
// Desktops say it in one of three ways: by the event "opened", which the
// library passes on, or by asking whether the menu is still as they have it,
// for one line or for several, which it answers by itself. The bus is asked
// for a copy of those two questions and of nothing else: the rules name our
// own menu. Where it does not allow that, forms are not prepared, and open a
// little later.
func menuOpenings(ctx context.Context, opened func()) {
	library := keptOpenings()
	go func() {
		asked := make(chan *dbus.Message, 4)
		go copies(ctx, asked)
		for {
			select {
			case <-ctx.Done():
				return
			case <-library:
				opened()
			case _, ok := <-asked:
				if !ok {
					asked = nil
					continue
				}
				opened()
			}
		}
	}()
}

// copies sends to asked what desktops ask of our menu when it opens, and
// closes it when there is no more to come.
func copies(ctx context.Context, asked chan *dbus.Message) {
	rules, err := questions()
	if err != nil {
		close(asked)
		return
	}
	conn, err := sessionbus.Connect(ctx)
	if err != nil {
		close(asked)
		return
	}
	defer conn.Close() // and with it the channel that it copies to
	copied := make(chan *dbus.Message, 4)
	conn.Eavesdrop(copied)
	// The answer comes as the first copy. A monitor may send nothing more.
	conn.BusObject().Go("org.freedesktop.DBus.Monitoring.BecomeMonitor", 0, make(chan *dbus.Call, 1), rules, uint32(0))
	defer close(asked)
	for m := range copied {
		switch m.Type {
		case dbus.TypeError:
			return
		case dbus.TypeMethodCall:
			asked <- m
		}
	}
}

// questions are the match rules for the two questions to our own menu.
func questions() ([]string, error) {
	shared, err := dbus.SessionBus() // the library's own connection
	if err != nil {
		return nil, err
	}
	names := shared.Names()
	if len(names) == 0 {
		return nil, dbus.ErrClosed
	}
	var rules []string
	for _, member := range []string{"AboutToShow", "AboutToShowGroup"} {
		rules = append(rules, fmt.Sprintf("type='method_call',destination='%s',path='%s',interface='%s',member='%s'",
			names[0], menuPath, menuName, member))
	}
	return rules, nil
}
