package window

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
)

// DrawUnseen makes w's window and paints its first frame where nobody sees it,
// so that w.Show has little left to do, and reports whether it could. The
// toolkit makes a window only when it shows it; so it is kept from the screen
// while it is shown, and hidden again. root is the window's content, which has a
// layout. It must be called on Fyne's goroutine, before the first w.Show.
func DrawUnseen(w fyne.Window, root *fyne.Container) bool {
	v, ok := newVeil()
	if !ok {
		return false
	}
	defer v.close()
	native, ok := w.(driver.NativeWindow)
	if !ok {
		return false
	}
	over := func(do func(handle uintptr) error) (err error) {
		native.RunNative(func(context any) { err = do(handleOf(context)) })
		return err
	}
	veiled := false
	// The toolkit asks the content for its size when the window is made, and
	// before it is shown: the one moment for it.
	usual := root.Layout
	root.Layout = asked{usual: usual, tell: func() {
		if !veiled {
			veiled = over(v.cover) == nil
		}
	}}
	w.Show()
	w.Hide()
	root.Layout = usual
	return over(v.lift) == nil && veiled
}

// asked is a layout that tells when it is asked for its size.
type asked struct {
	usual fyne.Layout
	tell  func()
}

// MinSize is the usual one.
func (a asked) MinSize(objects []fyne.CanvasObject) fyne.Size {
	a.tell()
	return a.usual.MinSize(objects)
}

// Layout is the usual one.
func (a asked) Layout(objects []fyne.CanvasObject, size fyne.Size) { a.usual.Layout(objects, size) }

// handleOf is the window's handle; 0 when there is none yet.
func handleOf(context any) uintptr {
	switch c := context.(type) {
	case driver.X11WindowContext:
		return c.WindowHandle
	case *driver.X11WindowContext:
		return c.WindowHandle
	case driver.WindowsWindowContext:
		return c.HWND
	case *driver.WindowsWindowContext:
		return c.HWND
	}
	return 0
}
