//go:build !linux && !windows

package doctor

import "context"

// screens: what the capture sees is all that can be asked here.
func screens(context.Context) (string, error) { return "macOS", nil }
