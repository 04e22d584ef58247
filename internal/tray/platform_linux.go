package tray

import (
	"strings"

	"fyne.io/systray"
)

// prepare says before the icon is registered what the library asks for at that
// moment: the title becomes the item's Id, by which desktops remember it.
func (t *tray) prepare(name string) {
	systray.SetTitle(name)
	t.icon = icon(State{})
	setIcon(t.icon)
}

// setIcon survives the end of the session's bus, at which the library panics:
// there is no icon any more, and the agent has tickets to see to.
func setIcon(name string) {
	defer func() { _ = recover() }()
	systray.SetIcon(picture(name + "-44.png"))
}

// label keeps a desktop from taking an underscore for a mnemonic
// (com.canonical.dbusmenu, property "label").
func label(s string) string { return strings.ReplaceAll(s, "_", "__") }

func (t *tray) stop() { systray.Quit() }
