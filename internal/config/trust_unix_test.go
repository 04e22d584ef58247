//go:build !windows

package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// trustMe takes the user who runs the tests for root.
func trustMe(path string, f *os.File) error { return checkTrustOf(os.Getuid(), path, f) }

// A machine's or policy's file that others could have written says nothing.
func TestFilesThatOthersCanWriteSayNothing(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(t *testing.T, m *machine)
		at    func(m *machine) string // the path at fault; "" when all is well
	}{
		{"as it should be", func(*testing.T, *machine) {}, nil},
		{"file writable by all", func(t *testing.T, m *machine) { chmod(t, m.paths.Policy, 0o666) }, func(m *machine) string { return m.paths.Policy }},
		{"file writable by the group", func(t *testing.T, m *machine) { chmod(t, m.paths.Policy, 0o664) }, func(m *machine) string { return m.paths.Policy }},
		{"folder writable by all", func(t *testing.T, m *machine) { chmod(t, filepath.Dir(m.paths.Policy), 0o777) }, func(m *machine) string { return filepath.Dir(m.paths.Policy) }},
		{"sticky folder", func(t *testing.T, m *machine) { chmod(t, filepath.Dir(m.paths.Policy), 0o777|os.ModeSticky) }, func(m *machine) string { return filepath.Dir(m.paths.Policy) }},
		{"folder above", func(t *testing.T, m *machine) { chmod(t, filepath.Dir(filepath.Dir(m.paths.Policy)), 0o777) }, func(m *machine) string { return filepath.Dir(filepath.Dir(m.paths.Policy)) }},
		{"another owner", func(t *testing.T, m *machine) { m.options.system.trust = checkTrust; chown(t, m.paths.Policy, 12345) }, func(m *machine) string { return m.paths.Policy }},
		{"a link to a file of others", func(t *testing.T, m *machine) {
			open := filepath.Join(filepath.Dir(m.paths.Data), "open", "p.toml")
			m.write(open, "language = \"it\"\n")
			chmod(t, filepath.Dir(open), 0o777)
			if err := os.Remove(m.paths.Policy); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(open, m.paths.Policy); err != nil {
				t.Fatal(err)
			}
		}, func(m *machine) string { return filepath.Join(filepath.Dir(m.paths.Data), "open") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine(t)
			m.write(m.paths.Policy, "language = \"it\"\n")
			c.spoil(t, m)
			s := m.load()
			if c.at == nil {
				if s.Language != "it" || len(unexpected(s.Problems())) != 0 {
					t.Errorf("got %q, %v", s.Language, codes(s.Problems()))
				}
				return
			}
			if s.Language != "" {
				t.Error("the file was read")
			}
			var at []string
			for _, p := range s.Problems() {
				if p.Code == Untrusted && p.File == m.paths.Policy {
					at = append(at, p.Detail)
				}
			}
			if strings.Join(at, ";") != c.at(m) {
				t.Errorf("got %q, want %q", at, c.at(m))
			}
		})
	}
}

func chmod(t *testing.T, path string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

// chown gives a file to somebody else. Who may not do that has a file that is
// not root's already.
func chown(t *testing.T, path string, uid int) {
	t.Helper()
	if os.Getuid() != 0 {
		return
	}
	if err := os.Chown(path, uid, uid); err != nil {
		t.Fatal(err)
	}
}

func TestPathsFollowTheSpecification(t *testing.T) {
	p := systemPaths()
	for _, path := range []string{p.Machine, p.User, p.Policy, p.Data} {
		if !filepath.IsAbs(path) || !strings.Contains(path, appFolder) {
			t.Errorf("%q is no place of ours", path)
		}
	}
	o := Options{DataDir: "/somewhere"}
	if Paths(o).Data != "/somewhere" || Paths(o).User != p.User {
		t.Errorf("got %+v", Paths(o))
	}
}
