package config

import (
	"os"
	"path/filepath"
)

// TrustedFolder makes sure that nobody but an administrator can have put
// anything into a folder or changed what is in it: what is started from there
// on an administrator's word obeys the rule of the machine's settings, and
// nobody may add a file either, for a program loads libraries from its own
// folder. The error names the path at fault.
func TrustedFolder(dir string) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	if err := checkNoAdding(dir); err != nil {
		return err
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		if e.IsDir() {
			return &untrustedError{path: path} // nothing of a program's libraries
		}
		if err := trusted(path); err != nil {
			return err
		}
	}
	return nil
}

func trusted(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return checkTrust(path, f)
}
