package config

import "testing"

func TestOnlyAdministratorsMayWrite(t *testing.T) {
	const (
		admins = "S-1-5-32-544"
		system = "S-1-5-18"
		users  = "S-1-5-32-545"
		anna   = "S-1-5-21-1-2-3-1001"
		read   = 0x0012_0089
		full   = 0x001f_01ff
		addNew = 0x0000_0006 // files and folders, as Users may below %ProgramData%
	)
	for _, c := range []struct {
		name  string
		owner string
		list  []ace
		mask  uint32
		want  bool
	}{
		{"as the installer makes it", admins, []ace{{sid: system, mask: full}, {sid: admins, mask: full}, {sid: users, mask: read}}, changesFile, true},
		{"a user's file", anna, []ace{{sid: admins, mask: full}}, changesFile, false},
		{"users may write", system, []ace{{sid: users, mask: read | writeData}}, changesFile, false},
		{"users may change the rights", system, []ace{{sid: users, mask: writeACL}}, changesFile, false},
		{"everybody, by a generic right", system, []ace{{sid: "S-1-1-0", mask: genericAll}}, changesFile, false},
		{"a condition for we do not know whom", system, []ace{{mask: full}}, changesFile, false},
		{"denied", system, []ace{{sid: users, deny: true, mask: full}}, changesFile, true},
		{"for what is made inside", system, []ace{{sid: anna, inheritOnly: true, mask: full}}, changesFolder, true},
		{"folder where users may add", admins, []ace{{sid: users, mask: read | addNew}}, changesFolder, true},
		{"folder where users may remove", admins, []ace{{sid: users, mask: deleteChild}}, changesFolder, false},
		{"a user's folder", anna, nil, changesFolder, false},
		{"the creator is the owner", admins, []ace{{sid: "S-1-3-0", mask: full}}, changesFolder, true},
		{"the domain's administrators", "S-1-5-21-1-2-3-512", nil, changesFile, true},
		{"a name that ends like them", "S-1-5-90-512", nil, changesFile, false},
	} {
		if got := adminsOnly(c.owner, c.list, c.mask); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
