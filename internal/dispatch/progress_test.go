package dispatch

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestProgressIsSeenByAnotherProcess(t *testing.T) {
	dir := t.TempDir()
	sending, watching := house(t, nobody(t)), house(t, nobody(t))
	sending.Data, watching.Data = dir, dir
	p := sending.newProgress("0a0b")
	p.step(10, 100)
	if _, _, ok := watching.Progress("0a0b"); ok {
		t.Error("told before it is worth a bar")
	}
	p.next = time.Time{}
	p.step(20, 100)
	if sent, total, ok := watching.Progress("0a0b"); !ok || sent != 20 || total != 100 {
		t.Errorf("%d of %d, %v", sent, total, ok)
	}
	if _, _, ok := watching.Progress("ffff"); ok {
		t.Error("another ticket's progress")
	}
	p.step(30, 100) // too soon to be written
	if sent, _, _ := watching.Progress("0a0b"); sent != 20 {
		t.Errorf("written too often: %d", sent)
	}
	if info, err := os.Stat(filepath.Join(dir, progressFile)); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info, err)
	}
	p.done()
	if _, _, ok := watching.Progress("0a0b"); ok {
		t.Error("told behind its end")
	}
	for _, odd := range []string{"", "0a0b", "0a0b x y", "0a0b 5 0\n", "0a0b 200 100\n", "0a0b -1 100\n"} {
		if err := os.WriteFile(filepath.Join(dir, progressFile), []byte(odd), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, ok := watching.Progress("0a0b"); ok {
			t.Errorf("%q was believed", odd)
		}
	}
}

// A link in the place of the file is not written through.
func TestProgressFollowsNoLink(t *testing.T) {
	dir := t.TempDir()
	victim := filepath.Join(t.TempDir(), "victim")
	if err := os.WriteFile(victim, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{progressFile, progressFile + ".new"} {
		if err := os.Symlink(victim, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	d := house(t, nobody(t))
	d.Data = dir
	p := d.newProgress("0a0b")
	p.next = time.Time{}
	p.step(1, 2)
	if text, _ := os.ReadFile(victim); string(text) != "mine" {
		t.Errorf("the link's target became %q", text)
	}
	if _, _, ok := d.Progress("0a0b"); !ok {
		t.Error("no progress beside a link")
	}
}

func TestFollowTellsTheProgress(t *testing.T) {
	dir := t.TempDir()
	d := houseIn(t, dir, nobody(t))
	d.Data = dir
	it, err := d.Submit(written(t, d))
	if err != nil {
		t.Fatal(err)
	}
	p := d.newProgress(it.ID)
	p.next = time.Time{}
	p.step(7, it.Size)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var told []int64
	if _, err := d.Follow(ctx, it.ID, 0, func(sent, total int64) {
		told = append(told, sent)
		if total != it.Size {
			t.Errorf("of %d, not %d", total, it.Size)
		}
		cancel()
	}); err != nil {
		t.Fatal(err)
	}
	if len(told) != 1 || told[0] != 7 {
		t.Errorf("told %v", told)
	}
}
