package stage

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"slices"
	"strings"

	"github.com/jezek/xgb/shape"
	"github.com/jezek/xgb/xproto"
)

// Window is one top-level window as the X server knows it.
type Window struct {
	ID    xproto.Window
	Title string
	Class string          // WM_CLASS's second half
	Area  image.Rectangle // without the manager's frame, screen coordinates
	Popup bool            // a menu or tooltip: not the window manager's business
	PID   int             // 0 when it does not say
}

// Windows lists the windows that are shown, lowest first.
func (s *Stage) Windows() ([]Window, error) {
	ids, err := s.mapped(nil)
	if err != nil {
		return nil, err
	}
	return s.describe(ids), nil
}

// describe leaves out what is no window to a user.
func (s *Stage) describe(ids []xproto.Window) []Window {
	var found []Window
	for _, id := range ids {
		if w, ok := s.window(id); ok {
			found = append(found, w)
		}
	}
	return found
}

// mapped lists the root's children that are mapped, lowest first, but for
// those that are known. Their frames are among them, if the window manager
// gives them any.
func (s *Stage) mapped(known []xproto.Window) ([]xproto.Window, error) {
	tree, err := xproto.QueryTree(s.x, s.screen().Root).Reply()
	if err != nil {
		return nil, fmt.Errorf("stage: windows: %w", err)
	}
	tree.Children = slices.DeleteFunc(tree.Children, func(w xproto.Window) bool { return slices.Contains(known, w) })
	asked := make([]xproto.GetWindowAttributesCookie, len(tree.Children))
	for i, id := range tree.Children { // all at once
		asked[i] = xproto.GetWindowAttributes(s.x, id)
	}
	var ids []xproto.Window
	for i, id := range tree.Children {
		if a, err := asked[i].Reply(); err == nil && a.MapState == xproto.MapStateViewable {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// Newcomers looks for windows that are not shown yet. Each call of what it
// returns lists those that have come since; where there are none, that costs
// the X server next to nothing.
func (s *Stage) Newcomers() (func() ([]Window, error), error) {
	known, err := s.mapped(nil)
	return func() ([]Window, error) {
		ids, err := s.mapped(known)
		return s.describe(ids), err
	}, err
}

// window describes a child of the root, or the client inside it when it is
// the window manager's frame. A window that vanishes meanwhile is no error.
func (s *Stage) window(id xproto.Window) (Window, bool) {
	attr, err := xproto.GetWindowAttributes(s.x, id).Reply()
	if err != nil || attr.MapState != xproto.MapStateViewable || attr.Class == xproto.WindowClassInputOnly || s.shapeless(id) {
		return Window{}, false
	}
	if client, ok := s.client(id, 3); ok {
		id = client
	} else if !attr.OverrideRedirect {
		return Window{}, false
	}
	geo, err := xproto.GetGeometry(s.x, xproto.Drawable(id)).Reply()
	if err != nil {
		return Window{}, false
	}
	at, err := xproto.TranslateCoordinates(s.x, id, s.screen().Root, 0, 0).Reply()
	if err != nil {
		return Window{}, false
	}
	w := Window{ID: id, Popup: attr.OverrideRedirect && s.property(id, "WM_STATE") == nil}
	w.Area = image.Rect(0, 0, int(geo.Width), int(geo.Height)).Add(image.Pt(int(at.DstX), int(at.DstY)))
	w.Title = string(s.property(id, "_NET_WM_NAME"))
	if w.Title == "" {
		w.Title = string(s.property(id, "WM_NAME"))
	}
	if class := strings.Split(strings.TrimRight(string(s.property(id, "WM_CLASS")), "\x00"), "\x00"); len(class) > 0 {
		w.Class = class[len(class)-1]
	}
	if pid := s.property(id, "_NET_WM_PID"); len(pid) >= 4 {
		w.PID = int(pid[0]) | int(pid[1])<<8 | int(pid[2])<<16 | int(pid[3])<<24
	}
	return w, true
}

// shapeless reports whether a window has a shape, and the shape has no pixel.
func (s *Stage) shapeless(id xproto.Window) bool {
	e, err := shape.QueryExtents(s.x, id).Reply()
	return err == nil && e.BoundingShaped && (e.BoundingShapeExtentsWidth == 0 || e.BoundingShapeExtentsHeight == 0)
}

// client looks for the window that carries WM_STATE below a frame.
func (s *Stage) client(id xproto.Window, depth int) (xproto.Window, bool) {
	if s.property(id, "WM_STATE") != nil {
		return id, true
	}
	if depth == 0 {
		return 0, false
	}
	tree, err := xproto.QueryTree(s.x, id).Reply()
	if err != nil {
		return 0, false
	}
	for _, child := range tree.Children {
		if c, ok := s.client(child, depth-1); ok {
			return c, true
		}
	}
	return 0, false
}

// active is the window to which keys go, as the window manager says.
func (s *Stage) active() xproto.Window {
	id := s.property(s.screen().Root, "_NET_ACTIVE_WINDOW")
	if len(id) < 4 {
		return 0
	}
	return xproto.Window(binary.LittleEndian.Uint32(id))
}

// property reads a window's property; nil when it has none.
func (s *Stage) property(id xproto.Window, name string) []byte {
	atom, err := xproto.InternAtom(s.x, true, uint16(len(name)), name).Reply()
	if err != nil || atom.Atom == 0 {
		return nil
	}
	p, err := xproto.GetProperty(s.x, false, id, atom.Atom, xproto.GetPropertyTypeAny, 0, 1024).Reply()
	if err != nil || p.Format == 0 {
		return nil
	}
	return p.Value
}

// WindowOf waits until a process shows a window, and returns it.
func (s *Stage) WindowOf(ctx context.Context, executable string) (Window, error) {
	var found Window
	err := Until(ctx, "a window of "+executable, func() (bool, error) {
		windows, err := s.Windows()
		if err != nil {
			return false, err
		}
		pids := s.Find(executable)
		for _, w := range windows {
			for _, pid := range pids {
				if w.PID == pid {
					found = w
					return true, nil
				}
			}
		}
		if len(pids) == 0 {
			return false, errors.New("it does not run")
		}
		return false, nil
	})
	return found, err
}

// PanelArea is where the panel stands; empty when there is none.
func (s *Stage) PanelArea() image.Rectangle {
	windows, err := s.Windows()
	if err != nil {
		return image.Rectangle{}
	}
	for _, w := range windows {
		if w.Class == "Xfce4-panel" && !w.Popup && w.Area.Dx() == s.opts.Width {
			return w.Area
		}
	}
	return image.Rectangle{}
}

// WindowTitled waits until a window with a title is shown, and returns it.
func (s *Stage) WindowTitled(ctx context.Context, title string) (Window, error) {
	var found Window
	err := Until(ctx, "the window «"+title+"»", func() (bool, error) {
		windows, err := s.Windows()
		i := slices.IndexFunc(windows, func(w Window) bool { return w.Title == title })
		if i >= 0 {
			found = windows[i]
		}
		return i >= 0, err
	})
	return found, err
}

// WindowGone waits until no window with the title is shown.
func (s *Stage) WindowGone(ctx context.Context, title string) error {
	return Until(ctx, "the end of the window «"+title+"»", func() (bool, error) {
		windows, err := s.Windows()
		return !slices.ContainsFunc(windows, func(w Window) bool { return w.Title == title }), err
	})
}
