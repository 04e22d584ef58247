// Package capture gives the screens that the user sees as pictures, in
// physical pixels, one picture a display. It must not know tickets, files,
// texts or windows of ours; what went wrong it says by typed errors.
package capture

import (
	"context"
	"errors"
	"image"
	"time"
)

// What can stand in the way of a picture. The caller words them; the ticket
// can go without a picture.
var (
	// ErrNoDisplay: this process cannot see a screen (no display server, or
	// every display failed).
	ErrNoDisplay = errors.New("no display to capture")
	// ErrLocked: the session is locked, or the system's own desktop is in
	// front (Windows asking for an administrator's consent).
	ErrLocked = errors.New("the session is locked")
	// ErrRemote: the session is a remote one that nobody sees now:
	// disconnected, minimised, or without a screen.
	ErrRemote = errors.New("the remote session shows no screen")
	// ErrNoPermission: macOS does not let this program record the screen.
	ErrNoPermission = errors.New("recording the screen is not permitted")
	// ErrNoPortal: a Wayland desktop without the part that takes pictures. It
	// comes with ErrNoDisplay.
	ErrNoPortal = errors.New("the desktop has no portal for screenshots")
	// ErrRefused: the desktop or the user said no to the desktop portal's
	// request, or cancelled it.
	ErrRefused = errors.New("the desktop refused the screenshot")
	// ErrTimeout: the desktop did not answer in time.
	ErrTimeout = errors.New("the desktop did not answer in time")
)

// Shot is the picture of one display.
type Shot struct {
	Display int             // counts from 0, the primary display first where the system names one
	Bounds  image.Rectangle // the display's place on the desktop, physical pixels; may be negative
	Image   *image.RGBA     // opaque, its own bounds begin at 0,0
	Pointer bool            // the mouse pointer was on this display; at most one Shot says so

	// Chosen: this is the display that the user works on, the one with the
	// pointer, else the one with most of the window in front. Where neither is
	// known every Shot says so.
	Chosen bool
	// Front is the part of the window in front that this display shows, in the
	// pixels of Image; empty where it shows none, or none is known.
	Front image.Rectangle
	// Cursor is the pointer's picture, which Image does not hold unless
	// [Options] ask for it; nil on other displays, and where the pointer is
	// hidden or the platform does not tell.
	Cursor *Cursor
}

// Cursor is the picture of a mouse pointer.
type Cursor struct {
	Image *image.RGBA // with transparency; its own bounds begin at 0,0
	At    image.Point // where its upper left corner lies in the Shot's Image; may be beyond the edge
}

// Options say how to capture. The zero value is right for a ticket.
type Options struct {
	Front       image.Rectangle // the frame of the window in front, on the desktop, as the platform counts; see [Shot.Front]
	DrawPointer bool            // draw the mouse pointer into the picture where the platform can
	Ask         bool            // Wayland: let the user choose with the desktop's own tool, which works where it refuses else
	Timeout     time.Duration   // how long the desktop portal (Wayland) may take; 0 means 30 s, since it may ask the user, or 3 min with Ask
}

// Capturer takes a picture of every display. A display that fails does not
// cost the others: the shots that succeeded come together with a joined
// error. No shot at all is an error that wraps one of this package's.
type Capturer interface {
	Capture(ctx context.Context) ([]Shot, error)
}

// New returns the capturer for the session that this process runs in, chosen
// anew at each capture.
//
// It finds out why there is nothing to see (ErrLocked, ErrRemote,
// ErrNoPermission) where the others can only fail.
func New(o Options) Capturer { return guarded{platform(o)} }
