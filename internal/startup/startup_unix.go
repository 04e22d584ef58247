//go:build !windows

package startup

import (
	"os"
	"os/signal"
	"syscall"
)

// onlyOurLibraries has nothing to do: the loader looks into the system's
// folders alone.
func onlyOurLibraries() {}

func withoutPath() (back func()) { return func() {} }

func speaks(*os.File) bool { return true }

func callersConsole() {}

// outlive catches SIGPIPE rather than having it ignored: programs that are
// started from here must not inherit that.
func outlive() { signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE) }
