package opener

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A browser that was not running yet is xdg-open's own process.
func TestTheProgramOutlivesWhoeverOpenedIt(t *testing.T) {
	dir := t.TempDir()
	script := "#!/bin/sh\necho > " + dir + "/started\nwhile ! [ -e " + dir + "/go ]; do sleep 0.02; done\necho > " + dir + "/ended\n"
	if err := os.WriteFile(filepath.Join(dir, "xdg-open"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	ctx, cancel := context.WithCancel(t.Context())
	if err := URL(ctx, "https://helpdesk.example/"); err != nil {
		t.Fatal(err)
	}
	until := func(name string) {
		t.Helper()
		for end := time.Now().Add(5 * time.Second); ; time.Sleep(5 * time.Millisecond) {
			if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
				return
			}
			if time.Now().After(end) {
				t.Fatalf("it never %s", name)
			}
		}
	}
	until("started")
	cancel()
	if err := os.WriteFile(filepath.Join(dir, "go"), []byte("on\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	until("ended")
}
