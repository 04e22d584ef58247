package stage

import (
	"context"
	"fmt"
	"net/url"
	"path/filepath"
	"sync"

	"github.com/godbus/dbus/v5"
)

// Portal stands in for the desktop portal: what a Wayland desktop asks its user
// before a picture is taken, the test answers.
type Portal struct {
	stage  *Stage
	answer func(n int) bool // whether request n, from 1, may take its picture

	mu       sync.Mutex
	requests []PortalRequest
}

// PortalRequest is one picture that a program asked for.
type PortalRequest struct {
	Interactive bool
	Focused     bool     // a window of the program had the keyboard
	Screen      *Picture // as it was; what was given where it was allowed
}

const (
	portalName = "org.freedesktop.portal.Desktop"
	portalPath = "/org/freedesktop/portal/desktop"
)

// OpenPortal puts the portal on the session's bus, for programs that are
// started with [Wayland] in their environment.
func (s *Stage) OpenPortal(answer func(n int) bool) (*Portal, error) {
	p := &Portal{stage: s, answer: answer}
	if err := s.bus.Export(p, portalPath, "org.freedesktop.portal.Screenshot"); err != nil {
		return nil, err
	}
	reply, err := s.bus.RequestName(portalName, dbus.NameFlagDoNotQueue)
	if err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		return nil, fmt.Errorf("stage: portal: %v, %w", reply, err)
	}
	return p, nil
}

// Wayland makes a program believe that it runs on Wayland; its windows come by
// X all the same.
const Wayland = "WAYLAND_DISPLAY=wayland-of-the-stage"

// Requests are those that were made so far.
func (p *Portal) Requests() []PortalRequest {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]PortalRequest(nil), p.requests...)
}

// Screenshot is the portal's method.
func (p *Portal) Screenshot(_ string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	token, _ := options["handle_token"].Value().(string)
	r := PortalRequest{Focused: p.stage.active() != 0}
	r.Interactive, _ = options["interactive"].Value().(bool)
	var err error
	if r.Screen, err = p.stage.See(); err != nil {
		return "", dbus.MakeFailedError(err)
	}
	p.mu.Lock()
	p.requests = append(p.requests, r)
	n := len(p.requests)
	p.mu.Unlock()
	request := dbus.ObjectPath(portalPath + "/request/1_1/" + token)
	code, results := uint32(1), map[string]dbus.Variant{}
	if p.answer(n) {
		path := filepath.Join(p.stage.Home, fmt.Sprintf("portal-%d.png", n))
		if err := r.Screen.Save(path); err != nil {
			return "", dbus.MakeFailedError(err)
		}
		code, results["uri"] = 0, dbus.MakeVariant((&url.URL{Scheme: "file", Path: path}).String())
	}
	go func() { _ = p.stage.bus.Emit(request, "org.freedesktop.portal.Request.Response", code, results) }()
	return request, nil
}

// StartDialogs starts the desktop's portal with its usual back end, GTK's, as
// most desktops have them: it shows the dialogs in which files are chosen.
func (s *Stage) StartDialogs(ctx context.Context) error {
	for _, p := range []struct{ program, name string }{
		{"/usr/libexec/xdg-desktop-portal-gtk", "org.freedesktop.impl.portal.desktop.gtk"},
		{"/usr/libexec/xdg-desktop-portal", portalName},
	} {
		started, err := s.Start(nil, p.program)
		if err != nil {
			return err
		}
		err = Until(ctx, p.program, func() (owned bool, err error) {
			if started.Ended() {
				return false, fmt.Errorf("has ended: %s", started.Output())
			}
			err = s.bus.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, p.name).Store(&owned)
			return owned, err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
