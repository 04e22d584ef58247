package notify

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"ticketpp/test/bus"
)

// server is a notification server that remembers what it was shown.
type server struct {
	sync.Mutex
	can    []string
	titles []string
	bodies []string
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
	return 1, nil
}

func serve(t *testing.T, s *server) {
	t.Helper()
	c := bus.Connect(t, bus.Start(t))
	if err := c.Export(s, objectPath, iface); err != nil {
		t.Fatal(err)
	}
	bus.Own(t, c, busName)
}

const nasty = `$(touch /tmp/x) <b>Èrrore</b> & "«1532»"`

func TestBodyIsShownAsText(t *testing.T) {
	for _, c := range []struct {
		name string
		can  []string
		want string
	}{
		{"server with markup", []string{"body", "body-markup"}, `$(touch /tmp/x) &lt;b&gt;Èrrore&lt;/b&gt; &amp; "«1532»"`},
		{"server without", []string{"body"}, nasty},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &server{can: c.can}
			serve(t, s)
			if err := Send(context.Background(), "Ticket <12345>", nasty); err != nil {
				t.Fatal(err)
			}
			s.Lock()
			defer s.Unlock()
			if s.titles[0] != "Ticket <12345>" || s.bodies[0] != c.want {
				t.Errorf("shown %q, %q", s.titles[0], s.bodies[0])
			}
		})
	}
}

func TestNoServer(t *testing.T) {
	bus.Start(t)
	if err := Send(context.Background(), "a", "b"); !errors.Is(err, ErrNoServer) {
		t.Errorf("got %v, want ErrNoServer", err)
	}
}

func TestNoBus(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
	if err := Send(context.Background(), "a", "b"); !errors.Is(err, ErrNoServer) {
		t.Errorf("got %v, want ErrNoServer", err)
	}
}

func TestServerThatHangs(t *testing.T) {
	s := &server{hang: make(chan struct{})}
	defer close(s.hang)
	serve(t, s)
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	if err := Send(ctx, "a", "b"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the deadline's error", err)
	}
}
