package agent

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"ticketpp/internal/dispatch"
	"ticketpp/internal/history"
	"ticketpp/internal/l10n"
	"ticketpp/internal/lean"
	"ticketpp/internal/outbox"
	"ticketpp/internal/ticket"
	"ticketpp/internal/tray"
)

// touch says that something which the icon shows may have changed. It never
// blocks.
func (a *agent) touch() {
	select {
	case a.changed <- struct{}{}:
	default:
	}
}

// worked says that memory was used, and nothing changed that is shown.
func (a *agent) worked() {
	select {
	case a.work <- struct{}{}:
	default:
	}
}

// restAfter is how long after the last work the agent gives its memory back.
const restAfter = 5 * time.Second

// follow gives the tray a new state after each change, and goes back to a few
// megabytes when nothing changes any more.
func (a *agent) follow(ctx context.Context) {
	rest := time.NewTimer(restAfter)
	defer rest.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-rest.C:
			a.history.Rest()
			lean.Trim()
		case <-a.work:
			rest.Reset(restAfter)
		case <-a.changed:
			rest.Reset(restAfter)
			if a.settings.refresh(a.log) {
				a.look() // at the mailbox that they name now
			}
			select { // a ticket may have been sent
			case a.unconfirmed <- struct{}{}:
			default:
			}
			if a.folder.get() != "" {
				a.checkFolder() // there may be room again
			}
			s := a.state()
			select { // the tray takes the newest only
			case <-a.states:
			default:
			}
			a.states <- s
		}
	}
}

// state is what the icon and the menu show now.
func (a *agent) state() tray.State {
	s := tray.State{Problem: a.folder.get()}
	if s.Problem == "" {
		s.Problem = a.problem.get()
	}
	settings := a.settings.get()
	for _, h := range settings.Helpdesks() {
		s.Helpdesks = append(s.Helpdesks, tray.Helpdesk{Name: h.Name, Phone: h.Phone, Fax: h.Fax, Portal: h.Portal})
	}
	if s.Problem == "" && len(s.Helpdesks) == 0 {
		s.Problem = a.texts.Get("agent.no-helpdesk")
	}
	if s.Problem == "" && len(settings.SMTP) == 0 {
		s.Problem = a.texts.Get("agent.no-server")
	}
	if wrong := settings.Problems(); s.Problem == "" && len(wrong) > 0 {
		s.Problem = a.texts.Get("agent.settings", l10n.Vars{"Place": filepath.Base(wrong[0].Place())})
	}
	s.Lost = a.lost()
	items, err := a.queue.List()
	if err != nil {
		a.log.Error("queue not read", "err", err)
	}
	for _, it := range items {
		s.SignIn = s.SignIn || a.wantsSignIn(it)
		s.ByMail = s.ByMail || a.dispatch.CanHandOff(it)
		switch it.State {
		case outbox.Paused:
			s.Paused++
		case outbox.Failed:
			s.Failed++
		default:
			s.Waiting++
		}
	}
	left, err := a.drafts.Left()
	if err != nil {
		a.log.Warn("drafts not read", "err", err)
	}
	s.Left = len(left)
	if r, ok := a.leftReply(); ok {
		s.Reply = tray.Ticket{ID: r.ID, Title: a.texts.Get("agent.reply-left", l10n.Vars{"Number": r.FollowUp.Number})}
	}
	a.showHistory(&s)
	return s
}

// lostFor is how long the menu speaks of a ticket that the queue could not read.
const lostFor = 7 * 24 * time.Hour

// lost counts the tickets that the queue could not read and that were not
// written anew since.
func (a *agent) lost() (n int) {
	aside, err := a.queue.Damaged()
	if err != nil {
		a.log.Warn("damaged tickets not read", "err", err)
	}
	for _, d := range aside {
		if time.Since(d.At) > lostFor {
			continue
		}
		if r, err := a.history.Get(d.ID); err == nil && r.State == history.Failed && r.Redone == "" {
			n++
		}
	}
	return n
}

// checkFolder says whether the data folder takes a new ticket, by making one.
func (a *agent) checkFolder() {
	d, err := a.drafts.Create(ticket.Ticket{})
	if err == nil {
		err = d.Discard()
	}
	if err == nil {
		a.folder.clear()
		return
	}
	if a.folder.get() == "" {
		a.log.Error("data folder", "err", err)
		fmt.Fprintln(a.Err, "trayapp: "+dispatch.DataError(a.texts, a.data(), dispatch.Unusable(a.texts, err)).Error())
	}
	a.folder.set(func() string { return dispatch.Unusable(a.texts, err).Error() })
}

// problem is one sentence about something that keeps the agent from its work.
// It is made when it is read: the language may have changed since.
type problem struct {
	mu    sync.Mutex
	words func() string // nil: there is none
}

func (p *problem) get() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.words == nil {
		return ""
	}
	return p.words()
}

func (p *problem) set(words func() string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.words = words
}

func (p *problem) clear() { p.set(nil) }
