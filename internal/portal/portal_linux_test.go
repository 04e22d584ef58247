package portal

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"ticketpp/test/bus"
)

// fake is a desktop that answers as the test wants.
type fake struct {
	conn      *dbus.Conn
	accept    func(f *fake, handle dbus.ObjectPath) *dbus.Error
	withdrawn chan struct{}
}

func (f *fake) Wish(_ string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	token, _ := options["handle_token"].Value().(string)
	handle := dbus.ObjectPath(path + "/request/1_1/" + token)
	_ = f.conn.Export(handleObject{f}, handle, requestAPI)
	return handle, f.accept(f, handle)
}

func (f *fake) respond(handle dbus.ObjectPath, body ...any) {
	_ = f.conn.Emit(handle, requestAPI+".Response", body...)
}

type handleObject struct{ f *fake }

func (h handleObject) Close() *dbus.Error { close(h.f.withdrawn); return nil }

func start(t *testing.T, accept func(*fake, dbus.ObjectPath) *dbus.Error) *fake {
	t.Helper()
	f := &fake{conn: bus.Connect(t, bus.Start(t)), accept: accept, withdrawn: make(chan struct{})}
	if err := f.conn.Export(f, path, "org.freedesktop.portal.Fairy"); err != nil {
		t.Fatal(err)
	}
	bus.Own(t, f.conn, service)
	return f
}

var wish = Request{API: "Fairy.Wish", Args: []any{""}}

func TestAnswers(t *testing.T) {
	granted := map[string]dbus.Variant{"wish": dbus.MakeVariant("granted")}
	for name, c := range map[string]struct {
		body []any
		want error
	}{
		"granted":        {[]any{uint32(0), granted}, nil},
		"cancelled":      {[]any{uint32(1), granted}, ErrCancelled},
		"ended":          {[]any{uint32(2), granted}, ErrEnded},
		"no results":     {[]any{uint32(0)}, ErrEnded},
		"another answer": {[]any{"0", granted}, ErrEnded},
	} {
		// The answer comes before the call's return, as it may.
		start(t, func(f *fake, handle dbus.ObjectPath) *dbus.Error {
			f.respond(path+"/request/1_9/other", uint32(1), granted)
			f.respond(handle, c.body...)
			return nil
		})
		results, err := wish.Ask(t.Context())
		if !errors.Is(err, c.want) || c.want == nil && (err != nil || results["wish"].Value() != "granted") {
			t.Errorf("%s: %v, %v", name, results, err)
		}
	}
}

func TestRefusals(t *testing.T) {
	for name, want := range map[string]error{
		"org.freedesktop.DBus.Error.AccessDenied":  ErrDenied,
		"org.freedesktop.portal.Error.NotAllowed":  ErrDenied,
		"org.freedesktop.DBus.Error.UnknownMethod": ErrNone,
	} {
		start(t, func(*fake, dbus.ObjectPath) *dbus.Error { return dbus.NewError(name, nil) })
		if _, err := wish.Ask(t.Context()); !errors.Is(err, want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	bus.Start(t)
	if _, err := wish.Ask(t.Context()); !errors.Is(err, ErrNone) {
		t.Errorf("no portal: %v", err)
	}
}

// A portal that dies with its dialog open is not waited for.
func TestThePortalDies(t *testing.T) {
	start(t, func(f *fake, _ dbus.ObjectPath) *dbus.Error {
		time.AfterFunc(50*time.Millisecond, func() { _ = f.conn.Close() })
		return nil
	})
	if _, err := wish.Ask(t.Context()); !errors.Is(err, ErrGone) {
		t.Errorf("%v", err)
	}
}

// One that does not even accept the request is given up in time, and told so
// once it has accepted it, for it would ask the user yet.
func TestThePortalIsBusy(t *testing.T) {
	let := make(chan struct{})
	f := start(t, func(*fake, dbus.ObjectPath) *dbus.Error { <-let; return nil })
	r := wish
	r.Within = 100 * time.Millisecond
	if _, err := r.Ask(t.Context()); !errors.Is(err, ErrNone) {
		t.Errorf("%v", err)
	}
	close(let)
	select {
	case <-f.withdrawn:
	case <-time.After(10 * time.Second):
		t.Error("the request was not withdrawn")
	}
}

func TestWithdrawn(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	f := start(t, func(*fake, dbus.ObjectPath) *dbus.Error {
		time.AfterFunc(50*time.Millisecond, cancel)
		return nil
	})
	if _, err := wish.Ask(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	select {
	case <-f.withdrawn:
	case <-time.After(10 * time.Second):
		t.Error("the dialog stays behind")
	}
}
