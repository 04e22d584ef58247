package agent

import (
	"context"
	"sync"

	"ticketpp/internal/config"
	"ticketpp/internal/launch"
)

// ahead is the form that is started when the menu opens, before anybody has
// asked for one. It shows nothing, and ends by itself if nobody does.
type ahead struct {
	form launch.Waiting

	mu       sync.Mutex
	settings *config.Settings // those in force when it was started
}

// prepare is called when the user opens the icon's menu, whose first line
// opens the form. Where that line would not start the program, nothing is
// started.
func (a *agent) prepare(ctx context.Context) {
	a.menu.Opened(ctx, a.worked)
	if a.byBrowser() || a.front.any() {
		return
	}
	a.ahead.mu.Lock()
	a.ahead.settings = a.settings.get()
	a.ahead.mu.Unlock()
	a.ahead.form.Prepare(ctx, a.formWindow())
}

// holds ends the form that waits if the settings that it has read are not
// those in force.
func (h *ahead) holds(now *config.Settings) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.settings != now {
		h.form.End()
	}
}
