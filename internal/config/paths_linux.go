package config

import (
	"path/filepath"

	"github.com/adrg/xdg"
)

// systemPaths follows the XDG base directories. The machine's file stands at
// a fixed place rather than in $XDG_CONFIG_DIRS, which the user sets.
func systemPaths() Locations {
	return Locations{
		Machine: filepath.Join("/etc/xdg", appFolder, "config.toml"),
		User:    filepath.Join(xdg.ConfigHome, appFolder, "config.toml"),
		Policy:  filepath.Join("/etc", appFolder, "policy.toml"),
		Data:    filepath.Join(xdg.DataHome, appFolder),
	}
}
