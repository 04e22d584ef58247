package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// machine is a machine of a test's own: its files in a folder, its registry
// in memory.
type machine struct {
	t        *testing.T
	options  Options
	registry []registrySource
	paths    Locations
}

func newMachine(t *testing.T) *machine {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o755); err != nil { // whatever the umask
		t.Fatal(err)
	}
	m := &machine{t: t, paths: Locations{
		Machine: filepath.Join(dir, "machine", "config.toml"),
		User:    filepath.Join(dir, "user", "config.toml"),
		Policy:  filepath.Join(dir, "policy", "policy.toml"),
		Data:    filepath.Join(dir, "data"),
	}}
	m.options.system = &system{
		paths:    func() Locations { return m.paths },
		registry: func() []registrySource { return m.registry },
		trust:    trustMe,
	}
	return m
}

// write makes a file with its folder, closed to others.
func (m *machine) write(path, text string) {
	m.t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		m.t.Fatal(err)
	}
}

func (m *machine) load() *Settings {
	m.t.Helper()
	s, err := Load(m.options)
	if err != nil {
		m.t.Fatal(err)
	}
	return s
}

// codes lists the problems as "FILE:LINE:COL code key", files by their names.
func codes(problems []Problem) []string {
	var list []string
	for _, p := range problems {
		p.File = filepath.Base(strings.ReplaceAll(p.File, `\`, "/"))
		list = append(list, strings.TrimSpace(p.Place()+" "+string(p.Code)+" "+p.Key))
	}
	return list
}

// unexpected lists the problems except that something is not set at all.
func unexpected(problems []Problem) []string {
	var kept []Problem
	for _, p := range problems {
		if p.Code != NoHelpdesk && p.Code != NoServer {
			kept = append(kept, p)
		}
	}
	return codes(kept)
}

func wantStrings(t *testing.T, got, want []string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}
