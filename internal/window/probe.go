package window

import (
	"errors"
	"fmt"

	"github.com/go-gl/glfw/v3.4/glfw"
)

// ErrNoOpenGL says that no OpenGL 2.1 window can be made here. Fyne would
// show nothing then, and say nothing.
var ErrNoOpenGL = errors.New("no OpenGL 2.1 on this display")

// Probe opens a hidden OpenGL window of the kind that Fyne needs. It must be
// called on the main goroutine before Fyne's app is made. The probe costs
// next to nothing in the end: the graphics driver that it loads is the one
// that Fyne's own window then finds loaded, as long as the probe's window
// lives; release ends it and is to be called once Fyne's window is there.
func Probe() (release func(), err error) {
	if err := glfw.Init(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoOpenGL, err)
	}
	glfw.WindowHint(glfw.Visible, glfw.False)
	glfw.WindowHint(glfw.ContextVersionMajor, 2)
	glfw.WindowHint(glfw.ContextVersionMinor, 1)
	w, err := glfw.CreateWindow(16, 16, "Ticket++", nil, nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoOpenGL, err)
	}
	if w == nil { // a refusal without a word, as Wine and some drivers give it
		return nil, ErrNoOpenGL
	}
	return w.Destroy, nil
}
