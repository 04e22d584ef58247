// Package portal asks the desktop portal, by which programs ask a desktop for
// what they cannot do alone (https://flatpak.github.io/xdg-desktop-portal), and
// waits for the answer. It must not know what is asked for.
//
// It speaks over a connection of its own: github.com/rymdport/portal shares the
// tray's, takes the first signal of any kind for the answer, and can be neither
// bounded nor cancelled.
package portal

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"

	"ticketpp/internal/sessionbus"
)

// What an answer can be beside the results.
var (
	ErrNone      = errors.New("this desktop has no portal for that")
	ErrDenied    = errors.New("the desktop does not allow it")
	ErrCancelled = errors.New("the user cancelled")
	ErrEnded     = errors.New("the desktop portal ended without results")
	ErrGone      = errors.New("the desktop portal went away")
)

const (
	service    = "org.freedesktop.portal.Desktop"
	path       = "/org/freedesktop/portal/desktop"
	requestAPI = "org.freedesktop.portal.Request"
	busAPI     = "org.freedesktop.DBus"
)

// Request is something that is asked for.
type Request struct {
	API     string // "Screenshot.Screenshot": interface and method, below org.freedesktop.portal
	Args    []any  // those before the options
	Options map[string]any
	// Within is how long the portal may take to accept it; 0: as long as ctx.
	Within time.Duration
}

// Ask makes the request and waits for its answer. A request that is not
// answered before ctx ends is withdrawn, so that no dialog stays behind. The
// error is one of the above, ctx's, or what keeps us from the session's bus.
func (r Request) Ask(ctx context.Context) (map[string]dbus.Variant, error) {
	conn, err := sessionbus.Connect(context.WithoutCancel(ctx)) // it must live to withdraw the request
	if err != nil {
		return nil, err
	}
	results, closing, err := r.ask(ctx, conn)
	go func() {
		closing()
		_ = conn.Close()
	}()
	return results, err
}

// ask is Ask over a connection. What must be said before that is closed is left
// to closing.
func (r Request) ask(ctx context.Context, conn *dbus.Conn) (results map[string]dbus.Variant, closing func(), err error) {
	closing = func() {}
	signals := make(chan *dbus.Signal, 8)
	conn.Signal(signals)
	// The rules come before the call, since the answer may come before its
	// return.
	for _, rule := range [][]dbus.MatchOption{
		{dbus.WithMatchInterface(requestAPI), dbus.WithMatchMember("Response")},
		{dbus.WithMatchInterface(busAPI), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, service)},
	} {
		if err := conn.AddMatchSignalContext(ctx, rule...); err != nil {
			return nil, closing, fmt.Errorf("desktop portal: %w", err)
		}
	}
	handle, closing, err := r.make(ctx, conn)
	if err != nil {
		return nil, closing, err
	}
	for {
		select {
		case s, ok := <-signals:
			switch {
			case !ok:
				return nil, closing, fmt.Errorf("%w, with the session's bus", ErrGone)
			case s.Path == handle && s.Name == requestAPI+".Response":
				results, err = answer(s.Body)
				return results, closing, err
			case s.Name == busAPI+".NameOwnerChanged" && gone(s.Body):
				return nil, closing, ErrGone
			}
		case <-ctx.Done():
			withdraw(conn, handle)
			return nil, closing, ctx.Err()
		}
	}
}

// lateTime is how long a portal may take to accept a request that nobody waits
// for any more, and that is then withdrawn.
const lateTime = time.Minute

// make makes the request, and returns the handle that its answer comes from. A
// portal that accepts the request too late is told by late that it was
// withdrawn, lest it ask the user yet.
func (r Request) make(ctx context.Context, conn *dbus.Conn) (handle dbus.ObjectPath, late func(), err error) {
	late = func() {}
	options := map[string]dbus.Variant{"handle_token": dbus.MakeVariant(fmt.Sprintf("trayapp%d", time.Now().UnixNano()))}
	for name, value := range r.Options {
		options[name] = dbus.MakeVariant(value)
	}
	soon := ctx
	if r.Within > 0 {
		var cancel func()
		soon, cancel = context.WithTimeout(ctx, r.Within)
		defer cancel()
	}
	call := conn.Object(service, path).Go("org.freedesktop.portal."+r.API, 0, make(chan *dbus.Call, 1), append(r.Args, options)...)
	select {
	case <-call.Done:
		if err := call.Store(&handle); err != nil {
			return "", late, refused(err)
		}
		return handle, late, nil
	case <-soon.Done():
	}
	late = func() {
		select {
		case <-call.Done:
			if call.Store(&handle) == nil {
				withdraw(conn, handle)
			}
		case <-time.After(lateTime):
		}
	}
	if ctx.Err() != nil {
		return "", late, ctx.Err()
	}
	return "", late, fmt.Errorf("%w: it does not answer", ErrNone)
}

func withdraw(conn *dbus.Conn, handle dbus.ObjectPath) {
	conn.Object(service, handle).Go(requestAPI+".Close", dbus.FlagNoReplyExpected, nil)
}

// answer reads a Response: 0 and the results, 1 when the user cancelled, 2 when
// it ended otherwise.
func answer(body []any) (map[string]dbus.Variant, error) {
	if len(body) != 2 {
		return nil, fmt.Errorf("%w: its answer has %d parts", ErrEnded, len(body))
	}
	code, isCode := body[0].(uint32)
	results, isResults := body[1].(map[string]dbus.Variant)
	switch {
	case !isCode || !isResults:
		return nil, fmt.Errorf("%w: its answer is none", ErrEnded)
	case code == 1:
		return nil, ErrCancelled
	case code != 0:
		return nil, fmt.Errorf("%w (%d)", ErrEnded, code)
	}
	return results, nil
}

// gone reports whether the portal's process has ended.
func gone(body []any) bool {
	if len(body) != 3 {
		return false
	}
	owner, ok := body[2].(string)
	return ok && owner == "" && body[0] == service
}

// refused tells a desktop that does not allow something from one that has no
// portal, or none that can do it.
func refused(err error) error {
	var e dbus.Error
	if errors.As(err, &e) {
		for _, end := range []string{".AccessDenied", ".NotAllowed"} {
			if strings.HasSuffix(e.Name, end) {
				return fmt.Errorf("%w: %w", ErrDenied, err)
			}
		}
		for _, end := range []string{".ServiceUnknown", ".UnknownInterface", ".UnknownMethod", ".UnknownObject", ".NameHasNoOwner"} {
			if strings.HasSuffix(e.Name, end) {
				return fmt.Errorf("%w: %w", ErrNone, err)
			}
		}
	}
	return fmt.Errorf("desktop portal: %w", err)
}
