package agent

import (
	"context"
	"time"

	"ticketpp/internal/history"
	"ticketpp/internal/ticket"
)

// lateFor is how long after its sending a ticket is still waited for in the
// menu; the list shows it for ever.
const lateFor = 7 * 24 * time.Hour

// awaitConfirmations looks for the confirmation when its time is over, and
// tells the user once that it has not come: "sent, not confirmed yet", with
// the phone number, never "failed" (Project++: a confirmation within 5
// minutes). Where no mailbox can be read nobody knows whether it has come, and
// nothing is told.
func (a *agent) awaitConfirmations(ctx context.Context) {
	var due <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-a.unconfirmed:
		case <-due:
			if !a.answers.Watching() {
				due = nil // as soon as the mailbox can be read again, somebody says so
				continue
			}
			if err := a.answers.Look(ctx); err == nil {
				a.tellLate(ctx)
			}
		}
		due = nil
		if next := a.nextLate(); next > 0 {
			due = time.After(next)
		}
	}
}

// afterDue is how long after the end of its time a confirmation is looked for,
// and how long after a look that failed again.
const (
	afterDue = 5 * time.Second
	again    = time.Minute
)

// nextLate is how long it is until a ticket's time is over; 0 when none waits.
func (a *agent) nextLate() time.Duration {
	if !a.answers.On() {
		return 0
	}
	now, next := time.Now(), time.Duration(0)
	for _, s := range a.waitingForNumber() {
		desk, ok := a.desk(s.Helpdesk)
		if !ok || s.Waited || desk.ConfirmWithin <= 0 {
			continue
		}
		left := s.SentAt.Add(desk.ConfirmWithin).Sub(now) + afterDue
		if left < afterDue {
			left = again
		}
		if next == 0 || left < next {
			next = left
		}
	}
	return next
}

// waitingForNumber are the tickets that were sent not long ago and have no
// confirmation.
func (a *agent) waitingForNumber() []history.Summary {
	list, err := a.history.List()
	if err != nil {
		a.log.Warn("history not read", "err", err)
	}
	var found []history.Summary
	for _, s := range list {
		if s.State == history.Sent && time.Since(s.SentAt) < lateFor {
			found = append(found, s)
		}
	}
	return found
}

// tellLate tells of the tickets whose time is over, each once.
func (a *agent) tellLate(ctx context.Context) {
	for _, s := range a.waitingForNumber() {
		desk, ok := a.desk(s.Helpdesk)
		if !ok || s.Waited || !s.Unconfirmed(desk, time.Now()) {
			continue
		}
		if err := a.history.MarkWaited(s.ID); err != nil {
			a.log.Warn("history not written", "err", err)
		}
		key := "agent.unconfirmed"
		if desk.Phone == "" {
			key = "agent.unconfirmed-no-phone"
		}
		if time.Since(s.SentAt) < newsFor && a.news.one() {
			a.say(ctx, key, map[string]any{"Subject": s.Subject, "Helpdesk": desk.Name, "Phone": desk.Phone})
		}
	}
	a.touch()
}

// desk returns a helpdesk of the settings.
func (a *agent) desk(id string) (ticket.Helpdesk, bool) {
	for _, h := range a.settings.get().Helpdesks() {
		if h.ID == id {
			return h, true
		}
	}
	return ticket.Helpdesk{}, false
}
