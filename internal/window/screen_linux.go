package window

import "github.com/go-gl/glfw/v3.4/glfw"

// screenScale returns the factor by which Fyne enlarges on a screen, and
// whether it is Fyne's guess from the screen's density.
func screenScale(monitor *glfw.Monitor) (scale float32, guessed bool) {
	if glfw.GetPlatform() == glfw.PlatformWayland { // the compositor enlarges
		return 1, false
	}
	mode := monitor.GetVideoMode()
	millimetres, _ := monitor.GetPhysicalSize()
	if mode == nil || millimetres <= 0 {
		return 1, true
	}
	return densityScale(mode.Width, millimetres), true
}
