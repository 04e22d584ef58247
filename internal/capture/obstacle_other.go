//go:build !linux && !windows && !(darwin && cgo)

package capture

import "context"

// obstacle: what may stand before the screen is not known here.
func obstacle(context.Context) error { return nil }

// mayAsk is not told here.
func mayAsk() bool { return false }

// remote is not told here.
func remote() bool { return false }
