package stage

import (
	"context"
	"errors"
	"fmt"
	"image"
	"strings"

	"github.com/godbus/dbus/v5"
)

// Item is a program's icon in the tray, as it stands on the session bus.
type Item struct {
	Service string
	Path    dbus.ObjectPath
	PID     int
}

// MenuItem is one line of an icon's menu.
type MenuItem struct {
	ID        int32
	Label     string
	Enabled   bool
	Visible   bool
	Separator bool
}

const (
	watcher     = "org.kde.StatusNotifierWatcher"
	watcherPath = "/StatusNotifierWatcher"
	itemFace    = "org.kde.StatusNotifierItem"
	menuFace    = "com.canonical.dbusmenu"
)

// TrayItems lists the icons; an error when nobody shows any.
func (s *Stage) TrayItems() ([]Item, error) {
	v, err := s.bus.Object(watcher, watcherPath).GetProperty(watcher + ".RegisteredStatusNotifierItems")
	if err != nil {
		return nil, err
	}
	names, ok := v.Value().([]string)
	if !ok {
		return nil, fmt.Errorf("stage: tray items are %T", v.Value())
	}
	var items []Item
	for _, n := range names {
		service, path, ok := strings.Cut(n, "/")
		if !ok {
			path = "StatusNotifierItem"
		}
		it := Item{Service: service, Path: dbus.ObjectPath("/" + path)}
		var pid uint32
		if err := s.bus.BusObject().Call("org.freedesktop.DBus.GetConnectionUnixProcessID", 0, service).Store(&pid); err == nil {
			it.PID = int(pid)
		}
		items = append(items, it)
	}
	return items, nil
}

// ItemOf waits until a process has an icon in the tray.
func (s *Stage) ItemOf(ctx context.Context, p *Process) (Item, error) {
	var found Item
	err := Until(ctx, "the icon of "+p.Name, func() (bool, error) {
		if p.Ended() {
			return false, fmt.Errorf("%s has ended: %s", p.Name, p.Output())
		}
		items, err := s.TrayItems()
		if err != nil {
			return false, err
		}
		for _, it := range items {
			if it.PID == p.PID() {
				found = it
				return true, nil
			}
		}
		return false, nil
	})
	return found, err
}

// Property reads a property of the icon, "ToolTip", "Title", "IconPixmap".
func (s *Stage) Property(it Item, name string) (any, error) {
	v, err := s.bus.Object(it.Service, it.Path).GetProperty(itemFace + "." + name)
	return v.Value(), err
}

// Icon finds the tray icon on the screen: what the panel shows now and did
// not show when it was empty. It waits until the icon stands still.
func (s *Stage) Icon(ctx context.Context) (image.Rectangle, error) {
	panel := s.PanelArea()
	if panel.Empty() {
		return panel, errors.New("stage: no panel")
	}
	empty := s.strip.Crop(panel)
	var found image.Rectangle
	err := Until(ctx, "an icon in the panel", func() (bool, error) {
		now, err := s.Still(ctx)
		if err != nil {
			return false, err
		}
		found = leftmost(now.Crop(panel), empty).Add(panel.Min)
		return found.Dx() >= 8 && found.Dy() >= 8 && found.Dx() <= 64, nil
	})
	return found, err
}

// leftmost returns the first thing from the left in which a picture differs
// from another. Columns without a difference part it from the next: the panel
// may also have moved its clock by a pixel.
func leftmost(p, q *Picture) image.Rectangle {
	const gap = 5
	var thing image.Rectangle
	for x := range p.Rect.Dx() {
		column := image.Rect(x, 0, x+1, p.Rect.Dy())
		d := p.Crop(column).Diff(q.Crop(column))
		switch {
		case !d.Empty():
			thing = thing.Union(d.Add(column.Min))
		case !thing.Empty() && x-thing.Max.X >= gap:
			return thing
		}
	}
	return thing
}

// Menu reads the icon's menu from the bus, as the panel would show it.
func (s *Stage) Menu(it Item) ([]MenuItem, error) {
	v, err := s.Property(it, "Menu")
	if err != nil {
		return nil, err
	}
	path, ok := v.(dbus.ObjectPath)
	if !ok {
		return nil, fmt.Errorf("stage: the icon's menu is %T", v)
	}
	var revision uint32
	var layout struct {
		ID       int32
		Props    map[string]dbus.Variant
		Children []dbus.Variant
	}
	err = s.bus.Object(it.Service, path).Call(menuFace+".GetLayout", 0, int32(0), int32(1), []string{}).Store(&revision, &layout)
	if err != nil {
		return nil, fmt.Errorf("stage: menu: %w", err)
	}
	var items []MenuItem
	for _, child := range layout.Children {
		fields, ok := child.Value().([]any)
		if !ok || len(fields) < 2 {
			return nil, fmt.Errorf("stage: menu item is %v", child)
		}
		m := MenuItem{Enabled: true, Visible: true}
		m.ID, _ = fields[0].(int32)
		props, _ := fields[1].(map[string]dbus.Variant)
		if l, ok := props["label"].Value().(string); ok {
			m.Label = l
		}
		if e, ok := props["enabled"].Value().(bool); ok {
			m.Enabled = e
		}
		if e, ok := props["visible"].Value().(bool); ok {
			m.Visible = e
		}
		m.Separator = props["type"].Value() == "separator"
		items = append(items, m)
	}
	return items, nil
}

// OpenMenu right-clicks an icon and waits until its menu stands on the
// screen; it returns the menu's area.
func (s *Stage) OpenMenu(ctx context.Context, icon image.Rectangle) (image.Rectangle, error) {
	before := s.popups()
	if err := s.Click(ctx, centre(icon), Right); err != nil {
		return image.Rectangle{}, err
	}
	var area image.Rectangle
	err := Until(ctx, "the icon's menu", func() (bool, error) {
		for id, r := range s.popups() {
			if _, old := before[id]; !old && r.Dx() > 60 && r.Dy() > 30 {
				area = r
				return true, nil
			}
		}
		return false, nil
	})
	if err != nil {
		return area, err
	}
	_, err = s.Still(ctx)
	return area, err
}

func (s *Stage) popups() map[uint32]image.Rectangle {
	found := make(map[uint32]image.Rectangle)
	windows, _ := s.Windows()
	for _, w := range windows {
		if w.Popup {
			found[uint32(w.ID)] = w.Area
		}
	}
	return found
}

// Choose takes the line of an open menu whose label contains text: the first
// line by the mouse, any other by the keyboard, as far down as it stands.
func (s *Stage) Choose(ctx context.Context, it Item, menu image.Rectangle, text string) error {
	items, err := s.Menu(it)
	if err != nil {
		return err
	}
	steps := 0
	for _, m := range items {
		if !m.Visible || m.Separator {
			continue
		}
		if strings.Contains(m.Label, text) {
			if !m.Enabled {
				return fmt.Errorf("stage: «%s» in the menu is greyed", m.Label)
			}
			if steps == 0 {
				return s.Click(ctx, image.Pt(menu.Min.X+menu.Dx()/3, menu.Min.Y+14), Left)
			}
			return s.Press(ctx, append(repeat("Down", steps+1), "Return")...)
		}
		if m.Enabled {
			steps++
		}
	}
	return fmt.Errorf("stage: no «%s» in the menu: %v", text, items)
}

func repeat(s string, n int) []string {
	r := make([]string, n)
	for i := range r {
		r[i] = s
	}
	return r
}

func centre(r image.Rectangle) image.Point { return r.Min.Add(r.Size().Div(2)) }
