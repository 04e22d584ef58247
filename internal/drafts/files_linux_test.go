package drafts

import (
	"context"
	"errors"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// A pipe nobody writes to, an endless device and a file that reports an error
// when it is read: each is said, and none is waited for.
func TestAddFileThatIsNone(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	d := create(t, open(t, filepath.Join(dir, "data")), example("x"))
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	for name, want := range map[string]error{pipe: ErrNotRegular, "/dev/zero": ErrNotRegular, "/proc/self/mem": ErrUnreadable} {
		if _, err := d.AddFile(ctx, name, NoLimit); !errors.Is(err, want) {
			t.Errorf("AddFile(%s): %v, want %v", name, err, want)
		}
	}
}
