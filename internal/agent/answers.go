package agent

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"ticketpp/internal/answers"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/history"
	"ticketpp/internal/mailbox"
	"ticketpp/internal/outbox"
)

// readAnswers reads the helpdesks' answers until ctx ends. First the history
// learns what the queue knows, for an answer finds its ticket there.
func (a *agent) readAnswers(ctx context.Context) {
	if err := a.dispatch.Reconcile(); err != nil {
		a.log.Warn("history not brought in step with the queue", "err", err)
	}
	a.history.Rest()
	a.touch()
	a.answers.Watch(ctx, a.looks)
}

// look reads the mailbox soon.
func (a *agent) look() {
	select {
	case a.looks <- struct{}{}:
	default:
	}
}

// mailboxTrouble follows what keeps us from the mailbox. Only a login is for
// the user to mend; without a network nobody wants to hear of it.
func (a *agent) mailboxTrouble(why mailbox.Reason) {
	a.touch()
	if why == mailbox.ReasonAuth {
		go a.say(context.Background(), "agent.mailbox-login", nil)
	}
}

// watchHistory follows what other processes change in the history: a window
// in which a ticket was read, a number that was typed.
func (a *agent) watchHistory(ctx context.Context) {
	for range a.history.Watch(ctx) {
		a.touch()
	}
}

// confirmed looks whether a mail that was perhaps delivered has its
// confirmation.
func (a *agent) confirmed(ctx context.Context, it outbox.Item) (bool, error) {
	found, err := a.answers.Arrived(ctx, dispatch.About(it), it.MessageID)
	if errors.Is(err, answers.ErrNoMailbox) {
		err = dispatch.ErrCannotLook
	}
	return found, err
}

// wasHeard reports whether the helpdesk has said something about a mail that
// it can only say when it has it.
func (a *agent) wasHeard(it outbox.Item) bool {
	r, err := a.history.Get(dispatch.About(it))
	return err == nil && r.Arrived(it.MessageID)
}

// maxNews is how many answers are told one by one within a minute: after a
// holiday one look may find many.
const maxNews = 4

// heard follows an answer: the user is told, a mail that was perhaps delivered
// is known to have been, and the menu changes.
func (a *agent) heard(n answers.News) {
	defer a.touch()
	if n.After.Arrived(n.Mail.InReplyTo) {
		a.arrived(n.After.ID, n.Mail.InReplyTo)
	}
	key := newsKey(n)
	if key == "" || time.Since(n.Mail.At) > newsFor || !a.news.one() {
		return
	}
	vars := map[string]any{
		"Number": n.After.Number, "Subject": n.After.Ticket.Subject, "Helpdesk": n.Helpdesk.Name, "Phone": n.Helpdesk.Phone,
		"Reason": a.sentence(n.Mail.Detail),
	}
	go a.say(context.Background(), key, vars)
}

// sentence is somebody else's words as a sentence among ours.
func (a *agent) sentence(s string) string {
	s = strings.TrimSpace(s)
	switch {
	case s == "":
		return a.texts.Get("agent.no-reason")
	case strings.ContainsAny(s[len(s)-1:], ".!?"):
		return s
	}
	return s + "."
}

// newsFor is how old an answer may be and still be news.
const newsFor = 24 * time.Hour

// newsKey is the key of what there is to say of an answer, or "".
func newsKey(n answers.News) string {
	switch {
	case n.Refused() && n.After.State == history.Failed:
		return "agent.answer-" + string(n.Mail.Kind)
	case n.Refused():
		return "agent.answer-later-refused"
	case n.Mail.Kind == history.Question, n.Mail.Kind == history.Suspends, n.Mail.Kind == history.Resolves, n.Mail.Kind == history.Answered:
		return "agent.answer-" + string(n.Mail.Kind)
	case n.Numbered():
		return "agent.answer-confirmed"
	}
	return ""
}

// arrived tells the queue that a mail which it still has is at the helpdesk.
func (a *agent) arrived(of, messageID string) {
	r, err := a.history.Get(of)
	if err != nil {
		return
	}
	for _, e := range r.Conversation {
		if !e.Ours || e.MessageID != messageID || e.State == history.Sent {
			continue
		}
		err := a.queue.Confirmed(e.Key)
		if err == nil {
			it, gerr := a.queue.Get(e.Key)
			if err = gerr; err == nil {
				a.dispatch.Record(it)
			}
		}
		if err != nil && !errors.Is(err, outbox.ErrBusy) && !errors.Is(err, outbox.ErrNotFound) {
			a.log.Warn("confirmed ticket still in the queue", "ticket", e.Key, "err", err)
		}
	}
}

// newsLimit counts what was told within a minute.
type newsLimit struct {
	mu    sync.Mutex
	times []time.Time
}

// one reports whether there is room for one more.
func (l *newsLimit) one() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	for len(l.times) > 0 && now.Sub(l.times[0]) > time.Minute {
		l.times = l.times[1:]
	}
	if len(l.times) >= maxNews {
		return false
	}
	l.times = append(l.times, now)
	return true
}
