//go:build wine

package wine

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"ticketpp/test/wine/pc"
)

// What the rooms test of Windows alone, which no other test runs.
func TestRooms(t *testing.T) {
	files, err := filepath.Glob("../../internal/*/*_windows_test.go")
	must(t, err)
	tests := map[string][]string{} // by room
	for _, file := range files {
		text, err := os.ReadFile(file)
		must(t, err)
		for _, m := range regexp.MustCompile(`(?m)^func (Test\w+)\(`).FindAllSubmatch(text, -1) {
			tests[filepath.Dir(file)] = append(tests[filepath.Dir(file)], string(m[1]))
		}
	}
	if len(tests) < 8 {
		t.Fatalf("tests of %d rooms", len(tests))
	}
	d := open(t, relay(t), pc.Options{Prefix: t.TempDir()})
	dir := t.TempDir()
	for room, names := range tests {
		t.Run(filepath.Base(room), func(t *testing.T) {
			program := filepath.Join(dir, filepath.Base(room)+".exe")
			build := exec.Command("go", "test", "-c", "-o", program, ".")
			build.Dir, build.Env = room, append(os.Environ(), "GOOS=windows", "CGO_ENABLED=0")
			if out, err := build.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			out, _, err := d.Run(t.Context(), pc.Path(program), "-test.v", "-test.run", "^("+strings.Join(names, "|")+")$")
			must(t, err)
			for _, name := range names {
				if why := failed(out, name); why != "" {
					t.Errorf("%s: %s", name, why)
				}
			}
		})
	}
}

// cleaning is what the testing package says where a folder cannot be removed in
// Go's way: Wine does not know it yet.
var cleaning = regexp.MustCompile(`^\s*testing\.go:\d+: TempDir RemoveAll cleanup: .*Invalid function\.$`)

// failed returns what a test said that failed, in what "go test -v" printed; ""
// when it passed or was skipped.
func failed(out, name string) string {
	var said []string
	begun, cleaned := false, false
	for line := range strings.Lines(out) {
		line = strings.TrimRight(line, "\r\n")
		result, isResult := strings.CutPrefix(line, "--- ")
		switch {
		case line == "=== RUN   "+name:
			begun = true
		case !begun:
		case cleaning.MatchString(line):
			cleaned = true
		case isResult && (strings.HasPrefix(result, "PASS: "+name+" ") || strings.HasPrefix(result, "SKIP: "+name+" ")):
			return ""
		case isResult && strings.HasPrefix(result, "FAIL: "+name+" "):
			if !cleaned {
				said = append(said, result)
			}
			return strings.Join(said, "\n")
		default:
			said = append(said, line)
		}
	}
	return "it did not end:\n" + out
}
