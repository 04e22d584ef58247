package outbox

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"ticketpp/internal/safefile"
)

// A real disk that is full: what was accepted before goes out once, what comes
// now is refused with the cause, and all goes on when there is room again.
func TestRealDiskFull(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=256k"); errors.Is(err, syscall.EPERM) {
		t.Skip("only root may mount a small disk")
	} else if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	q := open(t, dir)
	first := mustPut(t, q, newItem(1, "a"))
	ballast := filepath.Join(dir, "ballast")
	fill, _ := os.Create(ballast)
	for block := make([]byte, 4096); ; {
		if _, err := fill.Write(block); err != nil {
			break
		}
	}
	fill.Close()
	second := newItem(2, "a")
	if _, err := q.Put(second, write(second.ID)); !errors.Is(err, safefile.ErrNoSpace) {
		t.Errorf("Put: %v", err)
	}
	if q.Has(second.ID) {
		t.Error("a refused Put has taken its id")
	}
	s := &server{}
	d := deliverer(t, q)
	if err := d.Once(context.Background(), s); !errors.Is(err, safefile.ErrNoSpace) {
		t.Errorf("Once: %v", err)
	}
	if s.tries() != 0 {
		t.Error("dialled without having recorded it")
	}
	if list, err := q.List(); len(list) != 1 || err != nil {
		t.Errorf("List: %v, %v", list, err)
	}
	os.Remove(ballast)
	mustPut(t, q, second)
	if err := d.Once(context.Background(), s, first.ID, second.ID); err != nil {
		t.Error(err)
	}
	if got := s.got(); len(got) != 2 || got[0] != first.ID || got[1] != second.ID {
		t.Errorf("arrived: %v", got)
	}
}
