// Package wlroots starts Wayland sessions of the test's own: the compositor
// sway on the headless back end with known pictures on its displays, and the
// desktop portal with the back end for wlroots, all from Debian's packages.
package wlroots

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"ticketpp/test/xserver"
)

// Output is one display.
type Output struct {
	Width, Height int     // physical pixels
	X, Y          int     // place in the compositor's own coordinates
	Scale         float64 // 0 means 1
}

// Session is a running session.
type Session struct {
	Dir string // its home, which its user owns

	log     *os.File // what the session's programs say
	env     []string
	user    *syscall.Credential // nil: the test's own
	outputs []Output
}

// patience is how long a part of the session may take to come up.
const patience = 30 * time.Second

// Start starts a session with these displays, each covered by
// [xserver.Pattern] in its own pixels, and ends it with the test. It returns
// when the compositor is there; see Portal for the rest.
func Start(t testing.TB, outputs ...Output) *Session {
	t.Helper()
	dir, err := os.MkdirTemp("", "wl") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	s := &Session{Dir: dir, outputs: outputs}
	if s.log, err = os.Create(filepath.Join(dir, "log")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.close(t) })
	s.env = []string{
		"PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "HOME=" + dir, "TMPDIR=" + dir, "XDG_RUNTIME_DIR=" + dir,
		"XDG_CURRENT_DESKTOP=sway", "XDG_SESSION_TYPE=wayland", "DBUS_SESSION_BUS_ADDRESS=unix:path=" + dir + "/bus",
		"WLR_BACKENDS=headless", "WLR_LIBINPUT_NO_DEVICES=1", "WLR_RENDERER=pixman",
		fmt.Sprintf("WLR_HEADLESS_OUTPUTS=%d", len(outputs)), "NO_AT_BRIDGE=1",
	}
	if os.Geteuid() == 0 { // which sway refuses
		s.user = &syscall.Credential{Uid: nobody, Gid: nobody}
	}
	s.write(t, "bus.conf", fmt.Appendf(nil, busConfig, dir))
	s.daemon(t, "dbus-daemon", "--nofork", "--config-file="+filepath.Join(dir, "bus.conf"))
	s.wait(t, "the session bus", func() bool { return exists(filepath.Join(dir, "bus")) })
	s.write(t, "sway.conf", s.config(t))
	s.daemon(t, "sway", "-c", filepath.Join(dir, "sway.conf"))
	display := filepath.Join(dir, "wayland-1") // sway's first choice where there is none yet
	s.wait(t, "the compositor", func() bool { return exists(display) })
	s.env = append(s.env, "WAYLAND_DISPLAY=wayland-1")
	s.wait(t, "the compositor's own socket", func() bool {
		found, _ := filepath.Glob(filepath.Join(dir, "sway-ipc.*"))
		if len(found) == 1 {
			s.env = append(s.env, "SWAYSOCK="+found[0])
		}
		return len(found) == 1
	})
	return s
}

// close removes the session's home, once its programs have ended.
func (s *Session) close(t testing.TB) {
	if said, err := os.ReadFile(s.log.Name()); t.Failed() && err == nil {
		t.Logf("the session's programs said:\n%s", said)
	}
	s.log.Close()
	os.RemoveAll(s.Dir)
}

// nobody is the user that every Debian has for a process without rights.
const nobody = 65534

// busConfig starts no service by itself: the session runs what it names.
const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=%s/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`

// config is sway's: the displays, each with its picture.
func (s *Session) config(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	b.WriteString("xwayland disable\n")
	for i, o := range s.outputs {
		file := filepath.Join(s.Dir, fmt.Sprintf("display-%d.png", i+1))
		var picture bytes.Buffer
		if err := png.Encode(&picture, xserver.Picture(o.Width, o.Height)); err != nil {
			t.Fatal(err)
		}
		s.write(t, filepath.Base(file), picture.Bytes())
		fmt.Fprintf(&b, "output HEADLESS-%d mode --custom %dx%d position %d %d scale %g bg %s fill\n",
			i+1, o.Width, o.Height, o.X, o.Y, cmp.Or(o.Scale, 1), file)
	}
	return b.Bytes()
}

// Portal starts the desktop portal with the back end for wlroots, whose
// programs are looked for on path ("" means the test's own), and waits until it
// takes pictures. It returns the back end's process.
func (s *Session) Portal(t testing.TB, path string) *os.Process {
	t.Helper()
	usual := s.env
	if path != "" {
		s.env = append(append([]string{}, s.env...), "PATH="+path)
	}
	s.daemon(t, "pipewire")
	s.wait(t, "pipewire", func() bool { return exists(filepath.Join(s.Dir, "pipewire-0")) })
	backEnd := s.daemon(t, "/usr/libexec/xdg-desktop-portal-wlr")
	s.wait(t, "the portal's back end", func() bool { return s.owned(t, "org.freedesktop.impl.portal.desktop.wlr") })
	s.daemon(t, "/usr/libexec/xdg-desktop-portal")
	s.wait(t, "the portal", func() bool { return s.owned(t, "org.freedesktop.portal.Desktop") })
	s.env = usual
	return backEnd
}

// owned reports whether somebody answers to a name on the bus.
func (s *Session) owned(t testing.TB, name string) bool {
	t.Helper()
	out, _ := s.Command(t.Context(), "dbus-send", "--session", "--print-reply=literal", "--dest=org.freedesktop.DBus",
		"/org/freedesktop/DBus", "org.freedesktop.DBus.NameHasOwner", "string:"+name).Output()
	return strings.Contains(string(out), "true")
}

// Command is a program in the session, run by the session's user.
func (s *Session) Command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Env = s.Dir, s.env
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.user, Pdeathsig: syscall.SIGKILL}
	return cmd
}

// Install copies a program into the session's home, where its user can run
// it, and returns the copy's name.
func (s *Session) Install(t testing.TB, program string) string {
	t.Helper()
	data, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Base(program)
	s.write(t, name, data)
	if err := os.Chmod(filepath.Join(s.Dir, name), 0o755); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(s.Dir, name)
}

// daemon starts a program that ends with the test.
func (s *Session) daemon(t testing.TB, name string, args ...string) *os.Process {
	t.Helper()
	cmd := s.Command(context.Background(), name, args...)
	cmd.Stdout, cmd.Stderr = s.log, s.log
	if err := cmd.Start(); err != nil {
		t.Fatalf("%v (a package of the project's set-up for the desktop)", err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	return cmd.Process
}

func (s *Session) wait(t testing.TB, what string, until func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !until(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s does not come up", what)
		}
	}
}

// write puts a file into the session's home, and gives both to its user.
func (s *Session) write(t testing.TB, name string, data []byte) {
	t.Helper()
	file := filepath.Join(s.Dir, name)
	err := os.WriteFile(file, data, 0o600)
	if s.user != nil {
		err = errors.Join(err, os.Chown(s.Dir, nobody, nobody), os.Chown(file, nobody, nobody))
	}
	if err != nil {
		t.Fatal(err)
	}
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}
