package clipboard

import (
	"context"
	"fmt"
	"runtime"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// dibFormat is CF_DIB (winuser.h); Windows makes one of every picture that was
// copied in another form of its own.
const dibFormat = 8

// Picture returns the copied picture as a file of one of the usual formats. It
// fails with ErrNoPicture, ErrTooLarge, with ctx's error when another program
// keeps the clipboard to itself, or with what keeps us from it.
//
// It asks Windows itself: the library shows nothing of a picture whose fourth
// bytes are zero, which is how most programs copy one, and takes neither other
// masks nor pictures from the top down.
func Picture(ctx context.Context) ([]byte, error) {
	runtime.LockOSThread() // who has opened the clipboard is a thread
	defer runtime.UnlockOSThread()
	user, kernel := windows.NewLazySystemDLL("user32.dll"), windows.NewLazySystemDLL("kernel32.dll")
	for {
		ok, _, err := user.NewProc("OpenClipboard").Call(0)
		if ok != 0 {
			break
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("clipboard: %w: %w", ctx.Err(), err)
		case <-time.After(20 * time.Millisecond):
		}
	}
	defer user.NewProc("CloseClipboard").Call()
	c := handed{user, kernel}
	if data, err := c.named("PNG"); err != nil || data != nil {
		return data, err
	}
	data, err := c.take(dibFormat)
	if err != nil {
		return nil, err
	}
	if data == nil {
		return nil, ErrNoPicture
	}
	return bitmapFile(data)
}

// handed is the clipboard while it is open.
type handed struct{ user, kernel *windows.LazyDLL }

// named takes what was copied in a format that programs have agreed on; nil
// when it was not.
func (c handed) named(format string) ([]byte, error) {
	name, err := windows.UTF16PtrFromString(format)
	if err != nil {
		return nil, err
	}
	id, _, err := c.user.NewProc("RegisterClipboardFormatW").Call(uintptr(unsafe.Pointer(name)))
	if id == 0 {
		return nil, fmt.Errorf("clipboard: %w", err)
	}
	return c.take(id)
}

// take copies what was copied in a format; nil when it was not.
func (c handed) take(format uintptr) ([]byte, error) {
	handle, _, _ := c.user.NewProc("GetClipboardData").Call(format)
	if handle == 0 {
		return nil, nil
	}
	size, _, _ := c.kernel.NewProc("GlobalSize").Call(handle)
	if size > maxBytes {
		return nil, ErrTooLarge
	}
	at, _, err := c.kernel.NewProc("GlobalLock").Call(handle)
	if at == 0 {
		return nil, fmt.Errorf("clipboard: %w", err)
	}
	defer c.kernel.NewProc("GlobalUnlock").Call(handle)
	data := make([]byte, size)
	c.kernel.NewProc("RtlMoveMemory").Call(uintptr(unsafe.Pointer(unsafe.SliceData(data))), at, size)
	return data, nil
}
