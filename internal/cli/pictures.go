package cli

import (
	"context"
	"errors"
	"fmt"

	"ticketpp/internal/drafts"
	"ticketpp/internal/l10n"
	"ticketpp/internal/launch"
	"ticketpp/internal/safefile"
	"ticketpp/internal/ticket"
)

// screenshots puts one --screenshot into the draft.
func screenshots(ctx context.Context, t *l10n.Texts, draft *drafts.Draft, from string) ([]ticket.Screenshot, error) {
	const flag = "--screenshot"
	switch from {
	case "none":
		return nil, nil
	case "all":
		shots, err := launch.Take(ctx)
		if len(shots) == 0 {
			return nil, fmt.Errorf("%s all: %w", flag, captureError(ctx, t, err))
		}
		return launch.AddShots(draft, shots)
	}
	file, err := safefile.OpenRegular(from) // never one that keeps us waiting
	if err != nil {
		return nil, fileError(t, flag, from, err)
	}
	defer file.Close()
	shot, err := launch.AddPicture(draft, file)
	switch {
	case errors.Is(err, launch.ErrTooManyPixels):
		return nil, errors.New(t.Get("cli.screenshot.too-many-pixels", l10n.Vars{"File": from}))
	case errors.Is(err, launch.ErrNotPicture):
		return nil, errors.New(t.Get("cli.screenshot.not-png", l10n.Vars{"File": from}))
	case err != nil:
		return nil, fmt.Errorf("%s %s: %w", flag, from, err)
	}
	return []ticket.Screenshot{shot}, nil
}
