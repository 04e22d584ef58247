//go:build !linux && !windows

package window

import "github.com/go-gl/glfw/v3.4/glfw"

// screenScale is 1: screens are measured in points here, not in pixels.
func screenScale(*glfw.Monitor) (scale float32, guessed bool) { return 1, false }
