//go:build !windows

package config

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// checkTrust makes sure that nobody but root can have written the open file f,
// or put it in the place of another: the file, its folder and every folder
// above must be root's, and closed to others.
func checkTrust(path string, f *os.File) error { return checkTrustOf(0, path, f) }

// checkTrustOf is checkTrust with one more user who may own what root may.
func checkTrustOf(admin int, path string, f *os.File) error {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	if real, err = filepath.Abs(real); err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !closedToOthers(info, admin, false) {
		return &untrustedError{path: real}
	}
	given, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	// Both ways lead to the file: the one that was named, with its links, and
	// the one that the links lead to.
	for _, p := range []string{given, real} {
		if err := checkFolders(filepath.Dir(p), admin); err != nil {
			return err
		}
	}
	return nil
}

func checkFolders(dir string, admin int) error {
	for above := false; ; above = true {
		info, err := os.Stat(dir)
		if err != nil {
			return err
		}
		if !closedToOthers(info, admin, above) {
			return &untrustedError{path: dir}
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return nil
		}
		dir = parent
	}
}

// closedToOthers reports whether only root can write what info describes. In
// a folder further up, with the sticky bit (/tmp), others may add what is
// theirs but not exchange what is root's.
func closedToOthers(info fs.FileInfo, admin int, above bool) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok || stat.Uid != 0 && int(stat.Uid) != admin {
		return false
	}
	if info.Mode().Perm()&0o022 == 0 {
		return true
	}
	return above && info.Mode()&fs.ModeSticky != 0
}

// checkNoAdding has nothing of its own: who may add to a folder may change it
// here, and that each file's check looks at.
func checkNoAdding(dir string) error { return checkFolders(dir, 0) }
