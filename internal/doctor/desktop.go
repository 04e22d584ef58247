package doctor

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io/fs"
	"os/exec"
	"strings"
	"time"

	"ticketpp/internal/capture"
	"ticketpp/internal/l10n"
	"ticketpp/internal/tray"
)

// How long each question to the desktop may take.
const (
	desktopPatience = 10 * time.Second
	windowPatience  = 20 * time.Second // a graphics driver may take seconds to load
	capturePatience = 45 * time.Second // the desktop may ask the user
)

// statusNoOpenGL is how the window program's probe ends for want of OpenGL.
const statusNoOpenGL = 20

// display says which screens this session has.
func (e *exam) display(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, desktopPatience)
	defer cancel()
	what, err := e.screens(ctx)
	if err != nil {
		e.say("screens", Fail, "display.none", l10n.Vars{"Err": err})
		return
	}
	e.say("screens", OK, "display.well", l10n.Vars{"Screens": what})
}

// noScreen reports that the session has none.
func (e *exam) noScreen() bool {
	ctx, cancel := context.WithTimeout(context.Background(), desktopPatience)
	defer cancel()
	_, err := e.screens(ctx)
	return err != nil
}

// tray says whether the icon can be seen. Without it a keyboard shortcut for
// `trayapp new` opens tickets all the same.
func (e *exam) tray(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, desktopPatience)
	defer cancel()
	err := tray.Host(ctx)
	switch {
	case err == nil:
		e.say("host", OK, "tray.well", nil)
	case errors.Is(err, tray.ErrNoBus):
		e.say("host", Warn, "tray.no-bus", nil)
	default:
		e.say("host", Warn, "tray.no-host", nil)
	}
}

// openGL asks the window program to open a hidden window. Where the form is
// the browser's nothing depends on it.
func (e *exam) openGL(ctx context.Context) {
	bad := Fail
	if e.Settings.Form.UI == "browser" {
		bad = Warn
	}
	ctx, cancel := context.WithTimeout(ctx, windowPatience)
	defer cancel()
	cmd := exec.CommandContext(ctx, e.Window, "probe")
	cmd.WaitDelay = time.Second
	out, err := cmd.CombinedOutput()
	vars := l10n.Vars{"Program": e.Window, "Err": firstLine(out, err)}
	var exit *exec.ExitError
	switch {
	case err == nil:
		e.say("window", OK, "opengl.well", vars)
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, fs.ErrNotExist):
		e.say("window", bad, "opengl.missing", vars)
	case e.noScreen(): // no window can open, whatever the driver can do
		e.say("window", Warn, "opengl.no-screen", nil)
	case ctx.Err() != nil:
		e.say("window", bad, "opengl.hangs", vars)
	case errors.As(err, &exit) && exit.ExitCode() == statusNoOpenGL:
		e.say("window", bad, "opengl.none", vars)
	default:
		e.say("window", bad, "opengl.crash", vars)
	}
}

// maxSaid bounds what is repeated of another program's words, in bytes.
const maxSaid = 300

// firstLine is what a program said first, or else how it ended.
func firstLine(out []byte, err error) string {
	line, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	if line == "" && err != nil {
		line = err.Error()
	}
	return strings.ToValidUTF8(line[:min(len(line), maxSaid)], "")
}

// capture takes the pictures that a ticket would take, and forgets them.
func (e *exam) capture(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, capturePatience)
	defer cancel()
	shots, err := capture.New(capture.Options{}).Capture(ctx)
	vars := l10n.Vars{"Screens": sizes(shots), "Err": err}
	switch {
	case len(shots) > 0 && err != nil:
		e.say("picture", Warn, "capture.partial", vars)
	case len(shots) > 0 && blank(shots):
		e.say("picture", Warn, "capture.blank", vars)
	case len(shots) > 0:
		e.say("picture", OK, "capture.well", vars)
	case ctx.Err() != nil:
		e.say("picture", Fail, "capture.timeout", vars)
	default:
		e.say("picture", Fail, "capture."+captureReason(err), vars)
	}
}

// captureReason is why there is no picture, where a hint of its own helps.
func captureReason(err error) string {
	switch reason := capture.Reason(err); reason {
	case "refused", "timeout", "locked", "remote", "no-permission":
		return reason
	}
	if errors.Is(err, capture.ErrNoPortal) {
		return "no-portal"
	}
	return "none"
}

func sizes(shots []capture.Shot) string {
	all := make([]string, len(shots))
	for i, s := range shots {
		all[i] = fmt.Sprintf("%d×%d", s.Bounds.Dx(), s.Bounds.Dy())
	}
	return strings.Join(all, ", ")
}

// blank reports whether every picture is of one colour, as a screen is that
// the system does not let us see.
func blank(shots []capture.Shot) bool {
	for _, s := range shots {
		if !plain(s.Image) {
			return false
		}
	}
	return true
}

func plain(img *image.RGBA) bool {
	b := img.Bounds()
	first := img.RGBAAt(b.Min.X, b.Min.Y)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if img.RGBAAt(x, y) != first {
				return false
			}
		}
	}
	return true
}
