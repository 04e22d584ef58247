package tray

import (
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"

	"ticketpp/test/bus"
)

// fakeHost is a desktop's tray: it takes registrations and reads items as a
// panel does.
type fakeHost struct {
	conn       *dbus.Conn
	props      *prop.Properties
	registered chan string // bus names of the items
}

func (h *fakeHost) RegisterStatusNotifierItem(_ string, sender dbus.Sender) *dbus.Error {
	known := h.props.GetMust(watcherName, "RegisteredStatusNotifierItems").([]string)
	for _, k := range known {
		if k == string(sender)+itemPath {
			return nil
		}
	}
	h.props.SetMust(watcherName, "RegisteredStatusNotifierItems", append(known, string(sender)+itemPath))
	h.registered <- string(sender)
	return nil
}

func startHost(t *testing.T, address string) *fakeHost {
	t.Helper()
	h := &fakeHost{conn: bus.Connect(t, address), registered: make(chan string, 8)}
	var err error
	h.props, err = prop.Export(h.conn, watcherPath, prop.Map{watcherName: {
		"IsStatusNotifierHostRegistered": {Value: true, Emit: prop.EmitTrue},
		"RegisteredStatusNotifierItems":  {Value: []string{}, Emit: prop.EmitTrue},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.conn.Export(h, watcherPath, watcherName); err != nil {
		t.Fatal(err)
	}
	bus.Own(t, h.conn, watcherName)
	return h
}

// node is a menu item as com.canonical.dbusmenu gives it.
type node struct {
	ID       int32
	Props    map[string]dbus.Variant
	Children []dbus.Variant
}

// line is a menu item as a person sees it.
type line struct {
	id      int32
	text    string
	enabled bool
}

// menuOf reads the visible lines, those of submenus indented.
func (h *fakeHost) menuOf(t *testing.T, item string) []line {
	t.Helper()
	var revision uint32
	var root node
	err := h.conn.Object(item, "/StatusNotifierItem/menu").
		Call("com.canonical.dbusmenu.GetLayout", 0, int32(0), int32(-1), []string{}).Store(&revision, &root)
	if err != nil {
		t.Fatal(err)
	}
	return lines(t, root.Children, "")
}

func lines(t *testing.T, children []dbus.Variant, indent string) []line {
	t.Helper()
	var all []line
	for _, c := range children {
		var n node
		if err := dbus.Store([]any{c.Value()}, &n); err != nil {
			t.Fatal(err)
		}
		if v, ok := n.Props["visible"].Value().(bool); ok && !v {
			continue
		}
		if n.Props["type"].Value() == "separator" {
			all = append(all, line{n.ID, indent + "---", false})
			continue
		}
		text, _ := n.Props["label"].Value().(string)
		enabled, _ := n.Props["enabled"].Value().(bool)
		all = append(all, line{n.ID, indent + text, enabled})
		all = append(all, lines(t, n.Children, indent+"  ")...)
	}
	return all
}

func (h *fakeHost) click(t *testing.T, item, text string) {
	t.Helper()
	for _, l := range h.menuOf(t, item) {
		if strings.TrimSpace(l.text) == text {
			err := h.conn.Object(item, "/StatusNotifierItem/menu").
				Call("com.canonical.dbusmenu.Event", 0, l.id, "clicked", dbus.MakeVariant(0), uint32(0)).Err
			if err != nil {
				t.Fatal(err)
			}
			return
		}
	}
	t.Fatalf("no %q in the menu", text)
}

// seen draws the menu as one text, greyed lines in brackets.
func seen(menu []line) string {
	var b strings.Builder
	for _, l := range menu {
		text := strings.TrimLeft(l.text, " ")
		b.WriteString(l.text[:len(l.text)-len(text)])
		if l.enabled || text == "---" {
			b.WriteString(text + "\n")
		} else {
			b.WriteString("[" + text + "]\n")
		}
	}
	return b.String()
}
