//go:build !windows

package startup

import "os"

// onlyOurLibraries has nothing to do: the loader looks into the system's
// folders alone.
func onlyOurLibraries() {}

func withoutPath() (back func()) { return func() {} }

func speaks(*os.File) bool { return true }

func callersConsole() {}
