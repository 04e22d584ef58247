//go:build desktop

// Package workstation asks for the window in front on an X server of its own.
package workstation

import (
	"context"
	"image"
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

func TestForeground(t *testing.T) {
	xserver.Start(t, "-screen", "0", "800x600x24")
	if title, frame := workstation.Foreground(context.Background()); title != "" || !frame.Empty() {
		t.Errorf("without a window manager: %q at %v", title, frame)
	}
	x := xserver.Connect(t)
	root := x.Setup.DefaultScreen(x.Conn).Root
	w, err := xproto.NewWindowId(x.Conn)
	if err != nil {
		t.Fatal(err)
	}
	xproto.CreateWindow(x.Conn, 24, w, root, 100, 80, 300, 200, 0, xproto.WindowClassInputOutput, x.Setup.DefaultScreen(x.Conn).RootVisual, 0, nil)
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
