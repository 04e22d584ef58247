package uiapp

import (
	"context"
	"errors"

	"ticketpp/internal/answers"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/outbox"
)

// lookFirst lets a dispatcher look for the confirmation of a mail that was
// perhaps delivered, before it sends it again.
func lookFirst(d *dispatch.Dispatcher) {
	a := &answers.Answers{History: d.History, Settings: d.Settings, Log: d.Log, Password: d.Password, Token: d.ReadToken}
	d.Confirmed = func(ctx context.Context, it outbox.Item) (bool, error) {
		found, err := a.Arrived(ctx, dispatch.About(it), it.MessageID)
		if errors.Is(err, answers.ErrNoMailbox) {
			err = dispatch.ErrCannotLook
		}
		return found, err
	}
}
