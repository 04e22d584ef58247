package config

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// systemPaths asks Windows rather than the environment, which the user sets.
func systemPaths() Locations {
	return Locations{
		Machine: filepath.Join(knownFolder(windows.FOLDERID_ProgramData, "ProgramData"), appFolder, "config.toml"),
		User:    filepath.Join(knownFolder(windows.FOLDERID_RoamingAppData, "AppData"), appFolder, "config.toml"),
		Policy:  policyPlace,
		Data:    filepath.Join(knownFolder(windows.FOLDERID_LocalAppData, "LocalAppData"), appFolder),
	}
}

func knownFolder(id *windows.KNOWNFOLDERID, variable string) string {
	if path, err := windows.KnownFolderPath(id, 0); err == nil {
		return path
	}
	return os.Getenv(variable)
}
