package launch

import "golang.org/x/sys/windows"

// letInFront allows a process to bring its window to the front. Windows grants
// that to the program that the user has just clicked, which is the agent, and
// not of itself to one that was started before the click.
func letInFront(pid int) {
	allow := windows.NewLazySystemDLL("user32.dll").NewProc("AllowSetForegroundWindow")
	_, _, _ = allow.Call(uintptr(pid)) // refused: the window flashes in the taskbar instead
}
