package uiapp

import (
	"context"
	"time"

	"ticketpp/internal/compose"
	"ticketpp/internal/drafts"
	"ticketpp/internal/ticket"
)

// PretendSender is a sender for looking at the form: it hands nothing over.
func PretendSender(Home) (Sender, error) { return pretend{}, nil }

type pretend struct{}

func (pretend) Wait() {}

func (pretend) Send(_ context.Context, draft *drafts.Draft, _ ticket.Ticket) (<-chan compose.Progress, error) {
	updates := make(chan compose.Progress)
	go func() {
		defer close(updates)
		time.Sleep(2 * time.Second)
		updates <- compose.Progress{Stage: compose.Taken}
	}()
	return updates, nil
}
