// Package rooms checks the shape of the house: who imports whom, how large a
// command is, what no file may name. It reads the source and knows nothing of
// what the program does.
package rooms

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// pkg is what `go list -json` tells of a package.
type pkg struct {
	ImportPath, Dir string
	Standard        bool
	GoFiles         []string
	CgoFiles        []string
	Imports         []string
	Error           *struct{ Err string }
}

// list runs go list for a system, "linux" or "windows".
func list(t *testing.T, system string, args ...string) []pkg {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-e", "-json=ImportPath,Dir,Standard,GoFiles,CgoFiles,Imports,Error"}, args...)...)
	cmd.Dir = root(t)
	cgo := "CGO_ENABLED=1"
	if system == "windows" {
		cgo = "CGO_ENABLED=0"
	}
	cmd.Env = append(os.Environ(), "GOOS="+system, cgo)
	var complaints strings.Builder
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, complaints.String())
	}
	var found []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return found
		} else if err != nil {
			t.Fatal(err)
		}
		found = append(found, p)
	}
}

func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

const module = "ticketpp/"

// roomOf names the room to which a package belongs: the longest entry of the
// table that it is or lies below; "" when it has none.
func roomOf(importPath string) string {
	path, ours := strings.CutPrefix(importPath, module)
	if !ours {
		return ""
	}
	best := ""
	for name := range rooms {
		if within(path, name) && len(name) > len(best) {
			best = name
		}
	}
	return best
}

// within reports whether path is dir or lies below it.
func within(path, dir string) bool { return path == dir || strings.HasPrefix(path, dir+"/") }

// may reports whether a room's list allows another.
func may(list []string, room string) bool {
	if len(list) > 0 && list[0] == "!" {
		return !slices.Contains(list[1:], room)
	}
	return slices.Contains(list, room)
}

func TestImports(t *testing.T) {
	for _, system := range []string{"linux", "windows"} {
		for _, p := range list(t, system, "./...") {
			path := strings.TrimPrefix(p.ImportPath, module)
			if within(path, "build") {
				continue // what `make` leaves
			}
			own := roomOf(p.ImportPath)
			if own == "" {
				t.Errorf("%s is in no room: give it a line in table_test.go", path)
				continue
			}
			for _, imported := range p.Imports {
				if strings.HasPrefix(imported, module) {
					if other := roomOf(imported); other != own && !may(rooms[own].may, other) {
						t.Errorf("%s: %s imports %s; %s: %s", system, path, imported, own, rooms[own].why)
					}
				}
				for _, l := range libraries {
					if within(imported, l.path) && !slices.Contains(l.rooms, own) && own != "test" {
						t.Errorf("%s: %s imports %s: %s", system, path, imported, l.why)
					}
				}
			}
		}
	}
}

// The agent is small, builds without a C compiler, and does not know Fyne.
func TestAgentIsLight(t *testing.T) {
	for _, system := range []string{"linux", "windows"} {
		for _, p := range list(t, system, "-deps", "./cmd/trayapp") {
			for _, never := range neverInAgent {
				if within(p.ImportPath, never) {
					t.Errorf("%s: cmd/trayapp links %s", system, p.ImportPath)
				}
			}
			if len(p.CgoFiles) > 0 && !p.Standard {
				t.Errorf("%s: cmd/trayapp needs cgo for %s", system, p.ImportPath)
			}
			if p.Error != nil {
				t.Errorf("%s: %s: %s", system, p.ImportPath, p.Error.Err)
			}
		}
	}
}

// main only wires: under 40 lines of code a command.
func TestCommandsOnlyWire(t *testing.T) {
	for _, p := range list(t, "linux", "./cmd/...") {
		lines := 0
		for _, f := range slices.Concat(p.GoFiles, p.CgoFiles) {
			text, err := os.ReadFile(filepath.Join(p.Dir, f))
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(string(text)) {
				if l := strings.TrimSpace(line); l != "" && !strings.HasPrefix(l, "//") {
					lines++
				}
			}
		}
		if lines >= 40 {
			t.Errorf("%s has %d lines of code; a command only wires", p.ImportPath, lines)
		}
	}
}
