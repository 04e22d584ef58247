package instance

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// The test program is started again as the agent in the other process.
const holderEnv = "TRAYAPP_TEST_HOLD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(holderEnv); dir != "" {
		hold1(dir)
		return
	}
	os.Exit(m.Run())
}

// hold1 holds the place of dir and prints each message, until it is killed.
func hold1(dir string) {
	s, err := Acquire(dir)
	if err != nil {
		fmt.Println("refused", errors.Is(err, ErrRunning), err)
		return
	}
	fmt.Println("holding")
	for m := range s.Messages() {
		fmt.Println(m)
	}
}

type holder struct {
	*exec.Cmd
	lines *bufio.Scanner
}

func (h holder) next(t *testing.T) string {
	t.Helper()
	if !h.lines.Scan() {
		t.Fatal("the other process ended")
	}
	return h.lines.Text()
}

func startHolder(t *testing.T, dir string) holder {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(exe)
	c.Env = append(os.Environ(), holderEnv+"="+dir)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	return holder{c, bufio.NewScanner(out)}
}

func TestOnlyOneHolds(t *testing.T) {
	ownRuntimeDir(t)
	dir := t.TempDir()
	if got := startHolder(t, dir).next(t); got != "holding" {
		t.Fatal(got)
	}
	if _, err := Acquire(dir); !errors.Is(err, ErrRunning) {
		t.Errorf("here: got %v, want ErrRunning", err)
	}
	if got := startHolder(t, dir).next(t); got[:12] != "refused true" {
		t.Errorf("in a third process: %s", got)
	}
	other, err := Acquire(t.TempDir())
	if err != nil {
		t.Fatalf("another data folder: %v", err)
	}
	other.Close()
}

func TestKilledHolderLeavesThePlaceFree(t *testing.T) {
	ownRuntimeDir(t)
	dir := t.TempDir()
	for range 10 {
		h := startHolder(t, dir)
		if got := h.next(t); got != "holding" {
			t.Fatal(got)
		}
		_ = h.Process.Kill()
		_ = h.Wait()
		if err := Send(dir, Kick); !errors.Is(err, ErrNotRunning) {
			t.Errorf("sending to the dead: got %v, want ErrNotRunning", err)
		}
		s, err := Acquire(dir)
		if err != nil {
			t.Fatalf("after kill -9: %v", err)
		}
		s.Close()
	}
}

func TestMessagesArrive(t *testing.T) {
	ownRuntimeDir(t)
	dir := t.TempDir()
	if err := Send(dir, Show); !errors.Is(err, ErrNotRunning) {
		t.Errorf("nobody there: got %v, want ErrNotRunning", err)
	}
	h := startHolder(t, dir)
	h.next(t)
	for _, m := range []Message{Kick, Show, New, Clear, Quit, Reply("00ff00ff00ff00ff00ff00ff00ff00ff")} {
		if err := Send(dir, m); err != nil {
			t.Fatal(err)
		}
		if got := h.next(t); got != string(m) {
			t.Errorf("sent %q, arrived %q", m, got)
		}
	}
	for _, m := range []Message{"format the disk", "reply ", "reply ../../x", Reply(strings.Repeat("a", 60))} {
		if err := Send(dir, m); err == nil {
			t.Errorf("%q was taken", m)
		}
	}
	if n, err := Broadcast(dir, Kick); n != 1 || err != nil {
		t.Errorf("Broadcast: %d, %v", n, err)
	}
	if got := h.next(t); got != "kick" {
		t.Errorf("broadcast kick arrived as %q", got)
	}
}

func TestCloseGivesThePlaceBack(t *testing.T) {
	ownRuntimeDir(t)
	dir := t.TempDir()
	for range 3 {
		s, err := Acquire(dir)
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Errorf("closed twice: %v", err)
		}
		if took := time.Since(start); took > time.Second {
			t.Errorf("Close took %v", took)
		}
		if _, open := <-s.Messages(); open {
			t.Error("Messages is still open")
		}
		if err := Send(dir, Kick); !errors.Is(err, ErrNotRunning) {
			t.Errorf("after Close: got %v, want ErrNotRunning", err)
		}
	}
}

func TestAgentThatDoesNotRead(t *testing.T) {
	ownRuntimeDir(t)
	dir := t.TempDir()
	s, err := Acquire(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for range cap(s.messages) {
		if err := Send(dir, Kick); err != nil {
			t.Fatal(err)
		}
	}
	if err := Send(dir, Kick); err == nil {
		t.Error("a message was confirmed that nobody can read")
	}
}
