package mailbox

import (
	"errors"
	"io"
	"net"
	"testing"
	"time"
)

// When the library has closed the line over an answer that makes no sense,
// that answer is what went wrong, and not the line.
func TestClosedHereIsNoFailure(t *testing.T) {
	for name, use := range map[string]func(*wire) error{
		"read":  func(w *wire) error { _, err := w.Read(make([]byte, 1)); return err },
		"write": func(w *wire) error { _, err := w.Write([]byte("T1 NOOP\r\n")); return err },
	} {
		here, there := tcpPair(t)
		w := newWire(here, time.Second)
		_ = here.Close()
		if err := use(w); !errors.Is(err, net.ErrClosed) || w.failure() != nil {
			t.Errorf("%s, closed here: %v, failure %v", name, err, w.failure())
		}
		_ = there.Close()
	}
	here, there := tcpPair(t)
	w := newWire(here, time.Second)
	_ = there.Close()
	if _, err := w.Read(make([]byte, 1)); err != io.EOF || w.failure() != io.EOF {
		t.Errorf("closed there: %v, failure %v", err, w.failure())
	}
}

func tcpPair(t *testing.T) (here, there net.Conn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if here, err = net.Dial("tcp", l.Addr().String()); err == nil {
		there, err = l.Accept()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = here.Close(); _ = there.Close() })
	return here, there
}
