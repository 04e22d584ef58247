package agent

import (
	"context"
	"errors"
	"sync"

	"ticketpp/internal/browser"
	"ticketpp/internal/launch"
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
	l := launch.ForSettings(a.settings.get(), a.drafts, a.Version, a.log)
	id, noPicture, err := l.Capture(ctx)
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

// showInBrowser opens the form for a draft in the user's browser, and takes
// the next way where there is none. a.launching is held, until it is seen.
func (a *agent) showInBrowser(ctx context.Context, id, noPicture string) {
	seen := sync.OnceFunc(func() {
		a.launching.Unlock()
		a.touch() // the pictures are on the disk: their memory can go
	})
	open, watched := new(openForm), false
	result, err := browser.Opener{
		Where: a.Where, Settings: a.settings.get(), Dispatch: a.dispatch, Log: a.log,
		Shown: func(raise func()) {
			watched = true
			a.watching.Add(1)
			open.raise = func() { go raise() }
			a.front.open(open)
			seen()
		},
		Handed: func() { a.front.closed(open) },
	}.Form(ctx, id, noPicture)
	a.front.closed(open)
	seen()
	if watched {
		a.watching.Add(-1)
	}
	a.ended(ctx, id, result, err)
}

// withoutWindow is the next way where no window could be shown: the browser,
// unless the settings say otherwise or it was tried, then the mail file.
func (a *agent) withoutWindow(ctx context.Context, id string, cause error) {
	if errors.Is(cause, launch.ErrNoOpenGL) {
		a.noOpenGL.Store(true)
	}
	tried := errors.Is(cause, browser.ErrNoBrowser)
	if tried || a.settings.get().Form.UI == "window" || !a.launching.TryLock() {
		a.mailInstead(ctx, id, cause)
		return
	}
	a.say(ctx, "agent.in-browser", nil)
	a.showInBrowser(ctx, id, "")
}
