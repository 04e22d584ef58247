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
	"ticketpp/internal/history"
	"ticketpp/internal/instance"
	"ticketpp/internal/mail"
	"ticketpp/internal/opener"
	"ticketpp/internal/outbox"
	"ticketpp/internal/secret"
	"ticketpp/internal/ticket"
)

// outcomePatience is how long the window follows a ticket that it handed over
// and that does not get on. The ticket is safe by then; the icon tells the rest.
const outcomePatience = 30 * time.Second

// stepsKept is how many steps of a ticket wait for the form at most.
const stepsKept = 4

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
	return &queueSender{data: data, d: d}, nil
}

type queueSender struct {
	d         *dispatch.Dispatcher
	data      string
	last      string // id of the ticket that was sent last
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
	s.last = it.ID
	steps := make(chan compose.Progress, stepsKept)
	steps <- compose.Progress{Stage: compose.Sending}
	s.following.Go(func() {
		defer close(steps)
		steps <- s.follow(ctx, it.ID, func(p compose.Progress) { offer(steps, p) })
	})
	return steps, nil
}

// offer adds a step on the way, unless only the outcome's place is left: the
// form may be closed, and nobody take the steps any more.
func offer(steps chan<- compose.Progress, p compose.Progress) bool {
	if len(steps) >= stepsKept-1 {
		return false
	}
	steps <- p
	return true
}

// follow sees to it that somebody delivers the item, and waits for the outcome
// of the first attempt as long as it gets on. A delivery of this process's own
// goes on to its end, whoever looks: on a slow line it may take minutes.
func (s *queueSender) follow(ctx context.Context, id string, tell func(compose.Progress)) compose.Progress {
	if n, _ := instance.Broadcast(s.data, instance.Kick); n == 0 {
		s.following.Go(func() {
			if err := s.d.DeliverOnce(ctx, id); err != nil && !errors.Is(err, outbox.ErrBusy) {
				s.d.Log.Error("not delivered by the window", "ticket", id, "err", err)
			}
		})
	}
	if it, err := s.d.Queue.Get(id); err == nil && s.d.CanHandOff(it) {
		return s.progress(it) // without a server there is no answer to wait for
	}
	looking, cancel := context.WithCancel(ctx)
	defer cancel()
	patience := time.AfterFunc(outcomePatience, cancel)
	defer patience.Stop()
	it, err := s.d.Follow(looking, id, 0, func(sent, total int64) {
		patience.Reset(outcomePatience)
		tell(compose.Progress{Stage: compose.Sending, Sent: sent, Total: total})
	})
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
	case outbox.Sending:
		p.Stage = compose.Sending
	case outbox.Sent:
		p.Stage = compose.Taken
	case outbox.Paused:
		p.Stage = compose.Paused
	case outbox.Failed:
		p.Stage = compose.Refused
	}
	if p.HandOff = s.d.CanHandOff(it); p.HandOff && it.State != outbox.Failed {
		p.Stage, p.Answer = compose.Paused, ""
		p.Reason = s.d.Texts.Get("mail.reason." + string(mail.ReasonNoServer))
	}
	return p
}

// HandOff opens the ticket in the user's own mail program. The window may be
// closed meanwhile: the process stays until that has the ticket.
func (s *queueSender) HandOff(ctx context.Context) compose.Progress {
	s.following.Add(1)
	defer s.following.Done()
	path, err := s.d.HandOff(ctx, s.last, opener.OpenMail)
	if err == nil {
		_, _ = instance.Broadcast(s.data, instance.Kick) // the icon shows the queue
		return compose.Progress{Stage: compose.Opened, File: path}
	}
	s.d.Log.Warn("not handed to the mail program", "ticket", s.last, "err", err)
	if errors.Is(err, opener.ErrNoMailProgram) {
		return compose.Progress{Stage: compose.Unopened, File: path, HandOff: true}
	}
	it, lost := s.d.Queue.Get(s.last) // closed there, or gone by itself meanwhile
	if lost != nil {
		s.d.Log.Error("ticket not found", "ticket", s.last, "err", lost)
	}
	p := s.progress(it)
	if path == "" && p.HandOff {
		p.Reason = s.d.Texts.Get("compose.after.unmade")
	}
	return p
}
