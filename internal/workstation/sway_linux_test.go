package workstation

import (
	"context"
	"encoding/binary"
	"image"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// TestSwaysTree: the window in front is one in a container, one that floats,
// or none, where the workspace itself has the focus.
func TestSwaysTree(t *testing.T) {
	const before = `{"type":"root","name":"root","nodes":[{"type":"output","name":"HEADLESS-1","nodes":[` +
		`{"type":"workspace","name":"1","focused":`
	for name, c := range map[string]struct {
		tree  string
		title string
		frame image.Rectangle
	}{
		"in a container": {before + `false,"nodes":[{"type":"con","nodes":[{"type":"con","name":"Città","focused":true,` +
			`"rect":{"x":-10,"y":25,"width":300,"height":200},"deco_rect":{"x":0,"y":0,"width":300,"height":25}}]}]}]}]}`, "Città", image.Rect(-10, 0, 290, 225)},
		"floating": {before + `false,"floating_nodes":[{"type":"floating_con","name":"f","focused":true,` +
			`"rect":{"x":5,"y":6,"width":7,"height":8}}]}]}]}`, "f", image.Rect(5, 6, 12, 14)},
		"ours": {before + `false,"floating_nodes":[{"type":"floating_con","name":"Ticket++","focused":true,"pid":` + strconv.Itoa(os.Getpid()) +
			`,"rect":{"x":5,"y":6,"width":7,"height":8}}]}]}]}`, "", image.Rectangle{}},
		"an empty workspace": {before + `true,"rect":{"x":0,"y":0,"width":100,"height":100}}]}]}`, "", image.Rectangle{}},
		"nothing in front":   {before + `false}]}]}`, "", image.Rectangle{}},
		"nonsense":           {`[`, "", image.Rectangle{}},
		"hangs up":           {``, "", image.Rectangle{}},
	} {
		title, frame := swayForeground(context.Background(), serve(t, c.tree))
		if title != c.title || frame != c.frame {
			t.Errorf("%s: %q at %v, want %q at %v", name, title, frame, c.title, c.frame)
		}
	}
	if title, frame := swayForeground(context.Background(), "/nonexistent"); title != "" || !frame.Empty() {
		t.Errorf("without sway: %q at %v", title, frame)
	}
}

// serve answers one question with a tree.
func serve(t *testing.T, tree string) (socket string) {
	t.Helper()
	l, err := net.Listen("unix", filepath.Join(t.TempDir(), "s"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		question := make([]byte, len(swayMagic)+8)
		if _, err := c.Read(question); err != nil || tree == "" {
			return
		}
		answer := binary.NativeEndian.AppendUint32([]byte(swayMagic), uint32(len(tree)))
		_, _ = c.Write(append(binary.NativeEndian.AppendUint32(answer, swayGetTree), tree...))
	}()
	return l.Addr().String()
}
