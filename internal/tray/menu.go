package tray

import (
	"slices"

	"fyne.io/systray"
)

// menu keeps the library's items in step with a layout. It belongs to the
// tray's one loop.
type menu struct {
	items map[string]*systray.MenuItem
	now   map[string]entry
	order []string
	calls *calls
}

// show makes next the menu. Titles and states change in place; the menu is
// built anew only when its lines are others, which only a change of the
// helpdesks brings about.
func (m *menu) show(next []entry) {
	order := ids(next)
	if !slices.Equal(order, m.order) {
		if m.order != nil {
			systray.ResetMenu()
		}
		m.items, m.now, m.order = map[string]*systray.MenuItem{}, map[string]entry{}, order
		m.build(next, nil)
		return
	}
	m.update(next)
}

// ids lists the lines of a menu with those of its submenus.
func ids(entries []entry) []string {
	var all []string
	for _, e := range entries {
		all = append(append(all, e.id), ids(e.children)...)
	}
	return all
}

func (m *menu) build(entries []entry, parent *systray.MenuItem) {
	for _, e := range entries {
		if e.title == "" && !e.hidden {
			systray.AddSeparator() // only the first level has any
			continue
		}
		title := label(e.title)
		var item *systray.MenuItem
		if parent == nil {
			item = systray.AddMenuItem(title, "")
		} else {
			item = parent.AddSubMenuItem(title, "")
		}
		if !e.enabled {
			item.Disable()
		}
		m.items[e.id], m.now[e.id] = item, e
		m.calls.set(e.id, e.action)
		go m.calls.listen(e.id, item.ClickedCh)
		m.build(e.children, item)
		if e.hidden {
			item.Hide()
		}
	}
}

// update changes what differs. A hidden item is left alone: on Windows any
// change would bring it back.
func (m *menu) update(entries []entry) {
	for _, e := range entries {
		item, was := m.items[e.id], m.now[e.id]
		if item == nil {
			continue // a separator
		}
		m.calls.set(e.id, e.action)
		m.now[e.id] = e
		if e.hidden {
			if !was.hidden {
				item.Hide()
			}
			m.update(e.children)
			continue
		}
		if e.title != was.title {
			item.SetTitle(label(e.title))
		}
		if e.enabled != was.enabled {
			if e.enabled {
				item.Enable()
			} else {
				item.Disable()
			}
		}
		if was.hidden {
			item.SetTitle(label(e.title))
			item.Show()
		}
		m.update(e.children)
	}
}
