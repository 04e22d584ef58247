package agent

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"ticketpp/internal/instance"
	"ticketpp/test/bus"
)

// wall is a notification server that counts what is up.
type wall struct{ up, shown atomic.Int32 }

func (*wall) GetCapabilities() ([]string, *dbus.Error) { return []string{"body"}, nil }

func (w *wall) Notify(string, uint32, string, string, string, []string, map[string]dbus.Variant, int32) (uint32, *dbus.Error) {
	w.up.Add(1)
	return uint32(w.shown.Add(1)), nil
}

func (w *wall) CloseNotification(uint32) *dbus.Error {
	w.up.Add(-1)
	return nil
}

// What the agent has said covered the screen that the user wanted to show.
func TestWhatTheAgentSaidIsTakenAwayBeforeACapture(t *testing.T) {
	o := newOffice(t, same)
	c := bus.Connect(t, bus.Start(t))
	w := &wall{}
	if err := c.Export(w, "/org/freedesktop/Notifications", "org.freedesktop.Notifications"); err != nil {
		t.Fatal(err)
	}
	bus.Own(t, c, "org.freedesktop.Notifications")
	o.say(t.Context(), "agent.left", nil)
	if w.up.Load() != 1 {
		t.Fatal("nothing was shown")
	}
	o.capturer().Clear(t.Context())
	if n := w.up.Load(); n != 0 {
		t.Errorf("before a ticket's capture %d are up", n)
	}

	o.say(t.Context(), "agent.left", nil)
	ctx, quit := context.WithCancel(t.Context())
	defer quit()
	messages := make(chan instance.Message, 1)
	messages <- instance.Clear
	go o.listen(ctx, quit, messages)
	for end := time.Now().Add(5 * time.Second); w.up.Load() != 0; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("before a window's capture it is still up")
		}
	}
}
