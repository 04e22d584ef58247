package outbox

import (
	"context"
	"errors"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"ticketpp/internal/safefile"
)

func TestDamagedOnesAreSetAside(t *testing.T) {
	dir := t.TempDir()
	q := open(t, dir)
	damage := []func(id string){
		func(id string) { overwrite(t, dir, "outbox/"+id+"/item.json", "") },
		func(id string) { overwrite(t, dir, "outbox/"+id+"/item.json", `{"id":"`) },
		func(id string) { overwrite(t, dir, "outbox/"+id+"/item.json", strings.Repeat("\x00", 700)) },
		func(id string) {
			overwrite(t, dir, "outbox/"+id+"/item.json", `{"id":"00000000000000000000000000000000"}`)
		},
		func(id string) { os.Remove(filepath.Join(dir, "outbox", id, "item.json")) },
		func(id string) { os.Remove(filepath.Join(dir, "outbox", id, "mail.eml")) },
		func(id string) { os.Truncate(filepath.Join(dir, "outbox", id, "mail.eml"), 100) },
		func(id string) {
			os.Remove(filepath.Join(dir, "outbox", id, "mail.eml"))
			os.Symlink("/etc/passwd", filepath.Join(dir, "outbox", id, "mail.eml"))
		},
	}
	for i, do := range damage {
		it := mustPut(t, q, newItem(i+1, "a"))
		do(it.ID)
	}
	last := mustPut(t, q, newItem(100, "a"))
	s := &server{}
	if err := deliverer(t, open(t, dir)).Once(context.Background(), s); err != nil {
		t.Fatal(err)
	}
	if got := s.got(); len(got) != 1 || got[0] != last.ID || s.wrong != nil {
		t.Errorf("arrived: %v, %v; want only the whole one", got, s.wrong)
	}
	aside, err := q.Damaged()
	if err != nil || len(aside) != len(damage) {
		t.Fatalf("%d set aside, %v; want %d", len(aside), err, len(damage))
	}
	for _, a := range aside {
		if a.Reason == "" || a.At.IsZero() {
			t.Errorf("%+v without a reason", a)
		}
	}
	if _, err := q.List(); err != nil {
		t.Errorf("List: %v", err)
	}
}

func TestPutOverADamagedOne(t *testing.T) {
	dir := t.TempDir()
	q := open(t, dir)
	it := mustPut(t, q, newItem(1, "a"))
	overwrite(t, dir, "outbox/"+it.ID+"/item.json", "{")
	if q.Has(it.ID) {
		t.Error("a damaged item counts as had: its draft would be removed")
	}
	mustPut(t, q, it)
	s := &server{}
	deliverer(t, q).Once(context.Background(), s)
	if aside, _ := q.Damaged(); len(aside) != 1 || len(s.arrived) != 1 || state(t, q, it.ID) != Sent {
		t.Errorf("%d set aside, %d arrived", len(aside), len(s.arrived))
	}
}

func TestAnIDIsTakenThoughItsRecordBeDamaged(t *testing.T) {
	dir := t.TempDir()
	q := open(t, dir)
	it := mustPut(t, q, newItem(1, "a"))
	deliverer(t, q).Once(context.Background(), &server{})
	overwrite(t, dir, "sent/"+it.ID+"/item.json", "{")
	if _, err := q.Put(it, write(it.ID)); !errors.Is(err, ErrExists) || !q.Has(it.ID) {
		t.Errorf("Put of a sent one: %v", err)
	}
}

// A rename may be done and report a failure, on a network folder for instance.
func TestAMoveThatWasDoneIsNotTriedForEver(t *testing.T) {
	for class, want := range map[Class]State{Refused: Failed, Delivered: Sent} {
		q := open(t, t.TempDir())
		it := mustPut(t, q, newItem(1, "a"))
		d := deliverer(t, q)
		d.scan()
		e := d.index.byID[it.ID]
		it.State = want
		place := map[State]string{Sent: placeSent, Failed: placeFailed}[want]
		if err := q.fs.Rename(path.Join(placeOutbox, it.ID), path.Join(place, it.ID)); err != nil {
			t.Fatal(err)
		}
		if err := d.settle(e, it); err != nil || len(d.index.byID) != 0 || state(t, q, it.ID) != want {
			t.Errorf("%s: %v", class, err)
		}
	}
}

func TestSymlinksAreNotFollowed(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	q := open(t, dir)
	it := mustPut(t, q, newItem(1, "a"))
	if err := os.Rename(filepath.Join(dir, "outbox", it.ID), filepath.Join(elsewhere, it.ID)); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(elsewhere, it.ID), filepath.Join(dir, "outbox", it.ID)); err != nil {
		t.Fatal(err)
	}
	s := &server{}
	deliverer(t, q).Once(context.Background(), s, it.ID)
	if s.tries() != 0 {
		t.Error("a mail behind a symbolic link was sent")
	}
	os.RemoveAll(filepath.Join(dir, "failed"))
	os.Symlink(elsewhere, filepath.Join(dir, "failed"))
	if _, err := Open(dir); !errors.Is(err, safefile.ErrSymlink) {
		t.Errorf("Open with a link for a folder: %v", err)
	}
}
