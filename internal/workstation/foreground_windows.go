package workstation

import (
	"context"
	"image"
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Numbers of the Windows API.
const (
	gwNext           = 2            // GetWindow: the one below
	gwlExStyle       = ^uintptr(19) // -20
	wsExToolWindow   = 0x80
	dwmExtendedFrame = 9
	dwmCloaked       = 14
	deepest          = 500 // windows looked at before giving up
	longestTitle     = 512
	longestFile      = 1024 // of a program's name that is read
)

func user32(name string) *windows.LazyProc {
	return windows.NewLazySystemDLL("user32.dll").NewProc(name)
}

func dwm(window uintptr, attribute uintptr, value unsafe.Pointer, size uintptr) bool {
	proc := windows.NewLazySystemDLL("dwmapi.dll").NewProc("DwmGetWindowAttribute")
	if proc.Find() != nil {
		return false
	}
	failed, _, _ := proc.Call(window, attribute, uintptr(value), size)
	return failed == 0
}

// foreground is the topmost window that belongs to a program: a click on the
// tray has brought the taskbar and our own hidden window to the front.
func foreground(ctx context.Context) (string, image.Rectangle) {
	window := uintptr(windows.GetForegroundWindow())
	if window == 0 || !program(window) {
		window, _, _ = user32("GetTopWindow").Call(0)
		for range deepest {
			if window == 0 || program(window) || ctx.Err() != nil {
				break
			}
			window, _, _ = user32("GetWindow").Call(window, gwNext)
		}
	}
	if window == 0 || !program(window) {
		return "", image.Rectangle{}
	}
	return titleOf(window), frameOf(window)
}

// program reports whether a window is one that the user knows as a program's:
// visible, with a title, not a tool window, not the shell's, not ours, and not
// on another virtual desktop.
func program(window uintptr) bool {
	if yes, _, _ := user32("IsWindowVisible").Call(window); yes == 0 {
		return false
	}
	if yes, _, _ := user32("IsIconic").Call(window); yes != 0 {
		return false
	}
	if style, _, _ := user32("GetWindowLongW").Call(window, gwlExStyle); style&wsExToolWindow != 0 {
		return false
	}
	var pid uint32
	_, _ = windows.GetWindowThreadProcessId(windows.HWND(window), &pid)
	if pid == uint32(os.Getpid()) || isOurs(programOf(pid)) {
		return false
	}
	var cloaked uint32
	if dwm(window, dwmCloaked, unsafe.Pointer(&cloaked), unsafe.Sizeof(cloaked)) && cloaked != 0 {
		return false
	}
	switch classOf(window) {
	case "Shell_TrayWnd", "Shell_SecondaryTrayWnd", "NotifyIconOverflowWindow", "TopLevelWindowForOverflowXamlIsland", "Progman", "WorkerW":
		return false
	}
	return titleOf(window) != ""
}

// programOf is the file of the program that a process runs; empty where that
// is not told, as of processes with more rights.
func programOf(pid uint32) string {
	process, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, pid)
	if err != nil {
		return ""
	}
	defer func() { _ = windows.CloseHandle(process) }()
	var file [longestFile]uint16
	size := uint32(len(file))
	if windows.QueryFullProcessImageName(process, 0, &file[0], &size) != nil {
		return ""
	}
	return windows.UTF16ToString(file[:size])
}

func classOf(window uintptr) string {
	var name [256]uint16
	n, _, _ := user32("GetClassNameW").Call(window, uintptr(unsafe.Pointer(&name[0])), uintptr(len(name)))
	return windows.UTF16ToString(name[:n])
}

// titleOf does not wait for a program that hangs: Windows keeps the titles of
// other processes' windows itself.
func titleOf(window uintptr) string {
	var title [longestTitle]uint16
	n, _, _ := user32("GetWindowTextW").Call(window, uintptr(unsafe.Pointer(&title[0])), uintptr(len(title)))
	return windows.UTF16ToString(title[:n])
}

// frameOf is the frame that is seen, without the invisible borders of Windows
// 10 and later.
func frameOf(window uintptr) image.Rectangle {
	var r windows.Rect
	if !dwm(window, dwmExtendedFrame, unsafe.Pointer(&r), unsafe.Sizeof(r)) {
		if ok, _, _ := user32("GetWindowRect").Call(window, uintptr(unsafe.Pointer(&r))); ok == 0 {
			return image.Rectangle{}
		}
	}
	return image.Rect(int(r.Left), int(r.Top), int(r.Right), int(r.Bottom))
}
