package agent

import (
	"context"
	"errors"
	"os"
	"sync"
	"time"

	"ticketpp/internal/launch"
	"ticketpp/internal/logfile"
)

// byBrowser reports whether forms open in the browser at once: by the
// settings, or because no window could be drawn in this session.
func (a *agent) byBrowser() bool {
	switch a.settings.get().Form.UI {
	case "browser":
		return true
	case "window":
		return false
	}
	return a.noOpenGL.Load()
}

// newInBrowser captures the screens and opens the form in the user's browser.
// A form that is open comes to the front instead.
func (a *agent) newInBrowser(ctx context.Context) {
	if a.front.raise() || !a.launching.TryLock() {
		return
	}
	a.settings.refresh(a.log)
	a.captureForBrowser(ctx)
}

// captureForBrowser goes on once a.launching is held.
func (a *agent) captureForBrowser(ctx context.Context) {
	id, noPicture, err := a.capturer().Capture(ctx)
	if err != nil {
		a.launching.Unlock()
		result := launch.Closed
		if errors.Is(err, launch.ErrNoScreen) {
			result = launch.NoWindow
		}
		a.ended(ctx, id, result, err)
		return
	}
	a.showInBrowser(ctx, id, noPicture)
}

// browserPatience is how long a browser may take to show the form: longer than
// the form itself waits for it.
const browserPatience = 90 * time.Second

// errNoBrowser: the form was not shown in a browser.
var errNoBrowser = errors.New("no browser has opened the form")

// showInBrowser opens the form for a draft in the user's browser, and takes
// the next way where there is none. The page is served by a process of its
// own, as a window is: its memory goes with it, and whatever befalls it the
// agent lives. a.launching is held, until the form is seen.
func (a *agent) showInBrowser(ctx context.Context, id, noPicture string) {
	seen := sync.OnceFunc(func() {
		a.launching.Unlock()
		a.touch() // the pictures are on the disk: their memory can go
	})
	open, watched := new(openForm), false
	result, err := launch.Closed, error(nil)
	if self, bad := os.Executable(); bad != nil {
		result, err = launch.NoWindow, bad
	} else {
		result, err = launch.Window{
			Program: self, Args: launch.GlobalFlags(a.Where), Patience: browserPatience,
			Shown: func(raise func()) {
				watched = true
				a.watching.Add(1)
				open.raise = raise
				a.front.open(open)
				seen()
			},
			Handed: func() { a.front.closed(open) }, Stderr: logfile.Lines(a.log, "trayapp form"),
		}.Open(ctx, "form", "--draft", id, "--no-picture", noPicture)
	}
	a.front.closed(open)
	seen()
	if watched {
		a.watching.Add(-1)
	}
	if result == launch.NoWindow {
		err = errors.Join(errNoBrowser, err)
	}
	a.ended(ctx, id, result, err)
}

// withoutWindow is the next way where no window could be shown: the browser,
// unless the settings say otherwise or it was tried, then the mail file.
func (a *agent) withoutWindow(ctx context.Context, id string, cause error) {
	if errors.Is(cause, launch.ErrNoOpenGL) {
		a.noOpenGL.Store(true)
	}
	tried := errors.Is(cause, errNoBrowser)
	if tried || a.settings.get().Form.UI == "window" || !a.launching.TryLock() {
		a.mailInstead(ctx, id, cause)
		return
	}
	a.say(ctx, "agent.in-browser", nil)
	a.showInBrowser(ctx, id, "")
}
