package capture

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/sys/windows"
)

// Indices of GetSystemMetrics (winuser.h).
const (
	smMonitors      = 80 // SM_CMONITORS
	smVirtualWidth  = 78 // SM_CXVIRTUALSCREEN
	smVirtualHeight = 79 // SM_CYVIRTUALSCREEN
)

// Screens counts the monitors of this session and gives the desktop's size.
func Screens(context.Context) (string, error) {
	metric := windows.NewLazySystemDLL("user32.dll").NewProc("GetSystemMetrics")
	if err := metric.Find(); err != nil {
		return "", err
	}
	get := func(index uintptr) int { v, _, _ := metric.Call(index); return int(int32(v)) }
	n := get(smMonitors)
	if n <= 0 {
		return "", errors.New("the session has no monitor")
	}
	return fmt.Sprintf("%d, %d×%d", n, get(smVirtualWidth), get(smVirtualHeight)), nil
}
