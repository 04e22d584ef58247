package logfile

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestTheFileIsTheUsersAlone(t *testing.T) {
	dir := t.TempDir()
	l := New(dir, "warn")
	l.Info("too quiet")
	if _, err := os.Stat(filepath.Join(dir, "log")); err == nil {
		t.Error("the file was opened without a line")
	}
	l.Warn("loud enough", "ticket", "1")
	file := filepath.Join(dir, "log", "trayapp.log")
	text, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(text), "loud enough") || strings.Contains(string(text), "too quiet") {
		t.Errorf("the log holds %q, %v", text, err)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestTheFolderIsTheUsersAlone(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // the folder has no mode there: it inherits the profile's rights
	}
	for _, old := range []bool{false, true} {
		dir := filepath.Join(t.TempDir(), "log")
		if old {
			if err := os.Mkdir(dir, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		New(filepath.Dir(dir), "info").Info("a line")
		if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("mode %v, %v", info, err)
		}
	}
}

// The data folder is deleted while the program runs, and perhaps made again by
// another process with a log of its own: both write where one can read it.
func TestTheFileIsMadeAgain(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // no open file can be deleted there
	}
	data := filepath.Join(t.TempDir(), "data")
	ours, theirs := New(data, "info"), New(data, "info")
	ours.Info("before")
	for _, others := range []bool{false, true} {
		if err := os.RemoveAll(data); err != nil {
			t.Fatal(err)
		}
		if others {
			theirs.Info("from the other")
		}
		ours.Info("after")
		ours.Info("and on")
		text, err := os.ReadFile(filepath.Join(data, "log", "trayapp.log"))
		if got := string(text); err != nil || !strings.Contains(got, "after") || !strings.Contains(got, "and on") || strings.Contains(got, "from the other") != others {
			t.Errorf("the log holds %q, %v", text, err)
		}
		for _, dir := range []string{data, filepath.Join(data, "log")} {
			if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
				t.Errorf("mode %v, %v", info, err)
			}
		}
	}
}

func TestAnUnknownLevelIsInfo(t *testing.T) {
	if !New(t.TempDir(), "loud").Enabled(t.Context(), slog.LevelInfo) {
		t.Error("nothing would be logged")
	}
}

func TestLinesOfAProgramBecomeLinesOfTheLog(t *testing.T) {
	var out bytes.Buffer
	w := Lines(slog.New(slog.NewTextHandler(&out, nil)), "trayapp-ui")
	for _, p := range []string{"first ", "line\nsecond line\n\n", strings.Repeat("x", 3*longest), "\n"} {
		if n, err := fmt.Fprint(w, p); n != len(p) || err != nil {
			t.Fatal(n, err)
		}
	}
	if n := strings.Count(out.String(), "\n"); n != 3 || !strings.Contains(out.String(), `"first line"`) {
		t.Errorf("%d lines:\n%.300s", n, out.String())
	}
}
