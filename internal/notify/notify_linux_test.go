package notify

import (
	"context"
	"errors"
	"testing"
	"time"

	"ticketpp/test/bus"
)

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
			if err := new(Board).Send(context.Background(), "Ticket <12345>", nasty); err != nil {
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
	if err := new(Board).Send(context.Background(), "a", "b"); !errors.Is(err, ErrNoServer) {
		t.Errorf("got %v, want ErrNoServer", err)
	}
}

func TestNoBus(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
	if err := new(Board).Send(context.Background(), "a", "b"); !errors.Is(err, ErrNoServer) {
		t.Errorf("got %v, want ErrNoServer", err)
	}
}

func TestServerThatHangs(t *testing.T) {
	s := &server{hang: make(chan struct{})}
	defer close(s.hang)
	serve(t, s)
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	if err := new(Board).Send(ctx, "a", "b"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the deadline's error", err)
	}
}
