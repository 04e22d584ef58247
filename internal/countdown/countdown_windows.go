package countdown

import (
	"context"
	"fmt"
	"image"
	"runtime"
	"unsafe"

	"golang.org/x/sys/windows"
)

// winPlate is a layered window that is never activated and lets clicks
// through. It lives on a thread of its own, since a window belongs to one.
type winPlate struct {
	jobs   chan func()
	done   chan struct{}
	window uintptr
	closed bool
}

// api holds the functions of Windows that are called here.
type api struct{ user, gdi *windows.LazyDLL }

func calls() api {
	return api{windows.NewLazySystemDLL("user32.dll"), windows.NewLazySystemDLL("gdi32.dll")}
}

// What Windows calls these (winuser.h, wingdi.h).
const (
	wsPopup        = 0x80000000
	wsExLayered    = 0x00080000
	wsExThrough    = 0x00000020 // WS_EX_TRANSPARENT
	wsExTopmost    = 0x00000008
	wsExTool       = 0x00000080
	wsExNoActivate = 0x08000000
	swNoActivate   = 4 // SW_SHOWNOACTIVATE
	ulwAlpha       = 2
	nearest        = 2 // MONITOR_DEFAULTTONEAREST
)

type (
	point  struct{ x, y int32 }
	rect   struct{ left, top, right, bottom int32 }
	screen struct {
		size          uint32
		monitor, work rect
		flags         uint32
	}
	bitmapInfo struct {
		size          uint32
		width, height int32
		planes, bits  uint16
		rest          [6]uint32
	}
)

func open(context.Context) (plate, error) {
	w := &winPlate{jobs: make(chan func()), done: make(chan struct{})}
	made := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer close(w.done)
		class, err := windows.UTF16PtrFromString("Static")
		if err != nil {
			made <- err
			return
		}
		w.window, _, err = calls().user.NewProc("CreateWindowExW").Call(
			wsExLayered|wsExThrough|wsExTopmost|wsExTool|wsExNoActivate,
			uintptr(unsafe.Pointer(class)), 0, wsPopup, 0, 0, 1, 1, 0, 0, 0, 0)
		if w.window == 0 {
			made <- fmt.Errorf("%w: %w", ErrUnavailable, err)
			return
		}
		made <- nil
		for job := range w.jobs {
			job()
		}
	}()
	if err := <-made; err != nil {
		return nil, err
	}
	return w, nil
}

// show puts the picture above all windows.
func (w *winPlate) show(img *image.RGBA) error {
	var err error
	done := make(chan struct{})
	w.jobs <- func() {
		err = w.paint(img)
		close(done)
	}
	<-done
	return err
}

func (w *winPlate) paint(img *image.RGBA) error {
	a, size := calls(), img.Rect.Size()
	dc, _, _ := a.gdi.NewProc("CreateCompatibleDC").Call(0)
	if dc == 0 {
		return ErrUnavailable
	}
	defer a.gdi.NewProc("DeleteDC").Call(dc)
	info := bitmapInfo{width: int32(size.X), height: -int32(size.Y), planes: 1, bits: 32} // the first row at the top
	info.size = 40
	var bits unsafe.Pointer
	bitmap, _, _ := a.gdi.NewProc("CreateDIBSection").Call(dc, uintptr(unsafe.Pointer(&info)), 0, uintptr(unsafe.Pointer(&bits)), 0, 0)
	if bitmap == 0 || bits == nil {
		return ErrUnavailable
	}
	defer a.gdi.NewProc("DeleteObject").Call(bitmap)
	pixels := unsafe.Slice((*byte)(bits), 4*size.X*size.Y)
	for i := 0; i+3 < len(pixels); i += 4 {
		pixels[i], pixels[i+1], pixels[i+2], pixels[i+3] = img.Pix[i+2], img.Pix[i+1], img.Pix[i], 0xff
	}
	before, _, _ := a.gdi.NewProc("SelectObject").Call(dc, bitmap)
	defer a.gdi.NewProc("SelectObject").Call(dc, before)
	at := place(a, size)
	to, from, extent := point{int32(at.X), int32(at.Y)}, point{}, point{int32(size.X), int32(size.Y)}
	blend := uint32(0xff << 16) // the picture as it is
	ok, _, err := a.user.NewProc("UpdateLayeredWindow").Call(w.window, 0, uintptr(unsafe.Pointer(&to)), uintptr(unsafe.Pointer(&extent)),
		dc, uintptr(unsafe.Pointer(&from)), 0, uintptr(unsafe.Pointer(&blend)), ulwAlpha)
	if ok == 0 {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	a.user.NewProc("ShowWindow").Call(w.window, swNoActivate)
	return nil
}

// place returns the corner on the screen with the pointer.
func place(a api, size image.Point) image.Point {
	var p point
	a.user.NewProc("GetCursorPos").Call(uintptr(unsafe.Pointer(&p)))
	packed := uintptr(uint32(p.x)) | uintptr(uint32(p.y))<<32 // a POINT by value; programs of ours have 64 bits
	monitor, _, _ := a.user.NewProc("MonitorFromPoint").Call(packed, nearest)
	s := screen{}
	s.size = uint32(unsafe.Sizeof(s))
	a.user.NewProc("GetMonitorInfoW").Call(monitor, uintptr(unsafe.Pointer(&s)))
	m := image.Rect(int(s.monitor.left), int(s.monitor.top), int(s.monitor.right), int(s.monitor.bottom))
	return corner(m, size, image.Pt(int(p.x), int(p.y)))
}

// close takes the window away.
func (w *winPlate) close() {
	if w.closed {
		return
	}
	w.closed = true
	w.jobs <- func() { calls().user.NewProc("DestroyWindow").Call(w.window) }
	close(w.jobs)
	<-w.done
}
