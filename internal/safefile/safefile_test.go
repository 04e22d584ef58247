package safefile_test

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"ticketpp/internal/safefile"
	"ticketpp/internal/safefile/faulty"
)

func read(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "settings.toml")
	for _, want := range []string{"one", "", strings.Repeat("two", 100_000)} {
		if err := safefile.WriteFile(name, []byte(want)); err != nil {
			t.Fatal(err)
		}
		if got := read(t, name); got != want {
			t.Errorf("%d bytes instead of %d", len(got), len(want))
		}
	}
	broken := errors.New("the stream broke")
	err := safefile.WriteFrom(name, func(w io.Writer) error { io.WriteString(w, "half"); return broken })
	if !errors.Is(err, broken) || len(read(t, name)) != 300_000 {
		t.Errorf("WriteFrom: %v; the old file must stay", err)
	}
	target := filepath.Join(dir, "target")
	os.WriteFile(target, []byte("mine"), 0o600)
	os.Symlink(target, filepath.Join(dir, "link"))
	if err := safefile.WriteFile(filepath.Join(dir, "link"), []byte("x")); !errors.Is(err, safefile.ErrSymlink) || read(t, target) != "mine" {
		t.Errorf("WriteFile of a link: %v", err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 3 {
		t.Errorf("temporary files were left: %v", entries)
	}
}

func TestWritersRace(t *testing.T) {
	name := filepath.Join(t.TempDir(), "x")
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			for range 5 {
				if err := safefile.WriteFile(name, []byte(strings.Repeat(fmt.Sprint(n), 10_000))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	got := read(t, name)
	if len(got) != 10_000 || strings.Trim(got, got[:1]) != "" {
		t.Errorf("a mixture of %d bytes", len(got))
	}
}

// Whatever fails, the file is the old one or the new one.
func TestReplaceIsAllOrNothing(t *testing.T) {
	const old, want = "the old text", "a newer and longer text"
	run := func(mode faulty.Mode, at int) int {
		dir := safefile.Folder(t.TempDir())
		if err := safefile.ReplaceBytes(dir, "f", []byte(old)); err != nil {
			t.Fatal(err)
		}
		f := &faulty.FS{Of: dir, Mode: mode, At: at}
		err := safefile.ReplaceBytes(f, "f", []byte(want))
		got := read(t, filepath.Join(string(dir), "f"))
		if err == nil && got != want || err != nil && got != old && got != want {
			t.Errorf("%v, %s: %v, the file holds %q", mode, f.Failed(), err, got)
		}
		if err := safefile.ReplaceBytes(dir, "f", []byte(want)); err != nil || read(t, filepath.Join(string(dir), "f")) != want {
			t.Errorf("%v, %s: once more: %v", mode, f.Failed(), err)
		}
		return f.Ops()
	}
	ops := run(faulty.Before, 0)
	for _, mode := range faulty.Modes() {
		for at := 1; at <= ops; at++ {
			run(mode, at)
		}
	}
}

func TestFolderFollowsNoLinks(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	os.WriteFile(filepath.Join(elsewhere, "f"), []byte("secret"), 0o600)
	os.Symlink(elsewhere, filepath.Join(dir, "d"))
	os.Symlink(filepath.Join(elsewhere, "f"), filepath.Join(dir, "f"))
	folder := safefile.Folder(dir)
	for what, err := range map[string]error{
		"open":         second(folder.Open("f")),
		"open below":   second(folder.Open("d/f")),
		"create below": second(folder.Create("d/g")),
		"list":         second(folder.ReadDir("d")),
		"mkdir below":  folder.Mkdir("d/g"),
		"rename from":  folder.Rename("d/f", "g"),
		"rename to":    folder.Rename("f", "d/g"),
		"remove below": folder.Remove("d/f"),
		"sync":         folder.SyncDir("d"),
		"lock":         second(folder.Lock("f", false)),
		"ensure":       safefile.EnsureDir(folder, "d"),
	} {
		if !errors.Is(err, safefile.ErrSymlink) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := safefile.RemoveAll(folder, "d"); err != nil || read(t, filepath.Join(elsewhere, "f")) != "secret" {
		t.Errorf("RemoveAll of a link: %v", err)
	}
	for _, bad := range []string{"", "/etc/passwd", "../x", "a/../../x", "a//b"} {
		if _, err := folder.Open(bad); !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("Open(%q): %v", bad, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestLocks(t *testing.T) {
	folder := safefile.Folder(t.TempDir())
	l, err := folder.Lock("l", false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := folder.Lock("l", false); !errors.Is(err, safefile.ErrLocked) {
		t.Errorf("second Lock: %v", err)
	}
	if _, err := safefile.LockSoon(folder, "l", 20*time.Millisecond); !errors.Is(err, safefile.ErrLocked) {
		t.Errorf("LockSoon: %v", err)
	}
	held := l
	time.AfterFunc(10*time.Millisecond, func() { held.Close() })
	l, err = folder.Lock("l", true)
	if err != nil {
		t.Fatal(err)
	}
	if err := safefile.RemoveLock(folder, "l", l); err != nil {
		t.Error(err)
	}
	if _, err := folder.Lstat("l"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the lock file: %v", err)
	}
}

// Lock files that come and go never let two in at once.
func TestLocksThatAreRemoved(t *testing.T) {
	folder := safefile.Folder(t.TempDir())
	var inside, total int
	mu, wg := sync.Mutex{}, sync.WaitGroup{}
	for range 8 {
		wg.Go(func() {
			for range 50 {
				l, err := folder.Lock("l", true)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				inside++
				total++
				if inside > 1 {
					t.Error("two inside")
				}
				mu.Unlock()
				mu.Lock()
				inside--
				mu.Unlock()
				safefile.RemoveLock(folder, "l", l)
			}
		})
	}
	wg.Wait()
	if total != 400 {
		t.Errorf("%d of 400", total)
	}
}

func TestReadFileIsBounded(t *testing.T) {
	folder := safefile.Folder(t.TempDir())
	safefile.ReplaceBytes(folder, "f", make([]byte, 100))
	if data, err := safefile.ReadFile(folder, "f", 100); err != nil || len(data) != 100 {
		t.Errorf("ReadFile: %d bytes, %v", len(data), err)
	}
	if _, err := safefile.ReadFile(folder, "f", 99); !errors.Is(err, safefile.ErrTooLong) {
		t.Errorf("ReadFile of a long one: %v", err)
	}
}

func TestMkdirAll(t *testing.T) {
	dir := t.TempDir()
	for range 2 {
		if err := safefile.MkdirAll(filepath.Join(dir, "a", "b", "c")); err != nil {
			t.Fatal(err)
		}
	}
	os.WriteFile(filepath.Join(dir, "f"), nil, 0o600)
	if err := safefile.MkdirAll(filepath.Join(dir, "f", "x")); !errors.Is(err, safefile.ErrNotFolder) {
		t.Errorf("below a file: %v", err)
	}
}
