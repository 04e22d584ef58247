//go:build desktop

// Package clipboard pastes what another program has copied, on an X server of
// its own.
package clipboard

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/jezek/xgb/xproto"

	"ticketpp/internal/clipboard"
	"ticketpp/test/xserver"
)

// copyThere lets a program copy something; it keeps it until the server ends.
func copyThere(t *testing.T, kind string, data []byte) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "copied")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"-selection", "clipboard", "-quiet"}
	if kind != "" {
		args = append(args, "-t", kind)
	}
	cmd := exec.Command("xclip", append(args, "-i", file)...)
	if err := cmd.Start(); err != nil {
		t.Fatalf("%v (Debian's package xclip, which the project's set-up installs)", err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	c := xserver.Connect(t)
	name := "CLIPBOARD"
	atom, err := xproto.InternAtom(c.Conn, false, uint16(len(name)), name).Reply()
	if err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		owner, err := xproto.GetSelectionOwner(c.Conn, atom.Atom).Reply()
		if err == nil && owner.Owner != 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("xclip did not copy")
		}
	}
}

func noise(n int) []byte {
	data := make([]byte, n)
	r := rand.NewChaCha8([32]byte{})
	_, _ = r.Read(data)
	return data
}

func TestPictureIsPasted(t *testing.T) {
	for _, size := range []int{10, 70_000, 6_000_000} { // the large one comes in pieces
		xserver.Start(t)
		want := noise(size)
		copyThere(t, "image/png", want)
		got, err := clipboard.Picture(t.Context())
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%d bytes: got %d, %v", size, len(got), err)
		}
		again, err := clipboard.Picture(t.Context())
		if err != nil || !bytes.Equal(again, want) {
			t.Errorf("%d bytes the second time: got %d, %v", size, len(again), err)
		}
	}
}

func TestOtherFormats(t *testing.T) {
	xserver.Start(t)
	copyThere(t, "image/bmp", []byte("BM..."))
	if got, err := clipboard.Picture(t.Context()); err != nil || string(got) != "BM..." {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestNothingOrTextIsNoPicture(t *testing.T) {
	xserver.Start(t)
	if _, err := clipboard.Picture(t.Context()); !errors.Is(err, clipboard.ErrNoPicture) {
		t.Errorf("of nothing: %v", err)
	}
	copyThere(t, "", []byte("Fido calcolato male"))
	if _, err := clipboard.Picture(t.Context()); !errors.Is(err, clipboard.ErrNoPicture) {
		t.Errorf("of text: %v", err)
	}
}

func TestProgramThatNeverAnswers(t *testing.T) {
	xserver.Start(t)
	c := xserver.Connect(t)
	w, err := xproto.NewWindowId(c.Conn)
	if err != nil {
		t.Fatal(err)
	}
	screen := xproto.Setup(c.Conn).DefaultScreen(c.Conn)
	xproto.CreateWindow(c.Conn, 0, w, screen.Root, 0, 0, 1, 1, 0, xproto.WindowClassInputOnly, screen.RootVisual, 0, nil)
	name := "CLIPBOARD"
	atom, err := xproto.InternAtom(c.Conn, false, uint16(len(name)), name).Reply()
	if err != nil {
		t.Fatal(err)
	}
	if err := xproto.SetSelectionOwnerChecked(c.Conn, w, atom.Atom, xproto.TimeCurrentTime).Check(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := clipboard.Picture(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

func TestNoServer(t *testing.T) {
	t.Setenv("DISPLAY", ":99999")
	if _, err := clipboard.Picture(t.Context()); err == nil || errors.Is(err, clipboard.ErrNoPicture) {
		t.Errorf("got %v", err)
	}
}
