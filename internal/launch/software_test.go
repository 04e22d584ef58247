package launch

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
)

// copyTo copies a program.
func copyTo(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(to), 0o755)
	}
	if err == nil {
		err = os.WriteFile(to, data, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Where the graphics fail, the window comes from the folder in which an
// administrator has put a software OpenGL; from the second time on at once.
func TestSoftwareOpenGL(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(t *testing.T, program string)
		want  Result
	}{
		{"as it should be", func(*testing.T, string) {}, Closed},
		{"not there", func(t *testing.T, program string) { remove(t, filepath.Dir(program)) }, NoWindow},
		{"anybody may add a library", func(t *testing.T, program string) {
			if err := os.Chmod(filepath.Dir(program), 0o777); err != nil {
				t.Fatal(err)
			}
		}, NoWindow},
		{"of another version", func(t *testing.T, program string) {
			if err := os.Truncate(program, 1000); err != nil {
				t.Fatal(err)
			}
		}, NoWindow},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, store := launcher(t, "needs software")
			dir := t.TempDir()
			if err := os.Chmod(dir, 0o755); err != nil { // whatever the umask
				t.Fatal(err)
			}
			self, err := os.Executable()
			if err != nil {
				t.Fatal(err)
			}
			l.Window.Program, l.Window.Software = filepath.Join(dir, "window.exe"), new(atomic.Bool)
			copyTo(t, self, l.Window.Program)
			software := filepath.Join(dir, softwareFolder, "window.exe")
			copyTo(t, self, software)
			c.spoil(t, software)
			d, err := store.Create(l.Draft)
			if err != nil {
				t.Fatal(err)
			}
			if err := d.Close(); err != nil {
				t.Fatal(err)
			}
			want := c.want
			if os.Getuid() > 0 {
				want = NoWindow // a folder of an ordinary user's
			}
			got, err := l.Resume(context.Background(), d.ID())
			if got != want || want == NoWindow && !errors.Is(err, ErrNoOpenGL) {
				t.Errorf("got %v, %v", got, err)
			}
			if l.Window.Software.Load() != (want == Closed) {
				t.Error("what was found out is not remembered")
			}
		})
	}
}

func remove(t *testing.T, dir string) {
	t.Helper()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
}
