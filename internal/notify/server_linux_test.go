package notify

import (
	"slices"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"

	"ticketpp/test/bus"
)

// server is a notification server that remembers what it was shown.
type server struct {
	sync.Mutex
	conn   *dbus.Conn
	can    []string
	titles []string
	bodies []string
	up     []uint32
	closed []uint32
	hang   chan struct{}
}

func (s *server) GetCapabilities() ([]string, *dbus.Error) {
	if s.hang != nil {
		<-s.hang
	}
	return s.can, nil
}

func (s *server) Notify(_ string, _ uint32, _, title, body string, _ []string, _ map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	s.Lock()
	defer s.Unlock()
	s.titles, s.bodies = append(s.titles, title), append(s.bodies, body)
	id := uint32(len(s.titles))
	s.up = append(s.up, id)
	return id, nil
}

// CloseNotification answers a message that is not up with an error, as the
// specification has it.
func (s *server) CloseNotification(id uint32) *dbus.Error {
	s.Lock()
	defer s.Unlock()
	s.closed = append(s.closed, id)
	i := slices.Index(s.up, id)
	if i < 0 {
		return dbus.NewError(iface+".Error.Failed", nil)
	}
	s.up = slices.Delete(s.up, i, i+1)
	return nil
}

// expire lets the time of a message run out.
func (s *server) expire(t *testing.T, id uint32) {
	t.Helper()
	s.Lock()
	defer s.Unlock()
	s.up = slices.DeleteFunc(s.up, func(u uint32) bool { return u == id })
	if err := s.conn.Emit(objectPath, iface+".NotificationClosed", id, uint32(1)); err != nil {
		t.Fatal(err)
	}
}

// asked are the messages that it was to put away, in order.
func (s *server) asked() []uint32 {
	s.Lock()
	defer s.Unlock()
	return slices.Sorted(slices.Values(s.closed))
}

// serve puts s on a bus of the test's own.
func serve(t *testing.T, s *server) {
	t.Helper()
	join(t, s, bus.Start(t))
}

func join(t *testing.T, s *server, address string) {
	t.Helper()
	s.conn = bus.Connect(t, address)
	if err := s.conn.Export(s, objectPath, iface); err != nil {
		t.Fatal(err)
	}
	bus.Own(t, s.conn, busName)
}
