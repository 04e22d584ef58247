package window

import (
	"image"
	"math"
	"os"
	"strconv"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"
)

// The room that a window's frame and title take, in pixels at scale 1.
const (
	frameWidth  = 4
	frameHeight = 34
)

// scaleEnv is Fyne's variable with the user's own factor.
const scaleEnv = "FYNE_SCALE"

// FitScreen returns the size for a window that would like to be so large: no
// larger than the primary screen has room for. Where Fyne would enlarge
// everything only because the screen is dense, and the window would then not
// fit, it is told to enlarge less. It is to be called after [Probe] and before
// the first window.
func FitScreen(want fyne.Size) fyne.Size {
	monitor := glfw.GetPrimaryMonitor()
	if monitor == nil {
		return want
	}
	_, _, width, height := monitor.GetWorkarea()
	if width <= 0 || height <= 0 {
		return want
	}
	scale, guessed := screenScale(monitor) // guessed: by Fyne, from the screen's density
	size, factor := fit(want, float32(width), float32(height), scale, guessed)
	if factor < 1 && os.Getenv(scaleEnv) == "" {
		_ = os.Setenv(scaleEnv, strconv.FormatFloat(float64(factor), 'f', 3, 32)) // Fyne's own scale then stands
	}
	return size
}

// ScreenSize is the primary screen's size in pixels, or a usual one where it is
// not known. See [FitScreen] for when it may be called.
func ScreenSize() image.Point {
	if monitor := glfw.GetPrimaryMonitor(); monitor != nil {
		if mode := monitor.GetVideoMode(); mode != nil && mode.Width > 0 && mode.Height > 0 {
			return image.Pt(mode.Width, mode.Height)
		}
	}
	return image.Pt(1920, 1080)
}

// densityScale is Fyne's guess: 1 up to 120 dots per inch, and for densities
// that cannot be true.
func densityScale(pixels, millimetres int) float32 {
	const usual = 120
	dpi := float32(pixels) * 25.4 / float32(millimetres)
	if dpi > 1000 || dpi < usual {
		return 1
	}
	return dpi / usual
}

// fit returns the size of a window in Fyne's units, and the factor for the
// scale. A scale that was only guessed gives way until the window fits, but
// not below 1.
func fit(want fyne.Size, width, height, scale float32, guessed bool) (size fyne.Size, factor float32) {
	factor = 1
	if guessed {
		room := fyne.Min((width-frameWidth)/want.Width, (height-frameHeight)/want.Height)
		down := float32(math.Floor(float64(room)*10) / 10) // Fyne rounds to tenths
		factor = fyne.Min(fyne.Max(down, 1)/scale, 1)
	}
	scale = float32(math.Round(float64(scale*factor)*10) / 10)
	return want.Min(fyne.NewSize((width-frameWidth)/scale, (height-frameHeight)/scale)), factor
}
