//go:build !linux && !windows

package network

import (
	"context"
	"errors"
)

// watch: nothing tells of a change here; what waits goes at its time.
func watch(context.Context, func()) error {
	return errors.New("network changes: not told on this system")
}
