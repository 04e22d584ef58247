package notify

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Shell_NotifyIcon's numbers (shellapi.h).
const (
	nimModify = 0x1
	nifInfo   = 0x10
	// niifUser | niifLargeIcon would show our own picture; without an icon in
	// the data the shell takes the tray icon's own.
	niifUser         = 0x4
	niifRespectQuiet = 0x80
	trayIconID       = 100 // fyne.io/systray's icon
	trayClass        = "SystrayClass"
)

// notifyIconData is NOTIFYICONDATAW of Windows Vista and later.
type notifyIconData struct {
	Size                       uint32
	Wnd                        windows.HWND
	ID, Flags, CallbackMessage uint32
	Icon                       windows.Handle
	Tip                        [128]uint16
	State, StateMask           uint32
	Info                       [256]uint16
	Timeout                    uint32
	InfoTitle                  [64]uint16
	InfoFlags                  uint32
	GUIDItem                   windows.GUID
	BalloonIcon                windows.Handle
}

// desk is the shell, which does not tell when a message has gone.
type desk struct {
	mu    sync.Mutex
	until time.Time // when the last message has gone for certain
}

// send hangs the message on the program's own tray icon: the shell shows it as
// a balloon or a toast, as it likes, and keeps quiet in quiet hours.
func (d *desk) send(ctx context.Context, title, body string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := show(title, body); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.until = time.Now().Add(lately)
	return nil
}

// clear shows nothing in the message's place, which takes it away.
func (d *desk) clear(ctx context.Context) {
	d.mu.Lock()
	up := time.Now().Before(d.until)
	d.until = time.Time{}
	d.mu.Unlock()
	if up && show("", "") == nil {
		pause(ctx, fading)
	}
}

// show puts title and body on the icon.
func show(title, body string) error {
	window, err := trayWindow()
	if err != nil {
		return err
	}
	n := notifyIconData{Wnd: window, ID: trayIconID, Flags: nifInfo, InfoFlags: niifUser | niifRespectQuiet}
	n.Size = uint32(unsafe.Sizeof(n))
	if err := put(n.InfoTitle[:], title); err != nil {
		return err
	}
	if err := put(n.Info[:], body); err != nil {
		return err
	}
	proc := windows.NewLazySystemDLL("shell32.dll").NewProc("Shell_NotifyIconW")
	if ok, _, err := proc.Call(nimModify, uintptr(unsafe.Pointer(&n))); ok == 0 {
		return fmt.Errorf("%w: Shell_NotifyIcon: %w", ErrNoServer, err)
	}
	return nil
}

// put writes s, clipped, and its final zero into field.
func put(field []uint16, s string) error {
	u, err := windows.UTF16FromString(clip(s, len(field)-1))
	if err != nil {
		return fmt.Errorf("notification text: %w", err)
	}
	copy(field, u)
	return nil
}

// trayWindow finds the window of this process to which the tray icon belongs.
func trayWindow() (windows.HWND, error) {
	class, err := windows.UTF16PtrFromString(trayClass)
	if err != nil {
		return 0, err
	}
	find := windows.NewLazySystemDLL("user32.dll").NewProc("FindWindowExW")
	for window := uintptr(0); ; {
		window, _, _ = find.Call(0, window, uintptr(unsafe.Pointer(class)), 0)
		if window == 0 {
			return 0, fmt.Errorf("%w: the program has no icon in the tray", ErrNoServer)
		}
		var pid uint32
		if _, err := windows.GetWindowThreadProcessId(windows.HWND(window), &pid); err != nil && !errors.Is(err, windows.ERROR_SUCCESS) {
			continue
		}
		if pid == uint32(os.Getpid()) {
			return windows.HWND(window), nil
		}
	}
}
