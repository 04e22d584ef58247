package config

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/windows"
)

// trustMe lets every file pass: who runs the tests need not be an
// administrator, and the lists are tested by themselves.
func trustMe(string, *os.File) error { return nil }

// describe gives a file or folder an owner and a list of rights (SDDL), where
// the one who runs the test may do that.
func describe(t *testing.T, path, sddl string) {
	t.Helper()
	sd, err := windows.SecurityDescriptorFromString(sddl)
	if err != nil {
		t.Fatal(err)
	}
	dacl, _, err := sd.DACL()
	if err != nil {
		t.Fatal(err)
	}
	owner, _, err := sd.Owner()
	if err != nil {
		t.Fatal(err)
	}
	const what = windows.OWNER_SECURITY_INFORMATION | windows.DACL_SECURITY_INFORMATION | windows.PROTECTED_DACL_SECURITY_INFORMATION
	if err := windows.SetNamedSecurityInfo(path, windows.SE_FILE_OBJECT, what, owner, nil, dacl, nil); err != nil {
		t.Skipf("only an administrator can give files away: %v", err)
	}
	now, err := windows.GetNamedSecurityInfo(path, windows.SE_FILE_OBJECT, windows.OWNER_SECURITY_INFORMATION)
	if err != nil {
		t.Fatal(err)
	}
	if o, _, err := now.Owner(); err != nil || !o.Equals(owner) {
		t.Skip("this system does not keep owners (Wine)")
	}
}

func TestFilesThatOthersCanWriteSayNothing(t *testing.T) {
	const closed = "O:BAD:P(A;;FA;;;SY)(A;;FA;;;BA)(A;;FR;;;BU)"
	for _, c := range []struct {
		name, file, folder string
		trusted            bool
	}{
		{"closed", closed, closed, true},
		{"users may write", "O:BAD:P(A;;FA;;;BA)(A;;FA;;;BU)", closed, false},
		{"users may remove from the folder", closed, "O:BAD:P(A;;FA;;;BA)(A;;FA;;;BU)", false},
	} {
		dir, err := os.MkdirTemp("", "trust")
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, "config.toml")
		if err := os.WriteFile(path, []byte("language = \"it\"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		describe(t, path, c.file)
		describe(t, dir, c.folder)
		_, err = readFile(path, checkTrust)
		var untrusted *untrustedError
		if (err == nil) != c.trusted || err != nil && !errors.As(err, &untrusted) {
			t.Errorf("%s: got %v", c.name, err)
		}
		_ = os.RemoveAll(dir) // a temporary folder
	}
}
