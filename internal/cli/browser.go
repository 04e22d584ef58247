package cli

import (
	"context"
	"errors"

	"ticketpp/internal/browser"
	"ticketpp/internal/config"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/launch"
)

// showForm shows the form on a new draft: in a window, and where none can be
// shown in the browser, unless the settings say otherwise; or in the browser
// at once. The command lasts as long as the form.
func (p *program) showForm(ctx context.Context, l launch.Launcher, d *dispatch.Dispatcher, s *config.Settings, inBrowser bool) (string, launch.Result, error) {
	o := browser.Opener{Where: p.where, Settings: s, Dispatch: d, Log: d.Log}
	if inBrowser {
		id, noPicture, err := l.Capture(ctx)
		if errors.Is(err, launch.ErrNoScreen) {
			return id, launch.NoWindow, err
		}
		if err != nil {
			return id, launch.Closed, err
		}
		result, err := o.Form(ctx, id, noPicture)
		return id, result, err
	}
	id, result, err := l.New(ctx)
	if result != launch.NoWindow || errors.Is(err, launch.ErrNoScreen) || s.Form.UI == "window" {
		return id, result, err
	}
	result, second := o.Form(ctx, id, "")
	if result == launch.NoWindow {
		second = errors.Join(err, second)
	}
	return id, result, second
}
