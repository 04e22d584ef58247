package lean

import "golang.org/x/sys/windows"

// trim empties the working set, as Windows itself does with a program whose
// windows are minimised.
func trim() {
	proc := windows.NewLazySystemDLL("psapi.dll").NewProc("EmptyWorkingSet")
	if proc.Find() == nil {
		_, _, _ = proc.Call(uintptr(windows.CurrentProcess()))
	}
}
