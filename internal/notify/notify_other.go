//go:build !linux && !windows

package notify

import "context"

// desk: macOS shows notifications only for a signed application bundle.
type desk struct{}

func (*desk) send(context.Context, string, string) error { return ErrNoServer }

func (*desk) clear(context.Context) {}
