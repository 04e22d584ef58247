package window

import (
	"image/color"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Names of colours and sizes that our windows use beyond Fyne's own.
const (
	ColorMuted    fyne.ThemeColorName = "muted"    // labels and remarks
	ColorPanel    fyne.ThemeColorName = "panel"    // a card on the background
	ColorLine     fyne.ThemeColorName = "line"     // hairlines around cards and fields
	ColorSelected fyne.ThemeColorName = "selected" // the chosen one of a row of choices
	ColorGood     fyne.ThemeColorName = "good"     // all is well
	ColorAdvice   fyne.ThemeColorName = "advice"   // something to write better
	SizeSmall     fyne.ThemeSizeName  = "small"    // labels and remarks
	SizeTitle     fyne.ThemeSizeName  = "title"    // the one big line of a window
	SizeGap       fyne.ThemeSizeName  = "gap"      // between one field and the next
)

// Theme is our look: calm, dense enough for an office screen of 1366 × 768,
// light or dark as the system is.
type Theme struct {
	fyne.Theme
	first fyne.ThemeVariant // the look until Fyne knows the system's
	live  bool              // Fyne's own word counts
	known bool              // the system has said what it is
}

// NewTheme returns our look on top of Fyne's default one.
func NewTheme() *Theme {
	t := &Theme{Theme: theme.DefaultTheme()}
	if fyneKnows || os.Getenv("FYNE_THEME") != "" {
		t.live = true
		return t
	}
	t.first, t.known = systemVariant()
	return t
}

// Live says that Fyne's settings have changed: from now on its word counts,
// if the system says anything at all.
func (t *Theme) Live() { t.live = t.live || t.known }

// Color returns the colour of that name, or Fyne's own.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	if !t.live {
		variant = t.first
	}
	palette := light
	if variant == theme.VariantDark {
		palette = dark
	}
	if c := palette(name); c != nil {
		return c
	}
	return t.Theme.Color(name, variant)
}

// Size returns the size of that name in Fyne's units, or Fyne's own.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return 14
	case theme.SizeNameInnerPadding:
		return 7
	case theme.SizeNameInlineIcon:
		return 18
	case theme.SizeNameInputRadius, theme.SizeNameButtonRadius, theme.SizeNamePopupRadius, theme.SizeNameMenuRadius:
		return 6
	case theme.SizeNameScrollBar:
		return 10
	case SizeSmall, theme.SizeNameCaptionText:
		return 12
	case SizeTitle:
		return 20
	case SizeGap:
		return 9
	}
	return t.Theme.Size(name)
}

func rgb(hex uint32) color.Color {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}

// light holds the colours of the light look; text on its ground keeps a
// contrast of at least 4.5:1.
func light(name fyne.ThemeColorName) color.Color {
	switch name {
	case theme.ColorNameBackground:
		return rgb(0xf3f5f7)
	case theme.ColorNameForeground:
		return rgb(0x1d2733)
	case theme.ColorNameInputBackground, ColorPanel, theme.ColorNameMenuBackground, theme.ColorNameOverlayBackground:
		return rgb(0xffffff)
	case theme.ColorNameInputBorder:
		return rgb(0xb9c2cb)
	case theme.ColorNamePlaceHolder:
		return rgb(0x75808b)
	case ColorMuted:
		return rgb(0x55616e)
	case theme.ColorNamePrimary, theme.ColorNameHyperlink:
		return rgb(0x1766a6)
	case theme.ColorNameForegroundOnPrimary:
		return rgb(0xffffff)
	case theme.ColorNameFocus:
		return color.NRGBA{R: 0x17, G: 0x66, B: 0xa6, A: 0x38}
	case theme.ColorNameSelection:
		return rgb(0xbfdcf3)
	case ColorSelected:
		return rgb(0xdcebf8)
	case theme.ColorNameButton:
		return rgb(0xe3e8ed)
	case theme.ColorNameDisabledButton:
		return rgb(0xe9ecef)
	case theme.ColorNameDisabled:
		return rgb(0x7b8691)
	case theme.ColorNameSeparator, ColorLine:
		return rgb(0xd7dde3)
	case theme.ColorNameError:
		return rgb(0xb3261e)
	case theme.ColorNameSuccess, ColorGood:
		return rgb(0x1b7344)
	case theme.ColorNameWarning, ColorAdvice:
		return rgb(0x8f5200)
	}
	return nil
}

// dark holds the colours of the dark look.
func dark(name fyne.ThemeColorName) color.Color {
	switch name {
	case theme.ColorNameBackground:
		return rgb(0x1c2126)
	case theme.ColorNameForeground:
		return rgb(0xe4e8ec)
	case theme.ColorNameInputBackground, ColorPanel:
		return rgb(0x262c33)
	case theme.ColorNameMenuBackground, theme.ColorNameOverlayBackground:
		return rgb(0x2b323a)
	case theme.ColorNameInputBorder:
		return rgb(0x4a545f)
	case theme.ColorNamePlaceHolder:
		return rgb(0x8d98a4)
	case ColorMuted:
		return rgb(0xa7b1bc)
	case theme.ColorNamePrimary, theme.ColorNameHyperlink:
		return rgb(0x63aee8)
	case theme.ColorNameForegroundOnPrimary:
		return rgb(0x0d1a26)
	case theme.ColorNameFocus:
		return color.NRGBA{R: 0x63, G: 0xae, B: 0xe8, A: 0x45}
	case theme.ColorNameSelection:
		return rgb(0x2c4f6d)
	case ColorSelected:
		return rgb(0x213b54)
	case theme.ColorNameButton:
		return rgb(0x353d46)
	case theme.ColorNameDisabledButton:
		return rgb(0x2b3138)
	case theme.ColorNameDisabled:
		return rgb(0x77828d)
	case theme.ColorNameSeparator, ColorLine:
		return rgb(0x39424b)
	case theme.ColorNameError:
		return rgb(0xf2938c)
	case theme.ColorNameSuccess, ColorGood:
		return rgb(0x7ccb9c)
	case theme.ColorNameWarning, ColorAdvice:
		return rgb(0xe8b768)
	}
	return nil
}
