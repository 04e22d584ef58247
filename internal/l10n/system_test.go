package l10n

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// What the system said of a file is in the user's language, without the
// operation; what nobody has words for stays as it is.
func TestErrorsAreWorded(t *testing.T) {
	it, err := New("it")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	_, notThere := os.Open(filepath.Join(dir, "nothing"))
	_, isFolder := os.ReadFile(dir)
	_, below := os.Open(filepath.Join(os.Args[0], "below"))
	for _, c := range []struct {
		err  error
		want string
	}{
		{notThere, "il file o la cartella non esiste"},
		{isFolder, "è una cartella"},
		{below, "un file è al posto di una cartella"},
		{&fs.PathError{Op: "open", Path: "x", Err: fs.ErrPermission}, "permesso negato"},
		{&fs.PathError{Op: "open", Path: "x", Err: errors.New("odd")}, "odd"},
		{errors.New("odd"), "odd"},
	} {
		if got := it.Get("config.unreadable", Vars{"Cause": c.err}); got != it.Get("config.unreadable", Vars{"Cause": c.want}) {
			t.Errorf("%v: %q, want it to say %q", c.err, got, c.want)
		}
	}
}
