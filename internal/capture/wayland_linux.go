package capture

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// output is one display of a Wayland session, by wl_output and xdg-output.
type output struct {
	logical   image.Rectangle // in the compositor's own coordinates
	pixels    image.Point     // its picture's size as the display has it, turned as it is seen
	scale     int
	transform int32 // wl_output.transform; odd numbers lie on their side
}

// outputPatience bounds the questions to the compositor, which answers in a
// millisecond.
const outputPatience = time.Second

// outputs asks the Wayland compositor where its displays are. The portal does
// not say it, and its picture shows all of them.
func outputs(ctx context.Context) ([]output, error) {
	ctx, cancel := context.WithTimeout(ctx, outputPatience)
	defer cancel()
	c, err := connectWayland(ctx, os.Getenv("WAYLAND_DISPLAY"))
	if err != nil {
		return nil, err
	}
	defer c.Close()
	defer context.AfterFunc(ctx, func() { _ = c.SetDeadline(time.Unix(1, 0)) })()
	w := &wayland{Conn: c, next: 2, wlOutputs: map[uint32]*output{}, xdgOutputs: map[uint32]*output{}}
	found, err := w.outputs()
	if err != nil {
		return nil, fmt.Errorf("wayland: %w", err)
	}
	return found, nil
}

// connectWayland opens the socket that WAYLAND_DISPLAY names.
func connectWayland(ctx context.Context, name string) (net.Conn, error) {
	if !filepath.IsAbs(name) {
		name = filepath.Join(os.Getenv("XDG_RUNTIME_DIR"), name)
	}
	c, err := (&net.Dialer{}).DialContext(ctx, "unix", name)
	if err != nil {
		return nil, fmt.Errorf("wayland: %w", err)
	}
	return c, nil
}

// wayland speaks as much of the Wayland protocol as tells of the displays.
type wayland struct {
	net.Conn
	next       uint32 // the next object's id
	registry   uint32
	globals    []global
	wlOutputs  map[uint32]*output // by object
	xdgOutputs map[uint32]*output
}

// global is what a compositor offers.
type global struct {
	name, version uint32
	kind          string
}

// Objects and opcodes of wayland.xml and xdg-output-unstable-v1.xml.
const (
	displayObject   = 1
	displaySync     = 0 // requests
	displayRegistry = 1
	registryBind    = 0
	managerOutput   = 1 // zxdg_output_manager_v1.get_xdg_output

	displayError   = 0 // events
	registryGlobal = 0
	callbackDone   = 0
	outputGeometry = 0
	outputMode     = 1
	outputScale    = 3
	xdgPosition    = 0
	xdgSize        = 1

	modeCurrent = 1
)

// outputs asks for what is offered, and then for each display's place.
func (w *wayland) outputs() ([]output, error) {
	w.registry = w.id()
	if err := w.send(displayObject, displayRegistry, words(w.registry)); err != nil {
		return nil, err
	}
	if err := w.roundtrip(); err != nil {
		return nil, err
	}
	var order []*output
	var objects []uint32
	manager := uint32(0)
	for _, g := range w.globals {
		switch g.kind {
		case "wl_output":
			o := &output{scale: 1}
			id, err := w.bind(g, min(g.version, 2))
			if err != nil {
				return nil, err
			}
			w.wlOutputs[id] = o
			order, objects = append(order, o), append(objects, id)
		case "zxdg_output_manager_v1":
			id, err := w.bind(g, min(g.version, 2))
			if err != nil {
				return nil, err
			}
			manager = id
		}
	}
	for i, o := range order {
		if manager == 0 {
			break // an old compositor: wl_output has to do
		}
		id := w.id()
		w.xdgOutputs[id] = o
		if err := w.send(manager, managerOutput, words(id, objects[i])); err != nil {
			return nil, err
		}
	}
	if err := w.roundtrip(); err != nil {
		return nil, err
	}
	return settled(order), nil
}

// settled leaves out displays that show nothing or the same as another, and
// fills in what only newer compositors tell.
func settled(order []*output) []output {
	var list []output
	for _, o := range order {
		if o.transform%2 == 1 {
			o.pixels.X, o.pixels.Y = o.pixels.Y, o.pixels.X
		}
		if o.logical.Empty() {
			o.logical.Max = o.logical.Min.Add(o.pixels.Div(max(1, o.scale)))
		}
		same := func(other output) bool { return other.logical == o.logical }
		if !o.logical.Empty() && !slices.ContainsFunc(list, same) {
			list = append(list, *o)
		}
	}
	return list
}

func (w *wayland) id() uint32 { w.next++; return w.next - 1 }

func (w *wayland) bind(g global, version uint32) (uint32, error) {
	id := w.id()
	body := append(words(g.name, uint32(len(g.kind)+1)), g.kind...)
	body = append(body, make([]byte, 4-len(g.kind)%4)...) // its end, and up to four bytes
	return id, w.send(w.registry, registryBind, append(body, words(version, id)...))
}

// words are numbers as they go over the wire: the machine's own order.
func words(numbers ...uint32) []byte {
	var b []byte
	for _, n := range numbers {
		b = binary.NativeEndian.AppendUint32(b, n)
	}
	return b
}

func (w *wayland) send(object, opcode uint32, body []byte) error {
	_, err := w.Write(append(words(object, uint32(8+len(body))<<16|opcode), body...))
	return err
}

// roundtrip waits until the compositor has done all that was asked, and hears
// what it says meanwhile.
func (w *wayland) roundtrip() error {
	callback := w.id()
	if err := w.send(displayObject, displaySync, words(callback)); err != nil {
		return err
	}
	for {
		var head [8]byte
		if _, err := io.ReadFull(w, head[:]); err != nil {
			return err
		}
		object := binary.NativeEndian.Uint32(head[:])
		size := binary.NativeEndian.Uint32(head[4:])
		body := make([]byte, max(8, size>>16)-8)
		if _, err := io.ReadFull(w, body); err != nil {
			return err
		}
		if object == callback && size&0xffff == callbackDone {
			return nil
		}
		if err := w.event(object, size&0xffff, &arguments{body}); err != nil {
			return err
		}
	}
}

// event notes what the compositor says of itself and of its displays.
func (w *wayland) event(object, opcode uint32, a *arguments) error {
	switch {
	case object == displayObject && opcode == displayError:
		return errors.New("the compositor refuses the connection")
	case object == w.registry && opcode == registryGlobal:
		g := global{name: a.number(), kind: a.text()}
		g.version = a.number()
		w.globals = append(w.globals, g)
	case w.wlOutputs[object] != nil:
		w.wlOutputs[object].told(opcode, a)
	case w.xdgOutputs[object] != nil:
		w.xdgOutputs[object].placed(opcode, a)
	}
	return nil
}

// told takes an event of wl_output.
func (o *output) told(opcode uint32, a *arguments) {
	switch opcode {
	case outputGeometry:
		if at := a.point(); o.logical.Empty() {
			o.logical = image.Rectangle{at, at}
		}
		a.point() // millimetres
		a.number()
		_, _ = a.text(), a.text()
		o.transform = int32(a.number())
	case outputMode:
		if flags := a.number(); flags&modeCurrent != 0 {
			o.pixels = a.point()
		}
	case outputScale:
		o.scale = int(int32(a.number()))
	}
}

// placed takes an event of xdg_output.
func (o *output) placed(opcode uint32, a *arguments) {
	switch opcode {
	case xdgPosition:
		at := a.point()
		o.logical = o.logical.Add(at.Sub(o.logical.Min))
	case xdgSize:
		o.logical.Max = o.logical.Min.Add(a.point())
	}
}

// arguments are those of an event; what is missing reads as nothing.
type arguments struct{ rest []byte }

func (a *arguments) number() uint32 {
	if len(a.rest) < 4 {
		return 0
	}
	n := binary.NativeEndian.Uint32(a.rest)
	a.rest = a.rest[4:]
	return n
}

func (a *arguments) point() image.Point {
	x := int(int32(a.number()))
	return image.Pt(x, int(int32(a.number())))
}

func (a *arguments) text() string {
	n := int(min(a.number(), 1<<16))
	if n == 0 || n > len(a.rest) {
		return ""
	}
	s := string(a.rest[:n-1])
	a.rest = a.rest[min(len(a.rest), (n+3)/4*4):]
	return s
}
