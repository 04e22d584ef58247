package cli

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// plain is a program that runs another without root's right to read and write
// everything, so that permissions count in the tests too.
const plain = `#!/bin/sh
[ "$(id -u)" = 0 ] || exec "$@"
exec setpriv --bounding-set=-dac_override,-dac_read_search -- "$@"
`

// governed FILE COMMAND… is a program that runs another on a machine whose
// policy is FILE: with an /etc of its own, which holds it. It takes root.
const governed = `#!/bin/sh
set -e
mkdir -p etc/trayapp
chmod 755 etc etc/trayapp
cp "$1" etc/trayapp/policy.toml
chmod 644 etc/trayapp/policy.toml
shift
exec unshare --mount sh -c 'mount -t overlay -o "lowerdir=$PWD/etc:/etc" overlay /etc && exec "$@"' governed "$@"
`

// says TEXT COMMAND…: the command, which does not end by itself, says TEXT on
// standard error; then it is ended, and nothing that it said is a stack trace.
func says(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: says TEXT command...")
	}
	var said lockedBuffer
	cmd := exec.Command(args[1], args[2:]...)
	if strings.ContainsRune(args[1], os.PathSeparator) {
		cmd.Path = ts.MkAbs(args[1])
	}
	cmd.Dir, cmd.Stderr = ts.MkAbs("."), &said
	for _, key := range []string{
		"PATH", "HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "LANG",
		"DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS",
	} {
		cmd.Env = append(cmd.Env, key+"="+ts.Getenv(key))
	}
	if path, err := exec.LookPath("trayapp"); err == nil && args[1] == "trayapp" {
		cmd.Path, cmd.Err = path, nil
	}
	ts.Check(cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for range 1000 {
		if strings.Contains(said.String(), args[0]) || len(ended) > 0 {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	_ = cmd.Process.Signal(os.Interrupt) // one that has ended by itself is told below
	err := <-ended
	s := said.String()
	ts.Logf("[it said]\n%s", s)
	switch {
	case !strings.Contains(s, args[0]):
		ts.Fatalf("it never said %q; it ended with %v", args[0], err)
	case err != nil:
		ts.Fatalf("it ended badly: %v", err)
	case strings.Contains(s, "goroutine ") || strings.Contains(s, "panic:"):
		ts.Fatalf("a stack trace")
	}
}

// lockedBuffer may be read while it is written.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// disk DIR OPTIONS…: DIR becomes a disk of its own with mount's options; a
// DIR that holds something is mounted over itself, to be made read-only.
func disk(ts *testscript.TestScript, _ bool, args []string) {
	dir := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(dir, 0o700))
	steps := [][]string{{"-t", "tmpfs", "-o", args[1], "none", dir}}
	if entries, _ := os.ReadDir(dir); len(entries) > 0 {
		steps = [][]string{{"--bind", dir, dir}, {"-o", "remount,bind," + args[1], dir}}
	}
	ts.Defer(func() { _ = exec.Command("umount", "-l", dir).Run() })
	for _, s := range steps {
		ts.Check(ts.Exec("mount", s...))
	}
}

// sparse FILE BYTES: FILE has so many bytes and takes no room.
func sparse(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	f, err := os.Create(filepath.Clean(ts.MkAbs(args[0])))
	ts.Check(err)
	ts.Check(f.Truncate(n))
	ts.Check(f.Close())
}
