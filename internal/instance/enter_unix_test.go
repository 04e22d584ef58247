//go:build !windows

package instance

import (
	"context"
	"errors"
	"net"
	"os"
	"strings"
	"testing"
	"time"
)

// heldPlace takes the place of dir by hand, with a listener that calls answer
// for each caller; nil: nobody listens.
func heldPlace(t *testing.T, dir string, answer func(*net.UnixConn)) *os.File {
	t.Helper()
	path, err := socketPath(dir)
	if err != nil {
		t.Fatal(err)
	}
	lock, err := hold(path + ".lock")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { lock.Close() })
	if answer == nil {
		return lock
	}
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.AcceptUnix()
			if err != nil {
				return
			}
			go answer(c)
		}
	}()
	return lock
}

// reset closes c with the caller's line unread, as the end of a process does:
// the caller's answer is «connection reset by peer».
func reset(c *net.UnixConn) {
	_, _ = c.Read(make([]byte, 1))
	c.Close()
}

func TestAHolderThatIsGoingIsWaitedFor(t *testing.T) {
	for name, answer := range map[string]func(*net.UnixConn){
		"it resets": reset,
		"it hangs up": func(c *net.UnixConn) {
			_, _ = c.Read(make([]byte, maxMessage))
			c.Close()
		},
		"its socket is gone": nil,
	} {
		t.Run(name, func(t *testing.T) {
			ownRuntimeDir(t)
			dir := t.TempDir()
			lock := heldPlace(t, dir, answer)
			time.AfterFunc(200*time.Millisecond, func() { lock.Close() })
			s, err := Enter(t.Context(), dir, Show)
			if err != nil {
				t.Fatal(err)
			}
			s.Close()
		})
	}
}

func TestAHolderThatDoesNotAnswerIsReported(t *testing.T) {
	ownRuntimeDir(t)
	for name, answer := range map[string]func(*net.UnixConn){
		"it hangs":           func(*net.UnixConn) {},
		"it resets for ever": reset,
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			heldPlace(t, dir, answer)
			_, err := Enter(t.Context(), dir, Show)
			if err == nil || errors.Is(err, ErrRunning) || !strings.Contains(err.Error(), "does not answer") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestWaitingForAHolderEndsWithItsContext(t *testing.T) {
	ownRuntimeDir(t)
	dir := t.TempDir()
	heldPlace(t, dir, nil)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := Enter(ctx, dir, Show); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the deadline's error", err)
	}
}
