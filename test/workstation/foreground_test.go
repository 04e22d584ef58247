//go:build desktop

// Package workstation asks for the window in front on an X server of its own.
package workstation

import (
	"context"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"

	"ticketpp/internal/workstation"
	"ticketpp/test/xserver"
)

func property(t *testing.T, x xserver.Conn, w xproto.Window, name, kind string, format byte, data []byte) {
	t.Helper()
	atom := func(n string) xproto.Atom {
		r, err := xproto.InternAtom(x.Conn, false, uint16(len(n)), n).Reply()
		if err != nil {
			t.Fatal(err)
		}
		return r.Atom
	}
	xproto.ChangeProperty(x.Conn, xproto.PropModeReplace, w, atom(name), atom(kind), format, uint32(len(data)*8/int(format)), data)
}

func numbers(list ...uint32) []byte {
	var b []byte
	for _, n := range list {
		b = append(b, 0, 0, 0, 0)
		xgb.Put32(b[len(b)-4:], n)
	}
	return b
}

// window makes a window that is not on the screen yet.
func window(t *testing.T, x xserver.Conn, overrideRedirect uint32) xproto.Window {
	t.Helper()
	w, err := xproto.NewWindowId(x.Conn)
	if err != nil {
		t.Fatal(err)
	}
	s := x.Setup.DefaultScreen(x.Conn)
	xproto.CreateWindow(x.Conn, 24, w, s.Root, 100, 80, 300, 200, 0, xproto.WindowClassInputOutput, s.RootVisual,
		xproto.CwOverrideRedirect, []uint32{overrideRedirect})
	return w
}

// runs starts a program that does nothing, under a name, until the test's end.
func runs(t *testing.T, name string) (pid uint32) {
	t.Helper()
	sleep, err := exec.LookPath("sleep")
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(sleep)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, program, 0o700); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(file, "600")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	return uint32(cmd.Process.Pid)
}

// The window manager's word of the active window is not all: openbox leaves it
// when the last window closes, and the form that waits unseen for a click may
// get that window's number.
func TestNoProgramInFront(t *testing.T) {
	xserver.Start(t, "-screen", "0", "800x600x24")
	x := xserver.Connect(t)
	root := x.Setup.DefaultScreen(x.Conn).Root
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name             string
		shown            bool
		overrideRedirect uint32
		program          string
		want             string
	}{
		{"a program's window", true, 0, "firefox", "Ticket++ – Nuovo ticket"},
		{"a window whose program is not told", true, 0, "", "Ticket++ – Nuovo ticket"},
		{"not on the screen", false, 0, "firefox", ""},
		{"not in the window manager's care", true, 1, "firefox", ""},
		{"our window program's", true, 0, filepath.Base(self) + "-ui", ""},
	} {
		w := window(t, x, c.overrideRedirect)
		property(t, x, w, "_NET_WM_NAME", "UTF8_STRING", 8, []byte("Ticket++ – Nuovo ticket"))
		if c.program != "" {
			property(t, x, w, "_NET_WM_PID", "CARDINAL", 32, numbers(runs(t, c.program)))
		}
		if c.shown {
			xproto.MapWindow(x.Conn, w)
		}
		property(t, x, root, "_NET_ACTIVE_WINDOW", "WINDOW", 32, numbers(uint32(w)))
		x.Sync(t)
		title, frame := workstation.Foreground(context.Background())
		if title != c.want || frame.Empty() != (c.want == "") {
			t.Errorf("%s: %q at %v, want %q", c.name, title, frame, c.want)
		}
		xproto.DestroyWindow(x.Conn, w)
	}
}

func TestForeground(t *testing.T) {
	xserver.Start(t, "-screen", "0", "800x600x24")
	if title, frame := workstation.Foreground(context.Background()); title != "" || !frame.Empty() {
		t.Errorf("without a window manager: %q at %v", title, frame)
	}
	x := xserver.Connect(t)
	root := x.Setup.DefaultScreen(x.Conn).Root
	w := window(t, x, 0)
	xproto.MapWindow(x.Conn, w)
	property(t, x, root, "_NET_ACTIVE_WINDOW", "WINDOW", 32, numbers(uint32(w)))
	property(t, x, w, "WM_NAME", "STRING", 8, []byte("Perch\xe9 no"))
	property(t, x, w, "_NET_FRAME_EXTENTS", "CARDINAL", 32, numbers(1, 2, 20, 3))
	x.Sync(t)
	title, frame := workstation.Foreground(context.Background())
	if want := image.Rect(99, 60, 402, 283); title != "Perché no" || frame != want {
		t.Errorf("got %q at %v, want %v", title, frame, want)
	}
	property(t, x, w, "_NET_WM_NAME", "UTF8_STRING", 8, []byte("Mandato 1532 – città 😀\nseconda riga"))
	x.Sync(t)
	if title, _ := workstation.Foreground(context.Background()); title != "Mandato 1532 – città 😀 seconda riga" {
		t.Errorf("got %q", title)
	}
	property(t, x, root, "_NET_ACTIVE_WINDOW", "WINDOW", 32, numbers(0x7fffff)) // a window that is gone
	x.Sync(t)
	if title, frame := workstation.Foreground(context.Background()); title != "" || !frame.Empty() {
		t.Errorf("of a window that is gone: %q at %v", title, frame)
	}
}
