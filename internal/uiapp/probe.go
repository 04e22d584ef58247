package uiapp

import (
	"fmt"

	"ticketpp/internal/window"
)

// probe is `trayapp-ui probe`: whether a window could be opened here, and why
// not. It shows nothing. `trayapp doctor` asks, for the agent itself links no
// OpenGL.
func probe(p Process) int {
	release, err := p.openGL()
	if err != nil {
		fmt.Fprintln(p.Err, err)
		return window.ExitNoOpenGL
	}
	release()
	return window.ExitClosed
}

// openGL opens what every window needs, and tells that the libraries for it
// are loaded.
func (p Process) openGL() (release func(), err error) {
	release, err = window.Probe()
	if p.Loaded != nil {
		p.Loaded()
	}
	return release, err
}
