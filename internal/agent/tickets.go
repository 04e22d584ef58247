package agent

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"ticketpp/internal/answers"
	"ticketpp/internal/drafts"
	"ticketpp/internal/history"
	"ticketpp/internal/l10n"
	"ticketpp/internal/launch"
	"ticketpp/internal/logfile"
	"ticketpp/internal/mailbox"
	"ticketpp/internal/tray"
)

// ticketsWindow is the window with the user's tickets, while it is open.
type ticketsWindow struct {
	mu   sync.Mutex
	open bool
	tell func(line string) // nil until its first frame
	next string            // what it is told then
}

// showTickets opens My tickets on one ticket, on a reply to it that was left,
// or on the list; a window that is open comes to the front.
func (a *agent) showTickets(ctx context.Context, id, draft string) {
	line := strings.TrimSpace("raise " + id)
	w := &a.list
	w.mu.Lock()
	if w.open {
		if w.tell != nil {
			w.tell(line)
		} else {
			w.next = line
		}
		w.mu.Unlock()
		return
	}
	w.open, w.tell, w.next = true, nil, ""
	w.mu.Unlock()
	defer a.touch()
	defer w.closed()
	var more []string
	switch {
	case draft != "":
		more = []string{"--draft", draft}
	case id != "":
		more = []string{"--ticket", id}
	}
	result, err := launch.Window{
		Program: a.Options.Window, Args: launch.GlobalFlags(a.Where), Tell: w.shown, Stderr: logfile.Lines(a.log, "trayapp-ui"),
	}.Open(ctx, "tickets", more...)
	a.log.Info("tickets window ended", "result", result.String(), "err", err)
	switch result {
	case launch.NoWindow:
		a.say(ctx, "agent.no-tickets-window", nil)
	case launch.Crashed:
		if r, ok := a.leftReply(); ok { // else nothing was written that could be lost
			a.say(ctx, "agent.window-crashed-reply", map[string]any{"Number": r.FollowUp.Number})
		}
	case launch.Closed, launch.Sent:
	}
}

// leftReply is the newest further mail about a ticket that was begun and left,
// with something in it.
func (a *agent) leftReply() (drafts.Summary, bool) {
	left, err := a.drafts.FollowUps()
	if err != nil {
		a.log.Warn("drafts not read", "err", err)
	}
	i := slices.IndexFunc(left, func(d drafts.Summary) bool { return d.Written })
	if i < 0 {
		return drafts.Summary{}, false
	}
	return left[i], true
}

// resumeReply opens My tickets on a further mail that was left, and reports
// whether the draft is one.
func (a *agent) resumeReply(ctx context.Context, id string) bool {
	left, err := a.drafts.FollowUps()
	if err != nil {
		a.log.Warn("drafts not read", "err", err)
	}
	i := slices.IndexFunc(left, func(d drafts.Summary) bool { return d.ID == id })
	if i < 0 {
		a.touch()
		return false
	}
	if left[i].Damaged {
		a.salvage(id)
	}
	a.showTickets(ctx, left[i].FollowUp.Of, id)
	return true
}

func (w *ticketsWindow) shown(tell func(string)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tell = tell
	if w.next != "" {
		tell(w.next)
	}
}

func (w *ticketsWindow) closed() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.open, w.tell = false, nil
}

// recentFor is how long a ticket that needs nobody stays in the menu.
const recentFor = 30 * 24 * time.Hour

// showHistory adds to the menu's state what the history knows.
func (a *agent) showHistory(s *tray.State) {
	list, err := a.history.List()
	if err != nil {
		a.log.Warn("history not read", "err", err)
		return
	}
	reads := a.answers.On()
	now := time.Now()
	for _, t := range list {
		if len(s.Recent) < recentInMenu && now.Sub(t.LastAt) < recentFor {
			s.Recent = append(s.Recent, tray.Ticket{
				ID:    strings.Clone(t.ID), // which shares the whole list's memory
				Title: a.title(t), State: a.texts.Get("ticket.state." + string(t.State)),
			})
		}
		switch {
		case t.State == history.Failed && !t.SentAt.IsZero() && t.Redone == "":
			s.Refused++
		case t.State == history.WaitingForYou, t.State == history.Suspended:
			s.Yours++
		case reads && t.State == history.Sent && now.Sub(t.SentAt) < lateFor:
			if desk, ok := a.desk(t.Helpdesk); ok && t.Unconfirmed(desk, now) {
				s.Late++
			}
		}
	}
	if status, err := answers.StatusOf(a.history); reads && err == nil && status.Reason == mailbox.ReasonAuth {
		s.SignIn = s.SignIn || a.canSignInToMailbox()
	}
}

// recentInMenu is how many tickets the menu is given.
const recentInMenu = 6

// title is a ticket as a line of the menu, but for its state.
func (a *agent) title(t history.Summary) string {
	if t.Number == "" {
		return t.Subject
	}
	return a.texts.Get("agent.recent-number", l10n.Vars{"Number": t.Number, "Subject": t.Subject})
}
