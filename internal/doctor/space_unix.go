//go:build unix

package doctor

import (
	"os"

	"golang.org/x/sys/unix"
)

// freeSpace is what this user may still write to the folder's disk, in bytes.
func freeSpace(folder string) (int64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(folder, &s); err != nil {
		return 0, err
	}
	return int64(s.Bavail) * int64(s.Bsize), nil
}

// othersMayRead reports whether other users can look into the folder.
func othersMayRead(folder string) (bool, error) {
	info, err := os.Stat(folder)
	if err != nil {
		return false, err
	}
	return info.Mode().Perm()&0o077 != 0, nil
}
