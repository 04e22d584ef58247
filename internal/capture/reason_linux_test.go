package capture

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"ticketpp/test/bus"
)

func TestEveryReasonHasItsWord(t *testing.T) {
	for want, err := range map[string]error{
		"refused": ErrRefused, "timeout": ErrTimeout, "locked": locked("x"), "remote": errors.Join(ErrRemote, ErrNoDisplay),
		"no-permission": ErrNoPermission, "no-display": ErrNoDisplay,
	} {
		if got := Reason(fmt.Errorf("capture: %w", err)); got != want {
			t.Errorf("%v is %q, want %q", err, got, want)
		}
	}
	if got := Reason(errors.New("something else")); got != "no-display" {
		t.Errorf("anything else is %q", got)
	}
}

// locker is a desktop's, which answers as the test wants.
type locker struct {
	active bool
	hangs  chan struct{}
}

func (l locker) GetActive() (bool, *dbus.Error) {
	if l.hangs != nil {
		<-l.hangs
	}
	return l.active, nil
}

func TestLockedSession(t *testing.T) {
	t.Setenv("WAYLAND_DISPLAY", "")
	t.Setenv("DISPLAY", "")
	for _, l := range lockers {
		for active, want := range map[bool]error{true: ErrLocked, false: ErrNoDisplay} {
			conn := bus.Connect(t, bus.Start(t))
			if err := conn.Export(locker{active: active}, dbus.ObjectPath(l.path), l.name); err != nil {
				t.Fatal(err)
			}
			bus.Own(t, conn, l.name)
			if shots, err := New(Options{}).Capture(context.Background()); !errors.Is(err, want) || len(shots) > 0 {
				t.Errorf("%s is active: %v; %d shots, %v; want %v", l.name, active, len(shots), err, want)
			}
		}
	}
}

func TestLockerThatHangsHoldsNothingUp(t *testing.T) {
	conn := bus.Connect(t, bus.Start(t))
	hangs := make(chan struct{})
	t.Cleanup(func() { close(hangs) })
	if err := conn.Export(locker{hangs: hangs}, dbus.ObjectPath(lockers[0].path), lockers[0].name); err != nil {
		t.Fatal(err)
	}
	bus.Own(t, conn, lockers[0].name)
	start := time.Now()
	if err := obstacle(context.Background()); err != nil || time.Since(start) > 5*time.Second {
		t.Errorf("%v after %v", err, time.Since(start))
	}
}

func TestRemoteSessionWithoutAScreen(t *testing.T) {
	bus.Start(t)
	t.Setenv("WAYLAND_DISPLAY", "")
	t.Setenv("DISPLAY", "")
	t.Setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
	if _, err := New(Options{}).Capture(context.Background()); !errors.Is(err, ErrRemote) {
		t.Errorf("got %v, want ErrRemote", err)
	}
	// With a screen of its own, be it blank, it is a session as any other.
	t.Setenv("DISPLAY", ":9999")
	if _, err := New(Options{}).Capture(context.Background()); !errors.Is(err, ErrNoDisplay) || errors.Is(err, ErrRemote) {
		t.Errorf("got %v, want ErrNoDisplay alone", err)
	}
}

// unseen gives the pictures of a screen that is hidden.
type unseen struct{ shots []Shot }

func (u unseen) Capture(context.Context) ([]Shot, error) { return u.shots, nil }

func TestBlankPictureOfARemoteSessionIsNone(t *testing.T) {
	bus.Start(t)
	blank := []Shot{{Image: white(20, 10)}, {Image: white(10, 10)}}
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	for over, want := range map[string]error{"192.0.2.1": ErrRemote, "": nil} {
		t.Setenv("SSH_CONNECTION", over)
		if _, err := (guarded{unseen{blank}}).Capture(context.Background()); !errors.Is(err, want) {
			t.Errorf("blank over %q: %v, want %v", over, err, want)
		}
	}
	blank[1].Image.Pix[399] = 0
	t.Setenv("SSH_CONNECTION", "192.0.2.1")
	if shots, err := (guarded{unseen{blank}}).Capture(context.Background()); err != nil || len(shots) != 2 {
		t.Errorf("with something on one of them: %d shots, %v", len(shots), err)
	}
}
