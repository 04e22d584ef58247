package doctor

import "golang.org/x/sys/windows"

// freeSpace is what this user may still write to the folder's disk, in bytes.
func freeSpace(folder string) (int64, error) {
	name, err := windows.UTF16PtrFromString(folder)
	if err != nil {
		return 0, err
	}
	var free uint64
	if err := windows.GetDiskFreeSpaceEx(name, &free, nil, nil); err != nil {
		return 0, err
	}
	return int64(min(free, 1<<62)), nil
}

// othersMayRead: the folder inherits the access list of the user's profile.
func othersMayRead(string) (bool, error) { return false, nil }
