//go:build unix

package safefile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestCauses(t *testing.T) {
	d := Folder(t.TempDir())
	for errno, want := range map[syscall.Errno]error{
		syscall.ENOSPC: ErrNoSpace, syscall.EDQUOT: ErrNoSpace,
		syscall.EROFS: ErrReadOnly, syscall.EACCES: ErrReadOnly, syscall.EPERM: ErrReadOnly,
	} {
		err := d.explain(fmt.Errorf("op: %w", &fs.PathError{Op: "write", Path: "f", Err: errno}))
		if !errors.Is(err, want) || !errors.Is(err, errno) || !strings.Contains(err.Error(), errno.Error()) {
			t.Errorf("%v: %v", errno, err)
		}
	}
	if err := d.explain(syscall.ENOENT); !errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrReadOnly) {
		t.Errorf("ENOENT: %v", err)
	}
}

func TestPipesDoNotHang(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for _, open := range []func() error{
			func() error { _, err := OpenRegular(pipe); return err },
			func() error { _, err := Folder(dir).Open("pipe"); return err },
			func() error { _, err := OpenRegular("/dev/zero"); return err },
		} {
			if err := open(); !errors.Is(err, ErrNotRegular) {
				t.Errorf("%v", err)
			}
		}
	}()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("waits for the other end of a pipe")
	}
}

// plainUser runs the named test again as a user who is not root, for whom
// modes and owners count; it reports whether this is that run.
func plainUser(t *testing.T, dir string) bool {
	if os.Geteuid() != 0 {
		return true
	}
	copied := filepath.Join(dir, "test")
	data, err := os.ReadFile(os.Args[0])
	if err == nil {
		err = os.WriteFile(copied, data, 0o755)
	}
	for p := dir; err == nil && p != os.TempDir() && p != "/"; p = filepath.Dir(p) {
		err = os.Chmod(p, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(copied, "-test.run", "^"+t.Name()+"$", "-test.v")
	cmd.Dir, cmd.Env = "/", append(os.Environ(), "TMPDIR=/tmp", "HOME=/")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()) {
		t.Errorf("as another user: %v\n%s", err, out)
	}
	return false
}

func TestReadOnlyAndForeignFolders(t *testing.T) {
	dir := t.TempDir()
	if !plainUser(t, dir) {
		if err := os.Chown(dir, 65534, 65534); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenData(dir); !errors.Is(err, ErrNotOurs) {
			t.Errorf("another user's folder: %v", err)
		}
		return
	}
	if _, err := OpenData("/"); !errors.Is(err, ErrNotOurs) {
		t.Errorf("root's folder: %v", err)
	}
	if _, err := OpenData("/usr/ticketpp-test/data"); !errors.Is(err, ErrNotOurs) {
		t.Errorf("a new folder below root's: %v", err)
	}
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenData(dir); !errors.Is(err, ErrReadOnly) {
		t.Errorf("a read-only folder: %v", err)
	}
	if err := WriteFile(filepath.Join(dir, "x"), nil); !errors.Is(err, ErrReadOnly) {
		t.Errorf("WriteFile there: %v", err)
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenData(dir); err != nil {
		t.Errorf("once it can be written to: %v", err)
	}
}
