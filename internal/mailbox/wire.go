package mailbox

import (
	"errors"
	"net"
	"sync"
	"time"
)

// errTooMuch says that a server's answer to one command does not end.
var errTooMuch = errors.New("the server's answer does not end")

// maxAnswer bounds what comes back for one command, in bytes. The longest
// honest answer is the senders of all mails of a large mailbox, about 300
// bytes each.
const maxAnswer = 256 << 20

// wire is the connection beneath IMAP and TLS. While an answer is awaited it
// renews the deadline as bytes move; at rest (IDLE) it waits as long as it is
// told to. It counts what is heard, and remembers why it ended: above, the
// cause is lost.
type wire struct {
	net.Conn
	timeout time.Duration

	mu     sync.Mutex
	rest   time.Duration // how long silence is right; 0: an answer is awaited
	heard  int64         // bytes since the last command
	failed error
}

func newWire(c net.Conn, timeout time.Duration) *wire { return &wire{Conn: c, timeout: timeout} }

// Read waits for bytes, no longer than is right for the moment.
func (w *wire) Read(p []byte) (int, error) {
	w.mu.Lock()
	err := w.failed
	if err == nil && w.heard > maxAnswer {
		err = errTooMuch
	}
	if err == nil {
		err = w.Conn.SetReadDeadline(w.deadline())
	}
	w.mu.Unlock()
	n := 0
	if err == nil {
		n, err = w.Conn.Read(p)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.heard += int64(n)
	w.fail(err)
	return n, err
}

// Write sends a command, and from then on awaits the answer.
func (w *wire) Write(p []byte) (int, error) {
	w.mu.Lock()
	err := w.failed
	if err == nil {
		w.heard = 0
		err = errors.Join(w.Conn.SetWriteDeadline(time.Now().Add(w.timeout)), w.Conn.SetReadDeadline(w.deadline()))
	}
	w.mu.Unlock()
	if err != nil {
		return 0, err
	}
	n, err := w.Conn.Write(p)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fail(err)
	return n, err
}

// fail remembers why the connection ended. That it was closed on this side is
// no reason: whoever closed it has one of their own.
func (w *wire) fail(err error) {
	if w.failed == nil && !errors.Is(err, net.ErrClosed) {
		w.failed = err
	}
}

func (w *wire) deadline() time.Time {
	if w.rest > 0 {
		return time.Now().Add(w.rest)
	}
	return time.Now().Add(w.timeout)
}

// resting says for how long silence is right from now on; 0: not at all.
func (w *wire) resting(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.rest = d
	_ = w.Conn.SetReadDeadline(w.deadline()) // a connection that is closed says so when it is used
}

// failure returns why the connection ended, or nil.
func (w *wire) failure() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.failed
}

// The deadlines are the wire's own business: the layer above has none while
// it waits for a command's answer.

func (w *wire) SetDeadline(time.Time) error      { return nil }
func (w *wire) SetReadDeadline(time.Time) error  { return nil }
func (w *wire) SetWriteDeadline(time.Time) error { return nil }
