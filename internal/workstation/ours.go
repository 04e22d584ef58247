//go:build linux || windows

package workstation

import (
	"os"
	"path/filepath"
	"strings"
)

// isOurs reports whether a program's file is this program's, or one of those
// beside it that bear its name: to trayapp, trayapp-ui is ours. Our own windows
// are never what the user reports.
func isOurs(file string) bool {
	self, err := os.Executable()
	return err == nil && file != "" && sharesName(self, file)
}

// sharesName reports whether other's name begins with self's. An upgrade may
// have put the file that runs into another place, or deleted it.
func sharesName(self, other string) bool {
	stem := func(file string) string { return strings.TrimSuffix(filepath.Base(file), ".exe") }
	return strings.HasPrefix(stem(other), stem(self))
}
