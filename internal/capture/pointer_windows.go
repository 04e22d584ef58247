package capture

import (
	"errors"
	"fmt"
	"image"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Numbers and structures of the Windows API (winuser.h, wingdi.h).
const (
	cursorShowing = 1
	drawNormal    = 3     // DrawIconEx: DI_NORMAL
	arrowCursor   = 32512 // LoadCursor: IDC_ARROW
	largestCursor = 512
)

type cursorInfo struct {
	size, flags uint32
	cursor      uintptr
	at          point
}

type iconInfo struct {
	isIcon      int32
	hotX, hotY  uint32
	mask, color uintptr
}

type bitmapInfo struct {
	kind, width, height, stride int32
	planes, bits                uint16
	pixels                      uintptr
}

type bitmapHeader struct {
	size                 uint32
	width, height        int32 // a negative height begins at the top
	planes, bits         uint16
	compression, bytes   uint32
	perMeterX, perMeterY int32
	used, important      uint32
}

func gdi32(name string) *windows.LazyProc {
	return windows.NewLazySystemDLL("gdi32.dll").NewProc(name)
}

// cursor is the mouse pointer; nil when it is hidden. Its place is in the
// desktop's coordinates.
func cursor() (*Cursor, error) {
	c := cursorInfo{size: uint32(unsafe.Sizeof(cursorInfo{}))}
	if ok, _, err := user32("GetCursorInfo").Call(uintptr(unsafe.Pointer(&c))); ok == 0 {
		return nil, fmt.Errorf("the pointer: %w", err)
	}
	if c.flags&cursorShowing == 0 || c.cursor == 0 {
		return nil, nil
	}
	p, err := pictureOf(windows.Handle(c.cursor))
	if err != nil { // a program's own, which is not told to others: the arrow shows where it is
		arrow, _, _ := user32("LoadCursorW").Call(0, arrowCursor)
		if p, err = pictureOf(windows.Handle(arrow)); err != nil {
			return nil, err
		}
	}
	p.At = p.At.Add(image.Pt(int(c.at.X), int(c.at.Y)))
	return p, nil
}

// pictureOf draws a pointer on black and on white, and finds from both what it
// covers. Its tip is the origin.
func pictureOf(cursor windows.Handle) (*Cursor, error) {
	var icon iconInfo
	if ok, _, err := user32("GetIconInfo").Call(uintptr(cursor), uintptr(unsafe.Pointer(&icon))); ok == 0 {
		return nil, fmt.Errorf("the pointer: %w", err)
	}
	defer gdi32("DeleteObject").Call(icon.mask)
	size := sizeOf(icon.mask)
	if icon.color != 0 {
		defer gdi32("DeleteObject").Call(icon.color)
	} else {
		size.Y /= 2 // the two halves of the mask stand one above the other
	}
	if size.X <= 0 || size.Y <= 0 || size.X > largestCursor || size.Y > largestCursor {
		return nil, fmt.Errorf("the pointer: a picture of %v", size)
	}
	black, err := drawCursor(cursor, size, 0)
	if err != nil {
		return nil, err
	}
	white, err := drawCursor(cursor, size, 0xff)
	if err != nil {
		return nil, err
	}
	return &Cursor{fromBlackAndWhite(black, white, size), image.Pt(-int(icon.hotX), -int(icon.hotY))}, nil
}

func sizeOf(bitmap uintptr) image.Point {
	var b bitmapInfo
	if n, _, _ := gdi32("GetObjectW").Call(bitmap, unsafe.Sizeof(b), uintptr(unsafe.Pointer(&b))); n == 0 {
		return image.Point{}
	}
	return image.Pt(int(b.width), int(b.height))
}

// drawCursor returns the pointer on a ground of one byte's value, four bytes a
// pixel: blue, green, red, nothing.
func drawCursor(cursor windows.Handle, size image.Point, ground byte) ([]byte, error) {
	dc, _, err := gdi32("CreateCompatibleDC").Call(0)
	if dc == 0 {
		return nil, fmt.Errorf("the pointer: %w", err)
	}
	defer gdi32("DeleteDC").Call(dc)
	head := bitmapHeader{size: uint32(unsafe.Sizeof(bitmapHeader{})), width: int32(size.X), height: -int32(size.Y), planes: 1, bits: 32}
	var memory *byte
	bitmap, _, err := gdi32("CreateDIBSection").Call(dc, uintptr(unsafe.Pointer(&head)), 0, uintptr(unsafe.Pointer(&memory)), 0, 0)
	if bitmap == 0 || memory == nil {
		return nil, fmt.Errorf("the pointer: %w", err)
	}
	defer gdi32("DeleteObject").Call(bitmap)
	before, _, _ := gdi32("SelectObject").Call(dc, bitmap)
	defer gdi32("SelectObject").Call(dc, before)
	pix := unsafe.Slice(memory, 4*size.X*size.Y)
	for i := range pix {
		pix[i] = ground
	}
	ok, _, err := user32("DrawIconEx").Call(dc, 0, 0, uintptr(cursor), uintptr(size.X), uintptr(size.Y), 0, 0, drawNormal)
	if ok == 0 {
		return nil, errors.Join(errors.New("the pointer is not drawn"), err)
	}
	_, _, _ = gdi32("GdiFlush").Call()
	return append([]byte(nil), pix...), nil
}
