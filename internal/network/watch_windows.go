package network

import (
	"context"
	"errors"
	"fmt"
	"unsafe"

	"golang.org/x/sys/windows"
)

// The documented calls of iphlpapi.dll that tell of a change by an event; the
// newer ones call back on a thread of their own, which Go takes only with a C
// compiler. They tell of IPv4, which every office has.
const (
	addressCall = "NotifyAddrChange"
	routeCall   = "NotifyRouteChange"
)

// watch waits for addresses and routes until ctx ends, in one sleeping thread.
func watch(ctx context.Context, changed func()) error {
	stop, err := windows.CreateEvent(nil, 1, 0, nil)
	if err != nil {
		return fmt.Errorf("network changes: %w", err)
	}
	var sources []*source
	var errs []error
	for _, name := range []string{addressCall, routeCall} {
		s, err := newSource(name)
		if err != nil { // the other one may do
			errs = append(errs, err)
			continue
		}
		sources = append(sources, s)
	}
	if len(sources) == 0 {
		_ = windows.CloseHandle(stop)
		return fmt.Errorf("network changes: %w", errors.Join(errs...))
	}
	unwatch := context.AfterFunc(ctx, func() { _ = windows.SetEvent(stop) })
	go func() {
		defer unwatch()
		listen(stop, sources, changed)
		for _, s := range sources {
			s.cancel()
		}
	}()
	return nil
}

// source is one call that tells of a change.
type source struct {
	proc *windows.LazyProc
	// The system writes to both while it waits: until cancel.
	handle  windows.Handle
	pending *windows.Overlapped
}

func newSource(name string) (*source, error) {
	proc := windows.NewLazySystemDLL("iphlpapi.dll").NewProc(name)
	if err := proc.Find(); err != nil {
		return nil, err
	}
	event, err := windows.CreateEvent(nil, 0, 0, nil) // set back by the wait
	if err != nil {
		return nil, err
	}
	s := &source{proc: proc, pending: &windows.Overlapped{HEvent: event}}
	if err := s.arm(); err != nil {
		_ = windows.CloseHandle(event)
		return nil, err
	}
	return s, nil
}

// arm asks for the next change.
func (s *source) arm() error {
	r, _, _ := s.proc.Call(uintptr(unsafe.Pointer(&s.handle)), uintptr(unsafe.Pointer(s.pending)))
	if err := windows.Errno(r); err != 0 && err != windows.ERROR_IO_PENDING {
		return fmt.Errorf("%s: %w", s.proc.Name, err)
	}
	return nil
}

// cancel ends the system's writing.
func (s *source) cancel() {
	if proc := windows.NewLazySystemDLL("iphlpapi.dll").NewProc("CancelIPChangeNotify"); proc.Find() == nil {
		_, _, _ = proc.Call(uintptr(unsafe.Pointer(s.pending)))
	}
}

// listen waits until stop.
func listen(stop windows.Handle, sources []*source, changed func()) {
	events := []windows.Handle{stop}
	for _, s := range sources {
		events = append(events, s.pending.HEvent)
	}
	for {
		n, err := windows.WaitForMultipleObjects(events, false, windows.INFINITE)
		at := int(n) - windows.WAIT_OBJECT_0
		if err != nil || at <= 0 || at > len(sources) {
			return
		}
		changed()
		if err := sources[at-1].arm(); err != nil {
			return
		}
	}
}
