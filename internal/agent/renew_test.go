package agent

import (
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"
)

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path+".new", []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
}

// A new program is taken up when it lies still and nobody needs the old one.
func TestANewProgramIsTakenUpWhenIdle(t *testing.T) {
	path := filepath.Join(t.TempDir(), "trayapp")
	write(t, path, "old")
	was, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	var busy atomic.Bool
	var asked atomic.Int32
	busy.Store(true)
	done := make(chan bool, 1)
	go func() {
		done <- programFile{path, was}.renewWhenChanged(t.Context(), 10*time.Millisecond, 10*time.Millisecond, func() bool {
			asked.Add(1)
			return !busy.Load()
		})
	}()
	write(t, filepath.Join(filepath.Dir(path), "another"), "something else")
	write(t, path, "new one")
	for end := time.Now().Add(10 * time.Second); asked.Load() < 3; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the new program is not seen")
		}
	}
	select {
	case <-done:
		t.Fatal("not while somebody needs the old one")
	default:
	}
	busy.Store(false)
	select {
	case renewed := <-done:
		if !renewed {
			t.Error("given up")
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the new program is not taken up")
	}
}

func TestAProgramThatGoesIsNoNewOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "trayapp")
	write(t, path, "old")
	was, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	p := programFile{path, was}
	if p.changed() {
		t.Error("changed without a change")
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if p.changed() {
		t.Error("a missing program is taken for a new one")
	}
	write(t, path, "new")
	if !p.changed() {
		t.Error("the new one is not seen")
	}
}
