package faulty

import (
	"os"
	"testing"
)

// Dir returns a folder that is removed after the test, in memory where the
// system has such a place: tests that make thousands of files to see what a
// fault or a kill leaves of them need no disk, and a hundred times less time.
func Dir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "faulty-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}
