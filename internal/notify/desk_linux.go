package notify

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"

	"ticketpp/internal/sessionbus"
)

// goPatience is how long a notification server may take to put messages away:
// somebody waits for the picture.
const goPatience = 250 * time.Millisecond

// desk is a desktop with a notification server. Its connection stays open once
// something was shown: the server says over it when a message has gone, and
// GNOME takes away what a program showed that has left the bus.
type desk struct {
	connecting sync.Mutex // held while a connection is made, which may take long

	mu   sync.Mutex
	conn *dbus.Conn
	up   map[message]time.Time // until when they may be up; zero: until the server says otherwise
}

// message is one that was shown. The number holds only with the server that
// gave it: the next one begins to count anew.
type message struct {
	server string // its unique name on the bus
	id     uint32
}

// connect returns the connection, opened anew where there is none any more.
func (d *desk) connect(ctx context.Context) (*dbus.Conn, error) {
	d.connecting.Lock()
	defer d.connecting.Unlock()
	if conn := d.connection(); conn != nil && conn.Connected() {
		return conn, nil
	}
	// It outlives ctx, which cuts it short only while it is made.
	life, end := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, end)
	conn, err := sessionbus.Connect(life)
	if err != nil || !stop() {
		end()
		if err == nil {
			err = ctx.Err()
		}
		return nil, err
	}
	gone := make(chan *dbus.Signal, 16)
	conn.Signal(gone)
	err = conn.AddMatchSignalContext(ctx, dbus.WithMatchInterface(iface), dbus.WithMatchMember("NotificationClosed"))
	if err != nil {
		end()
		return nil, err
	}
	d.mu.Lock()
	d.conn, d.up = conn, map[message]time.Time{}
	d.mu.Unlock()
	go func() {
		defer end()
		d.follow(gone)
	}()
	return conn, nil
}

func (d *desk) connection() *dbus.Conn {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.conn
}

// follow forgets the messages that the server says are gone, until the
// connection ends.
func (d *desk) follow(gone <-chan *dbus.Signal) {
	for s := range gone {
		if len(s.Body) == 0 || s.Name != iface+".NotificationClosed" {
			continue
		}
		if id, ok := s.Body[0].(uint32); ok {
			d.mu.Lock()
			delete(d.up, message{s.Sender, id})
			d.mu.Unlock()
		}
	}
}

// remember keeps a message that was shown. Where the server keeps its messages
// in a list, this one counts as up for a while only.
func (d *desk) remember(m message, listed bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	until := time.Time{}
	if listed {
		until = time.Now().Add(lately)
	}
	d.up[m] = until
}

// take hands out what may be up, and forgets it.
func (d *desk) take() (*dbus.Conn, []message) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := time.Now()
	maps.DeleteFunc(d.up, func(_ message, until time.Time) bool { return !until.IsZero() && until.Before(now) })
	up := slices.Collect(maps.Keys(d.up))
	clear(d.up)
	return d.conn, up
}

func (d *desk) clear(ctx context.Context) {
	conn, up := d.take()
	if len(up) == 0 {
		return
	}
	short, cancel := context.WithTimeout(ctx, goPatience)
	defer cancel()
	calls := make([]*dbus.Call, len(up))
	for i, m := range up { // all at once
		calls[i] = conn.Object(m.server, objectPath).
			GoWithContext(short, iface+".CloseNotification", dbus.FlagNoAutoStart, make(chan *dbus.Call, 1), m.id)
	}
	was := false
	for _, c := range calls {
		select {
		case <-c.Done:
			was = was || c.Err == nil // an error: it was not up any more
		case <-short.Done():
		}
	}
	if was {
		pause(ctx, fading)
	}
}
