package tray

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/godbus/dbus/v5"

	"ticketpp/internal/sessionbus"
)

// The names of the StatusNotifierItem specification.
const (
	watcherName  = "org.kde.StatusNotifierWatcher"
	watcherPath  = "/StatusNotifierWatcher"
	hostProperty = watcherName + ".IsStatusNotifierHostRegistered"
)

// host tells whether the desktop shows tray icons, now and when that changes.
type host struct{ tell func(error) }

func newHost(tell func(error)) host { return host{tell} }

// wait begins to watch and returns at once; without a session bus there will
// be no icon, and it waits for ctx and returns false.
func (h host) wait(ctx context.Context) bool {
	conn, err := sessionbus.Connect(ctx)
	if err != nil {
		h.report(fmt.Errorf("%w: %w", ErrNoBus, err))
		<-ctx.Done()
		return false
	}
	go h.watch(ctx, conn)
	return true
}

func (h host) report(err error) {
	if h.tell != nil {
		h.tell(err)
	}
}

// watch tells of the host at the start and at each change, until ctx is done.
func (h host) watch(ctx context.Context, conn *dbus.Conn) {
	defer conn.Close()
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	for _, match := range [][]dbus.MatchOption{
		{
			dbus.WithMatchSender("org.freedesktop.DBus"), dbus.WithMatchInterface("org.freedesktop.DBus"),
			dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, watcherName),
		},
		{dbus.WithMatchInterface(watcherName), dbus.WithMatchMember("StatusNotifierHostRegistered")},
		{dbus.WithMatchInterface(watcherName), dbus.WithMatchMember("StatusNotifierHostUnregistered")},
	} {
		if err := conn.AddMatchSignal(match...); err != nil {
			h.report(fmt.Errorf("watch for a tray: %w", err))
			return
		}
	}
	was := errors.New("nothing told yet")
	for {
		now := look(ctx, conn)
		if errors.Is(now, ErrNoBus) {
			settle(ctx, conn)
		}
		if ctx.Err() != nil {
			return
		}
		if !conn.Connected() {
			h.report(ErrNoBus)
			return
		}
		if !same(was, now) {
			was = now
			if now == nil {
				now = ensure(ctx, conn)
			}
			h.report(now)
		}
		select {
		case <-signals: // closed with the connection, which is looked at next
		case <-ctx.Done():
			return
		}
	}
}

// settle waits until a connection over which nothing went is known to be closed:
// a bus that dies is told once, and as that.
func settle(ctx context.Context, conn *dbus.Conn) {
	select {
	case <-conn.Context().Done():
	case <-time.After(time.Second):
	case <-ctx.Done():
	}
}

// same reports whether two tellings say the same to a person.
func same(a, b error) bool {
	return (a == nil) == (b == nil) && (a == nil || a.Error() == b.Error())
}

// Host says whether this desktop shows tray icons: nil, ErrNoHost or ErrNoBus.
func Host(ctx context.Context) error {
	conn, err := sessionbus.Connect(ctx)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNoBus, err)
	}
	defer conn.Close()
	return look(ctx, conn)
}

func look(ctx context.Context, conn *dbus.Conn) error {
	var owned bool
	if err := conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.NameHasOwner", 0, watcherName).Store(&owned); err != nil {
		return fmt.Errorf("%w: %w", ErrNoBus, err)
	}
	if !owned {
		return ErrNoHost
	}
	v, err := conn.Object(watcherName, watcherPath).GetProperty(hostProperty)
	if _, answer := errors.AsType[dbus.Error](err); err != nil && !answer { // nobody on the bus said that
		return fmt.Errorf("%w: %w", ErrNoBus, err)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNoHost, err)
	}
	if registered, ok := v.Value().(bool); !ok || !registered {
		return ErrNoHost
	}
	return nil
}
