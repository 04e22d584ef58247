package window

import (
	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// screenScale returns the system's own scale of the screen, which the user
// has chosen.
func screenScale(monitor *glfw.Monitor) (scale float32, guessed bool) {
	x, _ := monitor.GetContentScale()
	return fyne.Max(x, 1), false
}
