package capture

import (
	"context"
	"errors"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Numbers of the Windows API.
const (
	smRemoteSession      = 0x1000 // GetSystemMetrics: SM_REMOTESESSION
	wtsCurrentSession    = 0xffffffff
	wtsConnectState      = 8 // WTSQuerySessionInformation: WTSConnectState
	wtsDisconnected      = 4
	desktopReadObjects   = 1 // OpenInputDesktop: DESKTOP_READOBJECTS
	userObjectName       = 2 // GetUserObjectInformation: UOI_NAME
	longestDesktop       = 256
	bytesOfAUTF16Element = 2
)

// obstacle reports a session that nobody is connected to, and a desktop in
// front that is not the user's: the lock screen, or the one on which Windows
// asks for an administrator's consent.
func obstacle(context.Context) error {
	if disconnected() {
		return ErrRemote
	}
	input, _, err := user32("OpenInputDesktop").Call(0, 0, desktopReadObjects)
	if input == 0 {
		if errors.Is(err, windows.ERROR_ACCESS_DENIED) {
			return locked("the desktop in front is Windows' own")
		}
		return nil
	}
	defer user32("CloseDesktop").Call(input)
	own, _, _ := user32("GetThreadDesktop").Call(uintptr(windows.GetCurrentThreadId()))
	front, ours := desktopName(input), desktopName(own)
	if front != "" && ours != "" && front != ours {
		return locked(front)
	}
	return nil
}

// desktopName is "Default" for the user's desktop; "" where it is not told.
func desktopName(desktop uintptr) string {
	var name [longestDesktop]uint16
	var need uint32
	ok, _, _ := user32("GetUserObjectInformationW").Call(desktop, userObjectName,
		uintptr(unsafe.Pointer(&name[0])), longestDesktop*bytesOfAUTF16Element, uintptr(unsafe.Pointer(&need)))
	if ok == 0 {
		return ""
	}
	return windows.UTF16ToString(name[:])
}

// disconnected reports whether the session goes on with nobody before it.
func disconnected() bool {
	query := windows.NewLazySystemDLL("wtsapi32.dll").NewProc("WTSQuerySessionInformationW")
	if query.Find() != nil {
		return false
	}
	var state *uint32
	var size uint32
	ok, _, _ := query.Call(0, wtsCurrentSession, wtsConnectState,
		uintptr(unsafe.Pointer(&state)), uintptr(unsafe.Pointer(&size)))
	if ok == 0 || state == nil {
		return false
	}
	defer windows.WTSFreeMemory(uintptr(unsafe.Pointer(state)))
	return size >= 4 && *state == wtsDisconnected
}

// mayAsk: Windows asks nobody.
func mayAsk() bool { return false }

// remote reports whether the session's screen is somewhere else.
func remote() bool {
	yes, _, _ := user32("GetSystemMetrics").Call(smRemoteSession)
	return yes != 0
}
