package uiapp

import (
	"context"
	"errors"
	"sync"
	"time"

	"ticketpp/internal/compose"
	"ticketpp/internal/config"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/drafts"
	"ticketpp/internal/instance"
	"ticketpp/internal/outbox"
	"ticketpp/internal/secret"
	"ticketpp/internal/ticket"
)

// outcomePatience is how long the window follows a ticket that it handed
// over. The ticket is safe by then; the icon tells the rest.
const outcomePatience = 30 * time.Second

// QueueSender is the Sender that puts tickets into the queue.
func QueueSender(h Home) (Sender, error) {
	data := config.Paths(h.Options).Data
	queue, err := outbox.Open(data, outbox.WithLog(h.Log))
	if err != nil {
		return nil, err
	}
	return &queueSender{data: data, d: &dispatch.Dispatcher{
		Drafts: h.Drafts, Queue: queue, Texts: h.Texts, Vault: &secret.Vault{}, Log: h.Log,
		Settings: func() *config.Settings { return h.Settings }, Data: data,
	}}, nil
}

type queueSender struct {
	d         *dispatch.Dispatcher
	data      string
	following sync.WaitGroup
}

// Wait returns when what this process delivers has an outcome: a window that
// is closed early must not cut its own delivery short.
func (s *queueSender) Wait() { s.following.Wait() }

// Send puts the draft into the queue and follows what becomes of it.
func (s *queueSender) Send(ctx context.Context, draft *drafts.Draft, _ ticket.Ticket) (<-chan compose.Progress, error) {
	it, err := s.d.Submit(draft)
	if err != nil {
		return nil, err
	}
	steps := make(chan compose.Progress, 2)
	steps <- compose.Progress{Stage: compose.Sending}
	s.following.Go(func() {
		defer close(steps)
		ctx, cancel := context.WithTimeout(ctx, outcomePatience)
		defer cancel()
		steps <- s.follow(ctx, it.ID)
	})
	return steps, nil
}

// follow sees to it that somebody delivers the item, and waits for the
// outcome of the first attempt.
func (s *queueSender) follow(ctx context.Context, id string) compose.Progress {
	if n, _ := instance.Broadcast(s.data, instance.Kick); n == 0 {
		if err := s.d.DeliverOnce(ctx, id); err != nil && !errors.Is(err, outbox.ErrBusy) {
			s.d.Log.Error("not delivered by the window", "ticket", id, "err", err)
		}
	}
	it, err := s.d.Await(ctx, id, 0)
	if err != nil {
		s.d.Log.Error("ticket not followed", "ticket", id, "err", err)
	}
	return s.progress(it)
}

// progress is an item's state as the form says it.
func (s *queueSender) progress(it outbox.Item) compose.Progress {
	p := compose.Progress{Stage: compose.Waiting, Answer: it.LastError}
	if it.Reason != "" {
		p.Reason = s.d.Texts.Get("mail.reason." + string(it.Reason))
	}
	switch it.State {
	case outbox.Sent:
		p.Stage = compose.Taken
	case outbox.Paused:
		p.Stage = compose.Paused
	case outbox.Failed:
		p.Stage = compose.Refused
	}
	return p
}
