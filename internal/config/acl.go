package config

import "strings"

// ace is an entry of a Windows access control list, as far as we look at it.
type ace struct {
	sid         string
	deny        bool
	inheritOnly bool // for what is made in the folder, not for the folder
	mask        uint32
}

// The rights by which somebody could change a file, or exchange it by way of
// its folder. To add files to a folder is not among them: anybody may, below
// %ProgramData%, and a file that a user adds belongs to that user.
const (
	deleteRight   = 0x0001_0000
	writeACL      = 0x0004_0000
	writeOwner    = 0x0008_0000
	genericAll    = 0x1000_0000
	genericWrite  = 0x4000_0000
	writeData     = 0x0000_0002
	appendData    = 0x0000_0004
	deleteChild   = 0x0000_0040
	changesFile   = deleteRight | writeACL | writeOwner | genericAll | genericWrite | writeData | appendData
	changesFolder = deleteRight | writeACL | writeOwner | genericAll | deleteChild
)

// adminsOnly reports whether the owner is an administrator and nobody else has
// one of the rights in mask. Entries that deny are not counted: they can only
// take away.
func adminsOnly(owner string, list []ace, mask uint32) bool {
	if !isAdminSID(owner) {
		return false
	}
	for _, a := range list {
		if a.deny || a.inheritOnly || a.mask&mask == 0 || isAdminSID(a.sid) {
			continue
		}
		switch a.sid {
		case "S-1-3-0", "S-1-3-4": // creator owner, owner rights: the owner, who is an administrator
			continue
		}
		return false
	}
	return true
}

// isAdminSID reports whether a security identifier is the system's or an
// administrator's: well-known ones, which nobody can make.
func isAdminSID(sid string) bool {
	switch sid {
	case "S-1-5-18", // the system
		"S-1-5-32-544", // the group of administrators
		"S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464": // TrustedInstaller
		return true
	}
	if !strings.HasPrefix(sid, "S-1-5-21-") {
		return false
	}
	// The administrator, the domain's and the enterprise's administrators.
	return strings.HasSuffix(sid, "-500") || strings.HasSuffix(sid, "-512") || strings.HasSuffix(sid, "-519")
}
