package safefile

import (
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/windows"
)

// While one process replaced a ticket's file, another could not read it and
// gave the ticket up.
func TestAFileThatIsBeingReplacedIsRead(t *testing.T) {
	name := filepath.Join(t.TempDir(), "item.json")
	if err := WriteFile(name, []byte("{}")); err != nil {
		t.Fatal(err)
	}
	path, err := windows.UTF16PtrFromString(name)
	if err != nil {
		t.Fatal(err)
	}
	alone, err := windows.CreateFile(path, windows.GENERIC_READ, 0, nil, windows.OPEN_EXISTING, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(100*time.Millisecond, func() { _ = windows.CloseHandle(alone) })
	f, err := OpenRegular(name)
	if err != nil {
		t.Fatalf("it was not waited for: %v", err)
	}
	f.Close()
}
