package tray

import (
	"context"
	"unsafe"

	"golang.org/x/sys/windows"
)

// sentMessage is CWPSTRUCT: a message on its way to a window.
type sentMessage struct {
	lParam, wParam uintptr
	message        uint32
	window         windows.HWND
}

// menuOpenings calls opened each time the user opens the menu, for the life of
// the calling thread, on which the library's window lives: Windows tells that
// window that it enters a menu, and the library keeps it to itself.
func menuOpenings(_ context.Context, opened func()) {
	const (
		beforeWindow  = 4      // WH_CALLWNDPROC
		enterMenuLoop = 0x0211 // WM_ENTERMENULOOP
	)
	user32 := windows.NewLazySystemDLL("user32.dll")
	next := user32.NewProc("CallNextHookEx")
	seen := windows.NewCallback(func(code uintptr, w uintptr, m *sentMessage) uintptr {
		if int32(code) >= 0 && m.message == enterMenuLoop {
			go opened()
		}
		r, _, _ := next.Call(0, code, w, uintptr(unsafe.Pointer(m)))
		return r
	})
	// Without the hook the form opens as from a click that nothing announced.
	_, _, _ = user32.NewProc("SetWindowsHookExW").Call(beforeWindow, seen, 0, uintptr(windows.GetCurrentThreadId()))
}
