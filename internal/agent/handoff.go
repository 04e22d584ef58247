package agent

import (
	"context"
	"errors"
	"slices"

	"ticketpp/internal/opener"
)

// handOff opens the newest ticket that no server takes in the user's own mail
// program.
func (a *agent) handOff(ctx context.Context) {
	if !a.handing.TryLock() {
		return // the mail program is opening, or waits for the user
	}
	defer a.handing.Unlock()
	defer a.touch()
	items, err := a.queue.List()
	if err != nil {
		a.log.Error("queue not read", "err", err)
	}
	for _, it := range slices.Backward(items) {
		if !a.dispatch.CanHandOff(it) {
			continue
		}
		path, err := a.dispatch.HandOff(ctx, it.ID, opener.OpenMail)
		if err != nil {
			a.log.Warn("not handed to the mail program", "ticket", it.ID, "err", err)
		}
		switch vars := map[string]any{"Subject": it.Subject, "File": path}; {
		case err == nil:
			a.say(ctx, "agent.handed-off", vars)
		case errors.Is(err, opener.ErrNoMailProgram):
			a.say(ctx, "agent.no-mail-program", vars)
		case errors.Is(err, opener.ErrClosed), ctx.Err() != nil: // the user knows
		default:
			a.say(ctx, "agent.not-handed-off", vars)
		}
		return
	}
}
