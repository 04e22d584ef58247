package window

import (
	"os"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"github.com/rymdport/portal/settings/appearance"
)

// fyneKnows says that Fyne knows from the start whether the system is light
// or dark.
const fyneKnows = false

// systemVariant asks the desktop whether it is light or dark. Fyne asks too,
// but only after its first frame, and is dark until it knows; where nobody
// answers we are light. known is false then.
func systemVariant() (variant fyne.ThemeVariant, known bool) {
	if os.Getenv("DBUS_SESSION_BUS_ADDRESS") == "" { // asking would start a bus
		return theme.VariantLight, false
	}
	answer := make(chan fyne.ThemeVariant, 1)
	go func() {
		scheme, err := appearance.GetColorScheme()
		if err != nil {
			close(answer)
			return
		}
		if scheme == appearance.Dark {
			answer <- theme.VariantDark
			return
		}
		answer <- theme.VariantLight
	}()
	select {
	case v, ok := <-answer:
		if ok {
			return v, true
		}
	case <-time.After(150 * time.Millisecond): // some desktops never answer
	}
	return theme.VariantLight, false
}
