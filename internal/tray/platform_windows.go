package tray

import (
	"context"
	"strings"
	"time"
	"unsafe"

	"fyne.io/systray"
	"golang.org/x/sys/windows"
)

// host waits for the shell: at logon the program may start before it, and an
// icon added then is lost without an error.
type host struct{ tell func(error) }

func newHost(tell func(error)) host { return host{tell} }

// wait returns true once the taskbar exists, false if ctx was done before.
func (h host) wait(ctx context.Context) bool {
	return waitForShell(ctx, taskbar, h.tell, 250*time.Millisecond, time.Minute)
}

// Host says whether the shell's taskbar is there: nil or ErrNoHost.
func Host(context.Context) error {
	if !taskbar() {
		return ErrNoHost
	}
	return nil
}

// taskbar reports whether the shell's taskbar exists.
func taskbar() bool {
	class, err := windows.UTF16PtrFromString("Shell_TrayWnd")
	if err != nil {
		return false
	}
	window, _, _ := windows.NewLazySystemDLL("user32.dll").NewProc("FindWindowW").Call(uintptr(unsafe.Pointer(class)), 0)
	return window != 0
}

// prepare notes the main thread, on which the library's message loop runs.
func (t *tray) prepare(string) { t.thread = windows.GetCurrentThreadId() }

func setIcon(name string) { systray.SetIcon(picture(name + ".ico")) }

// label keeps Windows from taking an ampersand for a mnemonic.
func label(s string) string { return strings.ReplaceAll(s, "&", "&&") }

// stop ends the library's message loop, also where its window failed to be
// made and its own way to end finds nothing to close.
func (t *tray) stop() {
	const wmQuit = 0x12
	systray.Quit()
	post := windows.NewLazySystemDLL("user32.dll").NewProc("PostThreadMessageW")
	_, _, _ = post.Call(uintptr(t.thread), wmQuit, 0, 0) // fails when the loop has ended already
}
