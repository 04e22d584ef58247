package mail

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"
)

// errAnswerTooLong says that a server's answer does not end within bounds.
var errAnswerTooLong = errors.New("the server's answer does not end")

const (
	// maxWireAnswer bounds one answer, a TLS handshake included, in bytes.
	maxWireAnswer = 256 << 10
	// graceAfterDot is how long a cancelled attempt still waits for the
	// answer to the final dot: a user who logs off waits no longer.
	graceAfterDot = 5 * time.Second
	// graceOverdue is the same of one whose time was up, such as a command's
	// --wait: it does better to end late than to open the ticket twice.
	graceOverdue = time.Minute
	// lastWordsTime is how long a broken conversation is listened to.
	lastWordsTime = 2 * time.Second
	// sendBuffer keeps what the system holds back of a mail small, so that
	// progress is true and little is left to send behind the final dot.
	sendBuffer = 256 << 10
)

// wire is the connection beneath SMTP and TLS. It renews the deadline as
// bytes go out; it gives an answer a fixed time and length, so that one that
// trickles for ever ends too; and it remembers whether a write has failed,
// for then the final dot has not left.
type wire struct {
	net.Conn
	timeout    time.Duration
	dotTimeout time.Duration

	mu          sync.Mutex
	asked       time.Time // when the last bytes went out
	answered    int       // bytes of the answer so far
	behindDot   bool
	writeFailed bool
	readFailed  error     // the first failure to read; nothing is said or heard after it
	graceUntil  time.Time // set by cancel behind the dot
}

func newWire(c net.Conn, timeout, dotTimeout time.Duration) *wire {
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetWriteBuffer(sendBuffer) // only slower where it is not possible
	}
	return &wire{Conn: c, timeout: timeout, dotTimeout: dotTimeout, asked: time.Now()}
}

func (w *wire) Read(p []byte) (int, error) {
	w.mu.Lock()
	deadline := w.asked.Add(w.timeout)
	switch {
	case w.writeFailed: // only what has come already is of interest
		deadline = w.asked.Add(lastWordsTime)
	case w.behindDot:
		deadline = w.asked.Add(w.dotTimeout)
	}
	if !w.graceUntil.IsZero() && w.graceUntil.Before(deadline) {
		deadline = w.graceUntil
	}
	err := w.Conn.SetReadDeadline(deadline)
	if w.answered > maxWireAnswer {
		err = errAnswerTooLong
	}
	if w.readFailed != nil {
		err = w.readFailed
	}
	w.mu.Unlock()
	n := 0
	if err == nil {
		n, err = w.Conn.Read(p)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answered += n
	if w.readFailed == nil {
		w.readFailed = err
	}
	return n, err
}

// failure returns why no more can be heard, or nil. Above, a line that was cut
// is taken for a whole one, and the cause is lost.
func (w *wire) failure() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.readFailed
}

// Write sends p in pieces, each with a deadline of its own.
func (w *wire) Write(p []byte) (int, error) {
	written := 0
	for written < len(p) {
		piece := p[written:min(len(p), written+4<<10)]
		err := errors.Join(w.failure(), w.Conn.SetWriteDeadline(time.Now().Add(w.timeout)))
		n := 0
		if err == nil {
			n, err = w.Conn.Write(piece)
		}
		written += n
		w.mu.Lock()
		w.asked, w.answered = time.Now(), 0
		w.writeFailed = w.writeFailed || err != nil
		w.mu.Unlock()
		if err != nil {
			return written, err
		}
	}
	return written, nil
}

// The deadlines are the wire's own business: what the layers above set for a
// whole conversation would cut a large mail on a slow line.

func (w *wire) SetDeadline(time.Time) error      { return nil }
func (w *wire) SetReadDeadline(time.Time) error  { return nil }
func (w *wire) SetWriteDeadline(time.Time) error { return nil }

// endWith ends the conversation when ctx ends. What it returns takes that back.
func (w *wire) endWith(ctx context.Context) (stop func() bool) {
	return context.AfterFunc(ctx, func() {
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			w.cancel(graceOverdue)
		} else {
			w.cancel(graceAfterDot)
		}
	})
}

// cancel ends the conversation from another goroutine; behind the final dot
// only when the answer has not come in the given time.
func (w *wire) cancel(grace time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.behindDot {
		_ = w.Conn.Close()
		return
	}
	w.graceUntil = time.Now().Add(grace)
	_ = w.Conn.SetReadDeadline(w.graceUntil)
}

// finalDot says that the next bytes hold the final dot.
func (w *wire) finalDot() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.behindDot = true
}

// dotLeft reports whether the final dot may have reached the server.
func (w *wire) dotLeft() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.behindDot && !w.writeFailed
}

// hurry shortens the time for what is left to say: a QUIT that nobody waits
// for, or an answer that may lie in the buffer already.
func (w *wire) hurry(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.timeout, w.dotTimeout, w.asked, w.answered = d, d, time.Now(), 0
}
