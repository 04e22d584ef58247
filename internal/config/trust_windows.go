package config

import (
	"io/fs"
	"os"
	"path/filepath"
	"unsafe"

	"golang.org/x/sys/windows"
)

// checkTrust makes sure that only administrators can have written the open
// file f, or put it in the place of another by way of its folder.
func checkTrust(path string, f *os.File) error {
	dir := filepath.Dir(path)
	for _, p := range []string{path, dir} {
		info, err := os.Lstat(p)
		if err != nil {
			return err
		}
		// A link would lead to a place that somebody else chose.
		if info.Mode()&(fs.ModeSymlink|fs.ModeIrregular) != 0 {
			return &untrustedError{path: p}
		}
	}
	const what = windows.OWNER_SECURITY_INFORMATION | windows.DACL_SECURITY_INFORMATION
	file, err := windows.GetSecurityInfo(windows.Handle(f.Fd()), windows.SE_FILE_OBJECT, what)
	if err != nil {
		return err
	}
	if !closedToOthers(file, changesFile) {
		return &untrustedError{path: path}
	}
	folder, err := windows.GetNamedSecurityInfo(dir, windows.SE_FILE_OBJECT, what)
	if err != nil {
		return err
	}
	if !closedToOthers(folder, changesFolder) {
		return &untrustedError{path: dir}
	}
	return nil
}

func closedToOthers(sd *windows.SECURITY_DESCRIPTOR, mask uint32) bool {
	owner, _, err := sd.Owner()
	if err != nil || owner == nil {
		return false
	}
	acl, _, err := sd.DACL()
	if err != nil || acl == nil { // no list at all means that everybody may do everything
		return false
	}
	var list []ace
	for i := range acl.AceCount {
		var entry *windows.ACCESS_ALLOWED_ACE
		if err := windows.GetAce(acl, uint32(i), &entry); err != nil {
			return false
		}
		a := ace{mask: uint32(entry.Mask), inheritOnly: entry.Header.AceFlags&windows.INHERIT_ONLY_ACE != 0}
		switch entry.Header.AceType {
		case windows.ACCESS_ALLOWED_ACE_TYPE:
			a.sid = (*windows.SID)(unsafe.Pointer(&entry.SidStart)).String()
		case windows.ACCESS_DENIED_ACE_TYPE:
			a.deny = true
		default: // entries with conditions: somebody whom we do not know
		}
		list = append(list, a)
	}
	return adminsOnly(owner.String(), list, mask)
}

// checkNoAdding makes sure that only administrators can add to a folder, or
// put it in the place of another by way of the one above.
func checkNoAdding(dir string) error {
	const what = windows.OWNER_SECURITY_INFORMATION | windows.DACL_SECURITY_INFORMATION
	for p, mask := range map[string]uint32{dir: changesFolder | changesFile, filepath.Dir(dir): changesFolder} {
		sd, err := windows.GetNamedSecurityInfo(p, windows.SE_FILE_OBJECT, what)
		if err != nil {
			return err
		}
		if !closedToOthers(sd, mask) {
			return &untrustedError{path: p}
		}
	}
	return nil
}
