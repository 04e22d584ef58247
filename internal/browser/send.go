package browser

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"ticketpp/internal/dispatch"
	"ticketpp/internal/drafts"
	"ticketpp/internal/instance"
	"ticketpp/internal/mail"
	"ticketpp/internal/opener"
	"ticketpp/internal/outbox"
	"ticketpp/internal/webform"
)

// patience is how long the page follows a ticket that was handed over and that
// does not get on. The ticket is safe by then; the icon tells the rest.
const patience = 30 * time.Second

// sender puts the page's ticket into the queue and tells what becomes of it.
type sender struct {
	d      *dispatch.Dispatcher
	log    *slog.Logger
	data   string
	handed func()

	last      string         // id of the ticket that was handed over
	following sync.WaitGroup // what this process delivers: it ends with it
}

// send is the page's way into the queue.
func (s *sender) send(ctx context.Context, draft *drafts.Draft) (<-chan webform.Progress, error) {
	it, err := s.d.Submit(draft)
	if err != nil {
		return nil, err
	}
	s.last = it.ID
	if s.handed != nil {
		s.handed()
	}
	steps := make(chan webform.Progress, 1)
	s.following.Go(func() {
		defer close(steps)
		p := s.follow(ctx, it.ID, func(p webform.Progress) { replace(steps, p) })
		replace(steps, p)
	})
	return steps, nil
}

// replace puts the newest step in the place of one that nobody took.
func replace(steps chan webform.Progress, p webform.Progress) {
	select {
	case <-steps:
	default:
	}
	steps <- p
}

// follow sees to it that somebody delivers the item, and waits for the outcome
// of the first attempt as long as it gets on.
func (s *sender) follow(ctx context.Context, id string, tell func(webform.Progress)) webform.Progress {
	if n, _ := instance.Broadcast(s.data, instance.Kick); n == 0 {
		delivering := context.WithoutCancel(ctx) // to its end, whoever looks
		s.following.Go(func() {
			if err := s.d.DeliverOnce(delivering, id); err != nil && !errors.Is(err, outbox.ErrBusy) {
				s.log.Error("not delivered by the form", "ticket", id, "err", err)
			}
		})
	}
	if it, err := s.d.Queue.Get(id); err == nil && s.d.CanHandOff(it) {
		return s.progress(it) // without a server there is no answer to wait for
	}
	looking, cancel := context.WithCancel(ctx)
	defer cancel()
	late := time.AfterFunc(patience, cancel)
	defer late.Stop()
	it, err := s.d.Follow(looking, id, 0, func(sent, total int64) {
		late.Reset(patience)
		tell(webform.Progress{Stage: webform.Sending, Sent: sent, Total: total})
	})
	if err != nil {
		s.log.Error("ticket not followed", "ticket", id, "err", err)
	}
	return s.progress(it)
}

// progress is an item's state as the page says it.
func (s *sender) progress(it outbox.Item) webform.Progress {
	p := webform.Progress{Stage: webform.Waiting, Answer: it.LastError}
	if it.Reason != "" {
		p.Reason = s.d.Texts.Get("mail.reason." + string(it.Reason))
	}
	switch it.State {
	case outbox.Sending:
		p.Stage = webform.Sending
	case outbox.Sent:
		p.Stage = webform.Taken
	case outbox.Paused:
		p.Stage = webform.Paused
	case outbox.Failed:
		p.Stage = webform.Refused
	}
	if p.HandOff = s.d.CanHandOff(it); p.HandOff && it.State != outbox.Failed {
		p.Stage, p.Answer = webform.Paused, ""
		p.Reason = s.d.Texts.Get("mail.reason." + string(mail.ReasonNoServer))
	}
	return p
}

// handOff opens the ticket in the user's own mail program.
func (s *sender) handOff(ctx context.Context) webform.Progress {
	s.following.Add(1)
	defer s.following.Done()
	path, err := s.d.HandOff(ctx, s.last, opener.OpenMail)
	if err == nil {
		_, _ = instance.Broadcast(s.data, instance.Kick) // the icon shows the queue
		return webform.Progress{Stage: webform.Opened, File: path}
	}
	s.log.Warn("not handed to the mail program", "ticket", s.last, "err", err)
	if errors.Is(err, opener.ErrNoMailProgram) {
		return webform.Progress{Stage: webform.Unopened, File: path, HandOff: true}
	}
	it, lost := s.d.Queue.Get(s.last) // closed there, or gone by itself meanwhile
	if lost != nil {
		s.log.Error("ticket not found", "ticket", s.last, "err", lost)
	}
	p := s.progress(it)
	if path == "" && p.HandOff {
		p.Reason = s.d.Texts.Get("compose.after.unmade")
	}
	return p
}
