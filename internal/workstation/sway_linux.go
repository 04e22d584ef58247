package workstation

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"image"
	"io"
	"net"
	"time"
)

// swayPatience bounds the question to sway, which answers in a millisecond.
const swayPatience = time.Second

// swayNode is a part of sway's tree of displays, workspaces and windows.
type swayNode struct {
	Name     string     `json:"name"`
	Type     string     `json:"type"`
	Focused  bool       `json:"focused"`
	PID      int        `json:"pid"`       // of the window's program
	Rect     swayRect   `json:"rect"`      // with the borders; in the compositor's own coordinates
	Title    swayRect   `json:"deco_rect"` // the title bar, above Rect
	Nodes    []swayNode `json:"nodes"`
	Floating []swayNode `json:"floating_nodes"`
}

type swayRect struct{ X, Y, Width, Height int }

// swayForeground asks the compositor sway, by its own protocol (sway-ipc(7)).
// Wayland itself tells nobody which window is in front.
func swayForeground(ctx context.Context, socket string) (string, image.Rectangle) {
	tree, err := swayTree(ctx, socket)
	if err != nil {
		return "", image.Rectangle{}
	}
	w, found := tree.focused()
	if !found || isOurs(programOf(w.PID)) {
		return "", image.Rectangle{}
	}
	r := w.Rect
	return w.Name, image.Rect(r.X, r.Y-w.Title.Height, r.X+r.Width, r.Y+r.Height)
}

// Numbers of sway-ipc(7).
const (
	swayMagic   = "i3-ipc"
	swayGetTree = 4
	swayLongest = 8 << 20 // bytes of an answer
)

func swayTree(ctx context.Context, socket string) (tree swayNode, err error) {
	ctx, cancel := context.WithTimeout(ctx, swayPatience)
	defer cancel()
	c, err := (&net.Dialer{}).DialContext(ctx, "unix", socket)
	if err != nil {
		return tree, err
	}
	defer c.Close()
	defer context.AfterFunc(ctx, func() { _ = c.SetDeadline(time.Unix(1, 0)) })()
	question := binary.NativeEndian.AppendUint32([]byte(swayMagic), 0)
	if _, err := c.Write(binary.NativeEndian.AppendUint32(question, swayGetTree)); err != nil {
		return tree, err
	}
	head := make([]byte, len(swayMagic)+8)
	if _, err := io.ReadFull(c, head); err != nil {
		return tree, err
	}
	size := binary.NativeEndian.Uint32(head[len(swayMagic):])
	err = json.NewDecoder(io.LimitReader(c, int64(min(size, swayLongest)))).Decode(&tree)
	return tree, err
}

// focused finds the window in front. A workspace without a window has the
// focus itself, and is none.
func (n swayNode) focused() (swayNode, bool) {
	if n.Focused {
		return n, n.Type == "con" || n.Type == "floating_con"
	}
	for _, children := range [][]swayNode{n.Nodes, n.Floating} {
		for _, c := range children {
			if w, found := c.focused(); found {
				return w, true
			}
		}
	}
	return swayNode{}, false
}
