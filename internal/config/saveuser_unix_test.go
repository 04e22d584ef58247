//go:build !windows

package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSaveUserFollowsALink(t *testing.T) {
	m := newMachine(t)
	target := filepath.Join(t.TempDir(), "dotfiles.toml")
	m.write(target, "language = \"it\"\n")
	if err := os.MkdirAll(filepath.Dir(m.paths.User), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, m.paths.User); err != nil {
		t.Fatal(err)
	}
	if err := SaveUser(m.options, anna); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(m.paths.User); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Error("the link is gone")
	}
	if got, _ := os.ReadFile(target); !strings.Contains(string(got), "Anna Bianchi") {
		t.Errorf("got %q", got)
	}
}
