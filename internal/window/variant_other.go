//go:build !linux

package window

import "fyne.io/fyne/v2"

// systemVariant leaves the question to Fyne, which knows the answer at once.
func systemVariant() (variant fyne.ThemeVariant, known bool) { return 0, false }

// fyneKnows says that Fyne knows from the start whether the system is light
// or dark.
const fyneKnows = true
