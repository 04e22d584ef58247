//go:build !linux && !windows

package notify

import "context"

// send: macOS shows notifications only for a signed application bundle.
func send(context.Context, string, string) error { return ErrNoServer }
