package safefile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"ticketpp/internal/safefile"
)

// The data folder, or a part of it, is deleted while the program runs.
func TestFoldersAreMadeAgain(t *testing.T) {
	for what, gone := range map[string]string{"all": ".", "one": "a", "another": "b/c", "the format too": "."} {
		for how, use := range map[string]func(safefile.FS) error{
			"lock": func(fsys safefile.FS) error {
				l, err := fsys.Lock("a/x.lock", false)
				if err != nil {
					return err
				}
				defer l.Close()
				return safefile.ReplaceBytes(fsys, "b/c/f", []byte("new"))
			},
			"list": func(fsys safefile.FS) error {
				for _, name := range []string{"a", "b", "b/c"} {
					if _, err := fsys.ReadDir(name); err != nil {
						return err
					}
				}
				return nil
			},
		} {
			dir := filepath.Join(t.TempDir(), "above", "data")
			fsys, err := safefile.OpenFolders(nil, dir, "a", "b", "b/c")
			if err != nil {
				t.Fatal(err)
			}
			removed := filepath.Join(dir, gone)
			if what == "the format too" {
				removed = filepath.Dir(dir)
			}
			if err := os.RemoveAll(removed); err != nil {
				t.Fatal(err)
			}
			if err := use(fsys); err != nil {
				t.Errorf("%s, %s: %v", what, how, err)
			}
			if read(t, filepath.Join(dir, "format")) != "1\n" {
				t.Errorf("%s, %s: no format", what, how)
			}
			for _, name := range []string{"", "a", "b", "b/c"} {
				info, err := os.Stat(filepath.Join(dir, name))
				if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
					t.Errorf("%s, %s: %q is %v, %v", what, how, name, info, err)
				}
			}
		}
	}
}

// What was under way when the folders went has failed, and is not half there:
// only a lock makes them again.
func TestFoldersAreNotMadeAgainUnderALock(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	fsys, err := safefile.OpenFolders(nil, dir, "a")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	for what, do := range map[string]func() error{
		"create":  func() error { _, err := fsys.Create("a/f"); return err },
		"syncdir": func() error { return fsys.SyncDir("a") },
		"mkdir":   func() error { return fsys.Mkdir("a/b") },
		"readdir": func() error { _, err := fsys.ReadDir("c"); return err },
	} {
		if err := do(); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// A newer program may have made the folder anew meanwhile.
func TestFoldersOfANewerProgramStay(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	fsys, err := safefile.OpenFolders(nil, dir, "a")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "format"), []byte("99\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := fsys.Lock("a/x.lock", false); !errors.Is(err, safefile.ErrNewerFormat) {
		t.Errorf("Lock: %v", err)
	}
}

// A lock file that was deleted keeps nobody out: two processes would have the
// lock, and the first must learn of it. It does not take the second's away.
func TestALockWhoseFileWasDeleted(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no open file can be deleted there")
	}
	dir := t.TempDir()
	folder := safefile.Folder(dir)
	first, err := folder.Lock("l", false)
	if err != nil || !safefile.Held(first) {
		t.Fatal("not held", err)
	}
	if err := os.Remove(filepath.Join(dir, "l")); err != nil {
		t.Fatal(err)
	}
	if safefile.Held(first) {
		t.Error("held without its file")
	}
	second, err := folder.Lock("l", false)
	if err != nil {
		t.Fatal(err)
	}
	if safefile.Held(first) || !safefile.Held(second) {
		t.Error("the second has the lock, and not the first")
	}
	if err := safefile.RemoveLock(folder, "l", first); err != nil {
		t.Error(err)
	}
	if _, err := folder.Lock("l", false); !safefile.Held(second) || !errors.Is(err, safefile.ErrLocked) {
		t.Errorf("the first has taken away the second's lock: %v", err)
	}
	if err := safefile.RemoveLock(folder, "l", second); err != nil {
		t.Error(err)
	}
	if _, err := folder.Lstat("l"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the lock file: %v", err)
	}
}
