package drafts

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// deletes removes the data folder, or a part of it, under whoever uses it.
func deletes(t *testing.T, elems ...string) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(elems...)); err != nil {
		t.Fatal(err)
	}
}

// noOpenFiles: Windows deletes no file that is open, a lock for instance.
func noOpenFiles(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("no open file can be deleted there")
	}
}

func TestANewDraftInADeletedFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s := open(t, dir)
	deletes(t, dir)
	if left, err := s.Left(); err != nil || len(left) != 0 {
		t.Errorf("left: %v, %v", left, err)
	}
	deletes(t, dir)
	d := create(t, s, example("Mandato 1532"))
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	if left, err := s.Left(); err != nil || len(left) != 1 {
		t.Errorf("left: %v, %v", left, err)
	}
	if info, err := os.Stat(filepath.Join(dir, folder)); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", info, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "format")); err != nil {
		t.Error(err)
	}
}

// The words of an open form are written again, whether they have changed or
// not, and so is what is done with the draft then.
func TestAnOpenDraftOutlivesItsFolder(t *testing.T) {
	noOpenFiles(t)
	for what, gone := range map[string]string{"the data folder": ".", "all drafts": folder, "its own": "ID", "its lock": "ID.lock"} {
		for how, use := range map[string]func(*Draft) error{
			"unchanged": func(d *Draft) error { return d.Save(d.Ticket()) },
			"changed":   func(d *Draft) error { t := d.Ticket(); t.Subject += "!"; return d.Save(t) },
			"sent":      func(d *Draft) error { return errors.Join(d.Seal("a@b", time.Now()), d.Unseal()) },
			"a picture": func(d *Draft) error { _, err := d.AddBytes("shot-1.png", []byte("png")); return err },
			"a file": func(d *Draft) error {
				_, err := d.AddStream(t.Context(), "nota.txt", bytes.NewReader([]byte("x")), NoLimit)
				return err
			},
		} {
			dir := filepath.Join(t.TempDir(), "data")
			s := open(t, dir)
			d := create(t, s, example("Mandato 1532"))
			if gone == "." {
				deletes(t, dir)
			} else {
				deletes(t, dir, strings.Replace(gone, "ID", folder+"/"+d.ID(), 1))
			}
			if err := use(d); err != nil {
				t.Errorf("%s, %s: %v", what, how, err)
				continue
			}
			if left := ids(open(t, dir).Left()); left != "" {
				t.Errorf("%s, %s: another process may have it: %s", what, how, left)
			}
			if err := d.Close(); err != nil {
				t.Error(err)
			}
			again, err := open(t, dir).Resume(d.ID())
			if err != nil || !strings.HasPrefix(again.Ticket().Subject, "Mandato 1532") {
				t.Errorf("%s, %s: %v", what, how, err)
				continue
			}
			if err := again.Discard(); err != nil {
				t.Errorf("%s, %s: discard: %v", what, how, err)
			}
		}
	}
}

// Where only the lock's file is deleted, another process may take up the draft
// meanwhile: two never write into it.
func TestADraftThatAnotherHasTaken(t *testing.T) {
	noOpenFiles(t)
	dir := t.TempDir()
	first := create(t, open(t, dir), example("Mandato 1532"))
	lock := filepath.Join(dir, folder, first.ID()+lockSuffix)
	deletes(t, lock)
	second, err := open(t, dir).Resume(first.ID())
	if err != nil {
		t.Fatal(err)
	}
	for what, err := range map[string]error{
		"save": first.Save(example("Reversale 77")), "seal": first.Seal("a@b", time.Now()), "discard": first.Discard(),
	} {
		if !errors.Is(err, ErrOpen) {
			t.Errorf("%s while another has it: %v", what, err)
		}
	}
	if err := second.Save(example("Mandato 1533")); err != nil {
		t.Error(err)
	}
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
	if err := first.Save(example("Reversale 77")); err != nil { // and the later words win
		t.Error(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	third, err := open(t, dir).Resume(first.ID())
	if err != nil || third.Ticket().Subject != "Reversale 77" {
		t.Fatalf("%v", err)
	}
	deletes(t, lock)
	fourth, err := open(t, dir).Resume(first.ID())
	if err == nil {
		err = errors.Join(fourth.Seal("a@b", time.Now()), fourth.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := third.Save(example("Reversale 78")); !errors.Is(err, ErrSealed) {
		t.Errorf("save after another has sent it: %v", err)
	}
	third.Close()
}

// What cannot be made again is said, and tried again.
func TestAFolderThatCannotBeMadeAgain(t *testing.T) {
	noOpenFiles(t)
	dir := filepath.Join(t.TempDir(), "data")
	d := create(t, open(t, dir), example("Mandato 1532"))
	deletes(t, dir)
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := d.Save(example("Reversale 77")); err == nil {
		t.Error("saved where nothing can be")
	}
	deletes(t, dir)
	if err := d.Save(example("Reversale 77")); err != nil {
		t.Error(err)
	}
}
