package agent

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"ticketpp/internal/config"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/history"
	"ticketpp/internal/l10n"
	"ticketpp/internal/launch"
	"ticketpp/internal/logfile"
	"ticketpp/internal/opener"
	"ticketpp/internal/outbox"
)

// newTicket captures the screens and opens the form. A second click while the
// first window is still coming is not a second ticket; while a form is open it
// brings that one to the front, which else would be in the picture.
func (a *agent) newTicket(ctx context.Context) {
	if a.front.raise() {
		return
	}
	if !a.launching.TryLock() {
		return
	}
	a.settings.refresh(a.log)
	a.ahead.holds(a.settings.get())
	if a.byBrowser() {
		a.captureForBrowser(ctx)
		return
	}
	l, gone := a.launcher()
	id, result, err := l.New(ctx)
	gone()
	a.ended(ctx, id, result, err)
}

// resume opens the newest draft that was left.
func (a *agent) resume(ctx context.Context) {
	left, err := a.drafts.Left()
	if err != nil || len(left) == 0 {
		a.touch()
		return
	}
	if left[0].Damaged {
		a.salvage(left[0].ID)
	}
	a.reopen(ctx, left[0].ID)
}

// edit makes the newest refused ticket a draft again and opens it.
func (a *agent) edit(ctx context.Context) {
	items, err := a.queue.List()
	if err != nil {
		a.log.Error("queue not read", "err", err)
	}
	var refused []string
	for _, it := range slices.Backward(items) {
		if it.State == outbox.Failed {
			refused = append(refused, it.ID)
		}
	}
	for _, id := range append(refused, a.refusedLater()...) {
		draft, err := a.dispatch.Edit(id)
		if err != nil {
			a.log.Error("refused ticket not opened", "ticket", id, "err", err)
		}
		if draft != "" {
			a.reopenAny(ctx, draft)
			return
		}
	}
	a.touch()
}

// refusedLater are the tickets that a server took, and the helpdesk did not.
func (a *agent) refusedLater() []string {
	list, err := a.history.List()
	if err != nil {
		a.log.Warn("history not read", "err", err)
	}
	var ids []string
	for _, s := range list {
		if s.State == history.Failed && !s.SentAt.IsZero() && s.Redone == "" {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

// reopenAny opens a draft in the window to which it belongs: a further mail
// about a ticket stands beside that ticket.
func (a *agent) reopenAny(ctx context.Context, id string) {
	if !a.resumeReply(ctx, id) {
		a.reopen(ctx, id)
	}
}

// salvage keeps what can still be read of a damaged draft, so that it opens.
func (a *agent) salvage(id string) {
	d, err := a.drafts.Salvage(id)
	if err == nil {
		err = d.Close()
	}
	a.log.Warn("damaged draft", "draft", id, "err", err)
}

// reopen opens a window on a draft that is there.
func (a *agent) reopen(ctx context.Context, id string) {
	if !a.launching.TryLock() {
		return
	}
	if a.byBrowser() {
		a.showInBrowser(ctx, id, "")
		return
	}
	l, gone := a.launcher()
	result, err := l.Resume(ctx, id)
	gone()
	a.ended(ctx, id, result, err)
}

// launcher returns a launcher for one window, and what is to be called when
// the window has ended. The next one may be launched once this one is seen.
func (a *agent) launcher() (launch.Launcher, func()) {
	once := sync.OnceFunc(func() {
		a.launching.Unlock()
		a.touch() // the pictures are on the disk: their memory can go
	})
	seen := false
	open := new(openForm)
	l := a.capturer()
	l.Window = a.formWindow()
	l.Window.Waiting = &a.ahead.form
	l.Window.Shown = func(raise func()) {
		seen = true
		a.watching.Add(1)
		open.raise = raise
		a.front.open(open)
		once()
	}
	l.Window.Handed = func() { a.front.closed(open) }
	return l, func() {
		a.front.closed(open)
		once()
		if seen {
			a.watching.Add(-1)
		}
	}
}

// capturer is a launcher that still lacks a window. What the agent shows itself
// does not come into its pictures.
func (a *agent) capturer() launch.Launcher {
	l := launch.ForSettings(a.settings.get(), a.drafts, a.Version, a.log)
	l.Clear, l.Menu = a.board.Clear, &a.menu
	return l
}

// formWindow is the program that shows the form.
func (a *agent) formWindow() launch.Window {
	return launch.Window{
		Program: a.Options.Window, Args: launch.GlobalFlags(a.Where), Software: &a.software, Stderr: logfile.Lines(a.log, "trayapp-ui"),
	}
}

// ended follows a window's end.
func (a *agent) ended(ctx context.Context, id string, result launch.Result, err error) {
	a.log.Info("window ended", "draft", id, "result", result.String(), "err", err)
	defer a.touch()
	switch result {
	case launch.Sent:
		a.delivery.kick()
	case launch.Crashed:
		a.say(ctx, "agent.window-crashed", nil)
	case launch.NoWindow:
		if errors.Is(err, launch.ErrNoScreen) { // and so no draft
			a.say(ctx, "agent.no-screen", nil)
			return
		}
		a.log.Warn("no window", "err", err)
		a.withoutWindow(ctx, id, err)
	case launch.Closed:
		if id == "" && err != nil {
			a.checkFolder()
			a.say(ctx, "agent.no-draft", map[string]any{"Reason": a.orPhone(dispatch.Unusable(a.texts, err).Error())})
		}
	}
}

// mailInstead offers a draft as a mail in the user's own mail program, for
// want of a window.
func (a *agent) mailInstead(ctx context.Context, id string, cause error) {
	key := "agent.no-window"
	if errors.Is(cause, launch.ErrNoOpenGL) || a.noOpenGL.Load() {
		key = "agent.no-opengl"
	}
	path, err := a.dispatch.ExportDraft(a.data(), id)
	if err != nil {
		a.log.Error("draft not offered as a mail", "draft", id, "err", err)
		a.say(ctx, key+"-kept", nil)
		return
	}
	a.sayOpened(ctx, key, path, func() error { return opener.OpenMail(ctx, dispatch.MailFile(path)) })
}

// openPatience is how long a mail program is waited for before it is said that
// the mail opens there: longer than it takes to find that there is none. Where
// the program has a dialog of its own, it ends with the user.
const openPatience = 25 * time.Second

// sayOpened says whether the user's mail program has a mail or where its file
// lies: only once that is known, for one of the two is not true.
func (a *agent) sayOpened(ctx context.Context, key, path string, open func() error) {
	vars := map[string]any{"File": path}
	opens := time.AfterFunc(openPatience, func() { a.say(ctx, key, vars) })
	err := open()
	early := opens.Stop()
	if err != nil {
		a.log.Warn("mail file not opened", "file", path, "err", err)
	}
	switch {
	case ctx.Err() != nil:
	case err != nil:
		a.say(ctx, key+"-file", vars)
	case early:
		a.say(ctx, key, vars)
	}
}

// say tells the user something: as a notification where the desktop has one,
// and for whoever started the agent by hand.
func (a *agent) say(ctx context.Context, key string, vars map[string]any) {
	title, text := a.texts.Get(key+".title", vars), a.texts.Get(key+".text", vars)
	fmt.Fprintf(a.Err, "trayapp: %s. %s\n", title, text)
	if err := a.board.Send(ctx, title, text); err != nil {
		a.log.Info("no notification", "key", key, "err", err)
	}
}

// openTarget opens a helpdesk's portal or phone number.
func (a *agent) openTarget(ctx context.Context, target string) {
	if err := opener.URL(ctx, target); err != nil {
		a.log.Warn("not opened", "err", err)
		a.say(ctx, "agent.not-opened", map[string]any{"Target": target})
	}
}

// data is the data folder.
func (a *agent) data() string { return config.Paths(a.Where).Data }

// orPhone adds to the words of what does not work how the helpdesk can be
// reached all the same, where it is clear which one.
func (a *agent) orPhone(words string) string {
	desk, ok := a.settings.get().OnlyHelpdesk()
	if !ok || desk.Phone == "" {
		return words
	}
	return words + " " + a.texts.Get("agent.no-draft.phone", l10n.Vars{"Helpdesk": desk.Name, "Phone": desk.Phone})
}
