//go:build !windows

package instance

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// ownRuntimeDir keeps the test away from the real session.
func ownRuntimeDir(t *testing.T) {
	t.Helper()
	dir, err := os.MkdirTemp("", "run") // t.TempDir is too long for a socket's path
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	t.Setenv("XDG_RUNTIME_DIR", dir)
}

func TestSessionsOfOneUser(t *testing.T) {
	ownRuntimeDir(t)
	dir := t.TempDir()
	t.Setenv("WAYLAND_DISPLAY", "")
	servers := map[string]*Server{}
	for _, display := range []string{":0", ":1"} {
		t.Setenv("DISPLAY", display)
		s, err := Acquire(dir)
		if err != nil {
			t.Fatalf("%s: %v", display, err)
		}
		defer s.Close()
		servers[display] = s
	}
	t.Setenv("DISPLAY", ":1.1")
	if _, err := Acquire(dir); !errors.Is(err, ErrRunning) {
		t.Errorf("another screen of one display: got %v, want ErrRunning", err)
	}
	t.Setenv("DISPLAY", "") // a script, from cron
	if n, err := Broadcast(dir, Kick); n != 2 || err != nil {
		t.Errorf("Broadcast: %d, %v", n, err)
	}
	for display, s := range servers {
		if m := <-s.Messages(); m != Kick {
			t.Errorf("%s got %q", display, m)
		}
	}
}

func TestLongMessageIsDropped(t *testing.T) {
	ownRuntimeDir(t)
	dir := t.TempDir()
	s, err := Acquire(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	path, err := socketPath(dir)
	if err != nil {
		t.Fatal(err)
	}
	c, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(5 * time.Second))
	_, _ = c.Write([]byte(strings.Repeat("kick", 1000) + "\n"))
	if n, err := c.Read(make([]byte, 8)); n != 0 || err == nil {
		t.Errorf("a long line was answered with %d bytes", n)
	}
	if err := Send(dir, Kick); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func TestFolderThatIsNotOurs(t *testing.T) {
	ownRuntimeDir(t)
	dir := filepath.Join(os.Getenv("XDG_RUNTIME_DIR"), "open")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := ours(dir, os.Getuid()); err != nil {
		t.Errorf("our own: %v", err)
	}
	if err := ours(dir, os.Getuid()+1); err == nil {
		t.Error("somebody else's folder was taken")
	}
	link := dir + "-link"
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	if err := ours(link, os.Getuid()); err == nil {
		t.Error("a symbolic link was taken")
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := ours(dir, os.Getuid()); err == nil {
		t.Error("a folder that others may enter was taken")
	}
}

func TestStaleSocketWithoutLock(t *testing.T) {
	ownRuntimeDir(t)
	dir := t.TempDir()
	path, err := socketPath(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Acquire(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := Send(dir, Kick); err != nil {
		t.Error(err)
	}
}
