package outbox

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

func deletes(t *testing.T, dir string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("no open file can be deleted there")
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
}

// The data folder, or one of its folders, is deleted under the queue.
func TestPutInADeletedFolder(t *testing.T) {
	for _, gone := range []string{".", placeOutbox, placeSent, placeFailed} {
		for _, class := range []Class{Delivered, Refused} {
			dir := filepath.Join(t.TempDir(), "data")
			q := open(t, dir)
			d := deliverer(t, q)
			deletes(t, filepath.Join(dir, gone))
			if items, err := q.List(); err != nil || len(items) != 0 {
				t.Errorf("%s: %v, %v", gone, items, err)
			}
			deletes(t, filepath.Join(dir, gone))
			it := mustPut(t, q, newItem(1, "a"))
			if err := d.Once(context.Background(), &server{answer: always(class)}); err != nil {
				t.Errorf("%s: %v", gone, err)
			}
			if got := state(t, open(t, dir), it.ID); got != map[Class]State{Delivered: Sent, Refused: Failed}[class] {
				t.Errorf("%s: %s", gone, got)
			}
		}
	}
}

// A mail that was delivered while the folders went is sent, and not forgotten.
func TestAMailThatIsOnItsWayWhenTheFolderGoes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	q := open(t, dir)
	d := deliverer(t, q)
	it := mustPut(t, q, newItem(1, "a"))
	s := &after{do: func() { deletes(t, dir) }}
	if err := d.Once(context.Background(), s); err == nil {
		t.Error("the queue does not say that it could not write")
	}
	if err := d.Once(context.Background(), s, it.ID); err != nil {
		t.Error(err)
	}
	if got := state(t, open(t, dir), it.ID); got != Sent || s.tries() != 1 {
		t.Errorf("%s after %d attempts", got, s.tries())
	}
}

// after is a server that takes a mail, after which something happens.
type after struct {
	server
	do func()
}

func (s *after) Send(ctx context.Context, it Item, mail func() (io.ReadCloser, error), progress func(sent, total int64)) Outcome {
	defer s.do()
	return s.server.Send(ctx, it, mail, progress)
}

// The right to deliver goes with the file of its lock: whoever had it takes it
// again, or leaves it to whoever has it now.
func TestTheRightToDeliverIsTakenAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	q, other := open(t, dir), open(t, dir)
	d := deliverer(t, q)
	deletes(t, dir)
	if err := d.Once(context.Background(), &server{}); err != nil {
		t.Fatal(err)
	}
	if _, err := other.Lock(); !errors.Is(err, ErrBusy) {
		t.Errorf("two deliver: %v", err)
	}
	deletes(t, dir)
	theirs, err := other.Lock()
	if err != nil {
		t.Fatal(err)
	}
	mustPut(t, q, newItem(1, "a"))
	s := &server{}
	if err := d.Once(context.Background(), s); !errors.Is(err, ErrBusy) {
		t.Errorf("once: %v", err)
	}
	if err := d.Run(context.Background(), s); !errors.Is(err, ErrBusy) {
		t.Errorf("run: %v", err)
	}
	if s.tries() != 0 {
		t.Error("sent without the right to")
	}
	if err := theirs.Unlock(); err != nil {
		t.Fatal(err)
	}
	if err := d.Once(context.Background(), s); err != nil || s.tries() != 1 {
		t.Errorf("once: %d attempts, %v", s.tries(), err)
	}
}

// What another process puts into a folder that was made again is seen, though
// nobody kicks.
func TestRunSeesWhatComesAfterTheFolderWent(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	d := deliverer(t, open(t, dir))
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- d.Run(ctx, &server{}) }()
	defer cancel()
	time.Sleep(50 * time.Millisecond) // it watches
	deletes(t, dir)
	eventually(t, "the folder is made again", func() bool {
		_, err := os.Stat(filepath.Join(dir, placeOutbox))
		return err == nil
	})
	other := open(t, dir)
	it := mustPut(t, other, newItem(1, "a"))
	eventually(t, "the mail is sent", func() bool { return state(t, other, it.ID) == Sent })
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
