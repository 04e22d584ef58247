package startup

import (
	"os"
	"sync"
	"unsafe"

	"golang.org/x/sys/windows"
)

// onlyOurLibraries takes the working folder and the PATH out of the search for
// libraries: anybody may write there. The program's own folder stays, where an
// administrator may have put a software OpenGL, and the system's.
func onlyOurLibraries() {
	notTheWorkingFolder()
	_ = windows.SetDefaultDllDirectories(windows.LOAD_LIBRARY_SEARCH_APPLICATION_DIR | windows.LOAD_LIBRARY_SEARCH_SYSTEM32)
}

func notTheWorkingFolder() {
	if set := windows.NewLazySystemDLL("kernel32.dll").NewProc("SetDllDirectoryW"); set.Find() == nil {
		empty := uint16(0)
		_, _, _ = set.Call(uintptr(unsafe.Pointer(&empty)))
	}
}

// withoutPath leaves the system's own folder alone in the PATH, until back is
// called.
func withoutPath() (back func()) {
	notTheWorkingFolder()
	system, err := windows.GetSystemDirectory()
	if err != nil {
		return func() {}
	}
	path := os.Getenv("PATH")
	_ = os.Setenv("PATH", system) // what cannot be set stays as it was
	return sync.OnceFunc(func() { _ = os.Setenv("PATH", path) })
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

// outlive has nothing to do: a write that fails is an error and no more.
func outlive() {}
