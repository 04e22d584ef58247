package startup

import (
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// onlyOurLibraries takes the working folder and the PATH out of the search for
// libraries: anybody may write there. The program's own folder stays, where an
// administrator may have put a software OpenGL, and the system's.
func onlyOurLibraries() {
	kernel := windows.NewLazySystemDLL("kernel32.dll")
	if set := kernel.NewProc("SetDllDirectoryW"); set.Find() == nil {
		empty := uint16(0)
		_, _, _ = set.Call(uintptr(unsafe.Pointer(&empty)))
	}
	_ = windows.SetDefaultDllDirectories(windows.LOAD_LIBRARY_SEARCH_APPLICATION_DIR | windows.LOAD_LIBRARY_SEARCH_SYSTEM32)
}

// speaks reports whether what is written to f arrives somewhere.
func speaks(f *os.File) bool {
	kind, err := windows.GetFileType(windows.Handle(f.Fd()))
	return err == nil && kind != windows.FILE_TYPE_UNKNOWN
}

// callersConsole attaches the console of the program that started us, if it
// has one, and takes it for the streams that lead nowhere.
func callersConsole() {
	const parent = ^uintptr(0)
	attach := windows.NewLazySystemDLL("kernel32.dll").NewProc("AttachConsole")
	if done, _, _ := attach.Call(parent); done == 0 {
		return
	}
	if out, err := os.OpenFile("CONOUT$", os.O_RDWR, 0); err == nil {
		if !speaks(os.Stdout) {
			os.Stdout = out
		}
		if !speaks(os.Stderr) {
			os.Stderr = out
		}
	}
}
