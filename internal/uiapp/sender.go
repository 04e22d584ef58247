package uiapp

import (
	"context"

	"ticketpp/internal/compose"
	"ticketpp/internal/config"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/drafts"
	"ticketpp/internal/handover"
	"ticketpp/internal/history"
	"ticketpp/internal/outbox"
	"ticketpp/internal/secret"
	"ticketpp/internal/ticket"
)

// QueueSender is the Sender that puts tickets into the queue.
func QueueSender(h Home) (Sender, error) {
	data := config.Paths(h.Options).Data
	known, err := history.Open(data)
	if err != nil {
		return nil, err
	}
	d := &dispatch.Dispatcher{
		Drafts: h.Drafts, Texts: h.Texts, Vault: &secret.Vault{}, Log: h.Log, History: known,
		Settings: func() *config.Settings { return h.Settings }, Data: data,
	}
	d.Queue, err = outbox.Open(data, outbox.WithLog(h.Log), outbox.OnChange(d.Record))
	if err != nil {
		return nil, err
	}
	lookFirst(d)
	return &queueSender{&handover.Counter[compose.Progress]{Dispatch: d, As: asStep}}, nil
}

// queueSender follows the form's ticket, or the word about one, in the window's
// own terms.
type queueSender struct {
	*handover.Counter[compose.Progress]
}

// Send puts the draft into the queue and follows what becomes of it.
func (s *queueSender) Send(ctx context.Context, draft *drafts.Draft, _ ticket.Ticket) (<-chan compose.Progress, error) {
	return s.Counter.Send(ctx, draft)
}

// asStep is a step as the form says it.
func asStep(p handover.Progress) compose.Progress {
	return compose.Progress{
		Stage: compose.Stage(p.Stage), Answer: p.Answer, Reason: p.Reason, Sent: p.Sent, Total: p.Total, HandOff: p.HandOff, File: p.File,
	}
}
