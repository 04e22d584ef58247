package outbox

import (
	"context"
	"io"
	"io/fs"
	"testing"

	"ticketpp/internal/safefile"
)

// readOnly is a folder that can be made to take nothing new.
type readOnly struct {
	safefile.FS
	on bool
}

func (r *readOnly) Create(name string) (safefile.File, error) {
	if r.on {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return r.FS.Create(name)
}

func (r *readOnly) Rename(from, to string) error {
	if r.on {
		return &fs.PathError{Op: "rename", Path: from, Err: fs.ErrPermission}
	}
	return r.FS.Rename(from, to)
}

// twoServers reads the mail for one server and then for another, as a sender
// with several relays does.
type twoServers struct {
	before func()
	whole  int
}

func (s *twoServers) Send(_ context.Context, _ Item, mail func() (io.ReadCloser, error), _ func(int64, int64)) Outcome {
	s.before()
	for range 2 {
		f, err := mail()
		if err != nil {
			return Outcome{Class: Retry}
		}
		_, err = io.Copy(io.Discard, f)
		f.Close()
		if err == nil {
			s.whole++
			return Outcome{Class: Delivered}
		}
	}
	return Outcome{Class: Retry, Reason: "file"}
}

// A folder that turns read-only while the mail is on its way: what cannot be
// written down is not handed over, to no server, or the next process would
// send it again and not even know that it may have arrived.
func TestWhatCannotBeRecordedIsNotHandedOver(t *testing.T) {
	dir := t.TempDir()
	disk := &readOnly{FS: safefile.Folder(dir)}
	q := open(t, dir, WithFS(disk))
	it := mustPut(t, q, newItem(1, "a"))
	s := &twoServers{before: func() { disk.on = true }}
	if err := deliverer(t, q).Once(context.Background(), s, it.ID); err == nil {
		t.Error("the queue does not say that it could not write")
	}
	if s.whole != 0 {
		t.Fatal("a mail was handed over unrecorded")
	}
	disk.on = false
	q = open(t, dir)
	if got, err := q.Get(it.ID); err != nil || got.State == Sent {
		t.Errorf("%+v, %v", got, err)
	}
}
