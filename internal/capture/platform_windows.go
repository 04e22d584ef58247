package capture

import (
	"context"
	"image"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

func platform(o Options) Capturer { return NewLibrary(o) }

func user32(name string) *windows.LazyProc {
	return windows.NewLazySystemDLL("user32.dll").NewProc(name)
}

type point struct{ X, Y int32 }

// pointerPosition is in physical pixels, since the manifest makes the process
// aware of each monitor's scaling.
func pointerPosition() (image.Point, bool) {
	var p point
	if ok, _, _ := user32("GetCursorPos").Call(uintptr(unsafe.Pointer(&p))); ok == 0 {
		return image.Point{}, false
	}
	return image.Pt(int(p.X), int(p.Y)), true
}

// menuGone waits while a menu (window class #32768) or tooltip is visible, and
// then for the compositor's next frame.
func menuGone(ctx context.Context, _ func() []look) (settled func() bool) {
	ctx, cancel := context.WithTimeout(ctx, menuPatience)
	defer cancel()
	for anyVisible("#32768", "tooltips_class32") && ctx.Err() == nil {
		pause(ctx, 10*time.Millisecond)
	}
	flush := windows.NewLazySystemDLL("dwmapi.dll").NewProc("DwmFlush")
	if flush.Find() == nil {
		_, _, _ = flush.Call()
		_, _, _ = flush.Call() // the first may end the frame that was under way
	}
	return always
}

// anyVisible reports whether a top-level window of one of the classes is seen.
func anyVisible(classes ...string) bool {
	find, visible := user32("FindWindowExW"), user32("IsWindowVisible")
	for _, c := range classes {
		class, err := windows.UTF16PtrFromString(c)
		if err != nil {
			continue
		}
		for w := uintptr(0); ; {
			if w, _, _ = find.Call(0, w, uintptr(unsafe.Pointer(class)), 0); w == 0 {
				break
			}
			if yes, _, _ := visible.Call(w); yes != 0 {
				return true
			}
		}
	}
	return false
}

// watchMenu sees nothing: what a menu has covered is kept here, or cannot be seen.
func watchMenu(context.Context, func([]look)) (came bool) { return false }
