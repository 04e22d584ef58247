//go:build !windows

package instance

import "golang.org/x/sys/unix"

// brokenOff are the system's errors for a socket whose other end has gone.
var brokenOff = [...]error{unix.ECONNRESET, unix.EPIPE, unix.ENOTCONN}
