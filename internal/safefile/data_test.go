package safefile

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestFormat(t *testing.T) {
	for _, c := range []struct {
		before string // "-": no file
		known  int
		after  string
		newer  bool
		steps  string
	}{
		{before: "-", known: 3, after: "3\n"},
		{before: "3\n", known: 3, after: "3\n"},
		{before: "3", known: 3, after: "3"},
		{before: "1\n", known: 3, after: "3\n", steps: "12"},
		{before: "2\n", known: 3, after: "3\n", steps: "2"},
		{before: "4\n", known: 3, after: "4\n", newer: true},
		{before: "", known: 3, after: "3\n"},
		{before: "\x00\x00", known: 3, after: "3\n"},
	} {
		dir := t.TempDir()
		if c.before != "-" {
			os.WriteFile(filepath.Join(dir, formatFile), []byte(c.before), 0o600)
		}
		done := ""
		steps := []conversion{
			func(FS) error { done += "1"; return nil },
			func(FS) error { done += "2"; return nil },
		}
		err := checkFormat(Folder(dir), c.known, steps)
		var newer *NewerFormatError
		if errors.Is(err, ErrNewerFormat) != c.newer || errors.As(err, &newer) != c.newer || !c.newer && err != nil {
			t.Errorf("%q: %v", c.before, err)
		}
		data, _ := os.ReadFile(filepath.Join(dir, formatFile))
		if string(data) != c.after || done != c.steps {
			t.Errorf("%q became %q by steps %q; want %q by %q", c.before, data, done, c.after, c.steps)
		}
	}
}

func TestAConversionThatFailsIsRunAgain(t *testing.T) {
	dir := t.TempDir()
	os.WriteFile(filepath.Join(dir, formatFile), []byte("1\n"), 0o600)
	broken, runs := errors.New("disk"), 0
	steps := []conversion{func(FS) error {
		if runs++; runs == 1 {
			return broken
		}
		return nil
	}}
	if err := checkFormat(Folder(dir), 2, steps); !errors.Is(err, broken) {
		t.Errorf("first: %v", err)
	}
	if n, _ := readFormat(Folder(dir)); n != 1 {
		t.Errorf("format %d after a conversion that failed", n)
	}
	if err := checkFormat(Folder(dir), 2, steps); err != nil || runs != 2 {
		t.Errorf("second: %v after %d runs", err, runs)
	}
}
