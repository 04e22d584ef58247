// Package launch opens one ticket: it captures the screens into a new draft
// and starts the window on it, and where no window can open it takes the next
// way. It must not know queues, servers or the tray; what it finds out it
// returns.
package launch

import (
	"context"
	"errors"
	"log/slog"

	"ticketpp/internal/capture"
	"ticketpp/internal/drafts"
	"ticketpp/internal/ticket"
)

// Result says how a window ended.
type Result int

// The results.
const (
	Closed   Result = iota // by the user; the draft was left or thrown away
	Sent                   // the ticket was handed to the queue
	Crashed                // the window ended by itself; the draft is left
	NoWindow               // no window could open; the draft is left
)

// String names the result for the log.
func (r Result) String() string {
	return [...]string{"closed", "sent", "crashed", "no window"}[r]
}

// ErrNoScreen: this session has no screen to show a window on, and none to
// take a picture of.
var ErrNoScreen = errors.New("this session has no screen")

// Launcher opens tickets. All fields are needed but Log.
type Launcher struct {
	Drafts  *drafts.Store
	Window  Window
	Version string        // of this program, for the workstation's facts
	Draft   ticket.Ticket // what a new ticket starts from: the person, the only helpdesk
	Log     *slog.Logger
	// Clear takes off the screen what this program itself shows there and does
	// not belong into the picture; nil: there is nothing of that kind.
	Clear func(context.Context)
	// Menu is the menu whose click opens the ticket; nil where there was none.
	Menu *capture.Menu

	screens  func(context.Context) (string, error)                 // another way to look for screens, in tests
	menuGone func(context.Context) (settled func() bool)           // to wait for them to be free
	shoot    func(context.Context, window) ([]capture.Shot, error) // and to capture them
}

// New captures the screens and opens a window on a new draft. It returns when
// the window has ended, with the draft's id. The window program is started while
// the menu goes, if none waits already, and shows itself only after the capture, so that
// it is quick and never in the picture; the screens are written when it is on
// the screen. In a session without a screen it leaves no draft: [NoWindow] with
// [ErrNoScreen] and no id.
func (l Launcher) New(ctx context.Context) (string, Result, error) {
	front := inFront(ctx)
	room := make(chan func() bool, 1)
	go func() { room <- l.makeRoom(ctx) }()
	d, err := l.Drafts.Create(l.Draft)
	if err != nil {
		l.Window.Waiting.End()
		go func() { (<-room)() }()
		return "", Closed, err
	}
	id := d.ID()
	p, startErr := l.Window.start(ctx, id)
	got := l.fill(ctx, d, front, <-room)
	if startErr == nil && len(got.made) > 0 {
		p.appear()
	}
	reason := l.write(d, got)
	if err := d.Close(); err != nil {
		l.log().Warn("draft not closed", "draft", id, "err", err)
	}
	r, err := NoWindow, startErr
	if startErr == nil {
		r, err = p.show(ctx, reason)
	}
	r, err = l.Window.after(ctx, id, reason, r, err)
	if r == NoWindow && reason != "" && !l.hasScreen(ctx) {
		// No picture and no word: nothing that is worth to be kept.
		return "", NoWindow, errors.Join(ErrNoScreen, err, l.Drafts.Discard(id))
	}
	return id, r, err
}

// hasScreen reports whether this session has one.
func (l Launcher) hasScreen(ctx context.Context) bool {
	screens := l.screens
	if screens == nil {
		screens = capture.Screens
	}
	_, err := screens(ctx)
	return err == nil
}

// Resume opens a window on a draft that was left.
func (l Launcher) Resume(ctx context.Context, id string) (Result, error) {
	p, err := l.Window.start(ctx, id)
	if err != nil {
		return NoWindow, err
	}
	r, err := p.show(ctx, "")
	return l.Window.after(ctx, id, "", r, err)
}

func (l Launcher) log() *slog.Logger {
	if l.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return l.Log
}
