// Package window is what every window of ours needs around its content: the
// look, the check that OpenGL is there before Fyne is asked, the handshake
// with the agent that started the process, and the event log by which tests
// find a widget. It knows the Fyne toolkit and nothing of tickets.
package window

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/canvas"
)

// AppID names the program to Fyne and to the desktop.
const AppID = "it.ticketpp.trayapp"

// NewApp makes Fyne's app with our look. It opens nothing on the screen.
func NewApp(icon fyne.Resource) fyne.App {
	a := app.NewWithID(AppID)
	a.SetIcon(icon)
	look := NewTheme()
	a.Settings().SetTheme(look)
	a.Settings().AddListener(func(fyne.Settings) { look.Live() })
	endsForSure(a)
	return a
}

// endsForSure takes from the toolkit what it would do last: to save preferences, of
// which we have none. It queues that for a loop which is ending, and now and then
// waits for it for ever: the window is gone, and its program stays (Fyne 2.8.1,
// driver/glfw, runGL).
func endsForSure(a fyne.App) {
	if l, ok := a.Lifecycle().(interface{ SetOnStoppedHookExecuted(func()) }); ok {
		l.SetOnStoppedHookExecuted(nil)
	}
}

// WarmUp reads the fonts, so that the first window need not wait for them. It
// may run on another goroutine as long as nothing else touches Fyne.
func WarmUp() {
	for _, bold := range []bool{false, true} {
		fyne.MeasureText("àèìòù", 14, fyne.TextStyle{Bold: bold})
	}
}

// FrameMark is an object that calls painted once, on Fyne's goroutine, after
// the first frame that it is part of has been painted and shown.
func FrameMark(painted func()) fyne.CanvasObject {
	told := false
	mark := canvas.NewRaster(func(w, h int) image.Image {
		if !told {
			told = true
			// While Fyne runs, this is called when the frame is done.
			fyne.Do(painted)
		}
		return image.NewNRGBA(image.Rect(0, 0, max(w, 1), max(h, 1)))
	})
	mark.Resize(fyne.NewSize(1, 1))
	return mark
}
