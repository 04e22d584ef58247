//go:build !linux && !windows

package config

import (
	"path/filepath"

	"github.com/adrg/xdg"
)

// systemPaths are macOS's folders for applications, the machine's and the
// user's.
func systemPaths() Locations {
	const machine = "/Library/Application Support"
	return Locations{
		Machine: filepath.Join(machine, appFolder, "config.toml"),
		User:    filepath.Join(xdg.ConfigHome, appFolder, "config.toml"),
		Policy:  filepath.Join(machine, appFolder, "policy.toml"),
		Data:    filepath.Join(xdg.DataHome, appFolder),
	}
}
