//go:build !linux && !windows

package capture

import "context"

// Screens: what the capture sees is all that can be asked here.
func Screens(context.Context) (string, error) { return "macOS", nil }
