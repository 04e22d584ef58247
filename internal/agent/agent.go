// Package agent runs from logon to logoff: the icon, the windows that it
// starts, and the queue. It wires the rooms together and decides what follows
// what; it must not know Fyne's toolkit.
package agent

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"sync"
	"sync/atomic"

	"ticketpp/internal/answers"
	"ticketpp/internal/capture"
	"ticketpp/internal/config"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/drafts"
	"ticketpp/internal/eventlog"
	"ticketpp/internal/history"
	"ticketpp/internal/instance"
	"ticketpp/internal/l10n"
	"ticketpp/internal/logfile"
	"ticketpp/internal/notify"
	"ticketpp/internal/outbox"
	"ticketpp/internal/secret"
	"ticketpp/internal/tray"
)

// ErrRunning: another agent serves this session and data folder; it has been
// told.
var ErrRunning = errors.New("already running")

// Options say which agent to run.
type Options struct {
	Where   config.Options
	Version string
	Window  string    // path of the window program
	Program string    // path of this program, to be started again after an upgrade; "": never
	Err     io.Writer // plain sentences for whoever started the agent by hand
}

// agent is the state of one run. The loop in run owns everything that has no
// lock of its own.
type agent struct {
	Options
	log      *slog.Logger
	settings *watchedSettings
	texts    *l10n.Texts
	drafts   *drafts.Store
	queue    *outbox.Queue
	dispatch *dispatch.Dispatcher
	history  *history.Store
	answers  *answers.Answers
	delivery delivery

	looks       chan struct{}   // look into the mailbox
	unconfirmed chan struct{}   // another ticket may wait for its confirmation
	changed     chan struct{}   // something that the icon shows may have changed
	work        chan struct{}   // something was done that needed memory
	states      chan tray.State // to the tray
	launching   sync.Mutex      // one window opens at a time
	signing     sync.Mutex      // held while the user logs in
	handing     sync.Mutex      // held while a ticket is opened in the user's mail program
	windows     sync.WaitGroup
	watching    atomic.Int32 // windows on the screen
	again       atomic.Bool  // to be started again when it has ended
	software    atomic.Bool  // windows are drawn by computing: an administrator's OpenGL
	noOpenGL    atomic.Bool  // no window could be drawn: the browser is asked at once
	front       front        // the forms among them that are being written
	menu        capture.Menu // the icon's
	ahead       ahead        // a form that was started when the menu opened
	problem     problem      // of the queue
	folder      problem      // of the data folder
	told        told
	list        ticketsWindow
	news        newsLimit
	board       notify.Board // the messages that are shown
}

// Run runs the agent until ctx ends or the user quits.
func Run(ctx context.Context, o Options) error {
	place, err := instance.Enter(ctx, config.Paths(o.Where).Data, instance.Show)
	if errors.Is(err, instance.ErrRunning) {
		return ErrRunning
	}
	if err != nil {
		return err
	}
	defer place.Close()
	a, err := open(o)
	if err != nil {
		cannotStart(ctx, err)
		return err
	}
	err = a.run(ctx, place.Messages())
	if a.again.Load() && err == nil && ctx.Err() == nil {
		_ = place.Close() // for the next one
		return startAgain(o.Program)
	}
	return err
}

// cannotStart tells the user at logon, when nobody reads standard error.
func cannotStart(ctx context.Context, err error) {
	said := err.Error()
	if cause := errors.Unwrap(err); cause != nil {
		said += ": " + cause.Error()
	}
	eventlog.Report("the agent cannot start: " + said)
	if texts, e := l10n.New(""); e == nil {
		// Without a notification the error itself is all there is.
		_ = new(notify.Board).Send(ctx, texts.Get("agent.no-start.title"), err.Error())
	}
}

// open reads the settings and opens the rooms.
func open(o Options) (*agent, error) {
	settings, err := config.Load(o.Where)
	if settings == nil || err != nil {
		return nil, err
	}
	texts, err := l10n.New(settings.Language)
	if err != nil {
		return nil, err
	}
	data := config.Paths(o.Where).Data
	a := &agent{
		Options: o, texts: texts, changed: make(chan struct{}, 1), work: make(chan struct{}, 1), states: make(chan tray.State, 1),
		looks: make(chan struct{}, 1), unconfirmed: make(chan struct{}, 1),
	}
	a.ahead.form.Unwanted = a.worked
	if a.drafts, err = drafts.Open(data); err != nil {
		return nil, dispatch.Unusable(texts, err)
	}
	a.log = slog.New(eventlog.Wrap(logfile.New(data, settings.LogLevel).Handler(), "settings", "no window"))
	a.settings = &watchedSettings{where: o.Where, texts: texts, now: settings}
	if a.queue, err = outbox.Open(data, outbox.WithLog(a.log), outbox.OnChange(a.moved), outbox.OnTrouble(a.trouble)); err != nil {
		return nil, dispatch.Unusable(texts, err)
	}
	if a.history, err = history.Open(data); err != nil {
		return nil, dispatch.Unusable(texts, err)
	}
	a.dispatch = &dispatch.Dispatcher{
		Drafts: a.drafts, Queue: a.queue, Texts: texts, Vault: &secret.Vault{}, Log: a.log,
		Settings: a.settings.get, Data: data, History: a.history, Confirmed: a.confirmed,
	}
	a.answers = &answers.Answers{
		History: a.history, Settings: a.settings.get, Log: a.log, OnNews: a.heard, OnTrouble: a.mailboxTrouble,
		Password: a.dispatch.Password, Token: a.dispatch.ReadToken,
	}
	return a, nil
}

// run is the agent's life.
func (a *agent) run(ctx context.Context, messages <-chan instance.Message) error {
	ctx, quit := context.WithCancel(ctx)
	defer quit()
	a.log.Info("agent started", "version", a.Version)
	// What a library writes by itself is for the log, not for a terminal.
	log.SetFlags(0)
	log.SetOutput(logfile.Lines(a.log, "library"))
	for _, p := range a.settings.get().Problems() {
		a.log.Warn("settings", "problem", p.Error())
		fmt.Fprintln(a.Err, "trayapp: "+p.Message(func(key string, vars map[string]any) string { return a.texts.Get(key, vars) }))
	}
	a.checkFolder()
	if err := a.dispatch.Complete(); err != nil {
		a.log.Error("hand-over not completed", "err", err)
	}
	if left, _ := a.drafts.Left(); len(left) > 0 {
		key := "agent.left"
		if left[0].Damaged {
			key = "agent.left-damaged"
		}
		a.say(ctx, key, nil)
	}
	if r, ok := a.leftReply(); ok {
		a.say(ctx, "agent.left-reply", map[string]any{"Number": r.FollowUp.Number})
	}
	var parts sync.WaitGroup
	parts.Go(func() { a.deliver(ctx) })
	parts.Go(func() { a.show(ctx, quit) })
	parts.Go(func() { a.follow(ctx) })
	parts.Go(func() { a.sweep(ctx) })
	parts.Go(func() { a.watchNetwork(ctx) })
	parts.Go(func() { a.watchSettings(ctx) })
	parts.Go(func() { a.readAnswers(ctx) })
	parts.Go(func() { a.watchHistory(ctx) })
	parts.Go(func() { a.awaitConfirmations(ctx) })
	parts.Go(func() { a.readArticles(ctx) })
	parts.Go(func() { a.followProgram(ctx, quit) })
	a.touch()
	a.listen(ctx, quit, messages)
	quit()
	parts.Wait()
	a.windows.Wait()
	a.log.Info("agent ended")
	return nil
}

// listen obeys messages from other processes until the agent ends.
func (a *agent) listen(ctx context.Context, quit func(), messages <-chan instance.Message) {
	for {
		select {
		case <-ctx.Done():
			return
		case m, ok := <-messages:
			if !ok {
				return
			}
			a.log.Debug("message", "message", string(m))
			switch m {
			case instance.Kick:
				a.delivery.kick()
				a.touch()
			case instance.New:
				a.windows.Go(func() { a.newTicket(ctx) })
			case instance.Browse:
				a.windows.Go(func() { a.newInBrowser(ctx) })
			case instance.Show:
				a.say(ctx, "agent.running", nil)
			case instance.Clear:
				a.windows.Go(func() { a.board.Clear(ctx) })
			case instance.Look:
				if a.settings.refresh(a.log) {
					a.touch()
				}
				a.look()
			case instance.Quit:
				quit()
			default:
				if draft, ok := m.Draft(); ok {
					a.windows.Go(func() { a.resumeReply(ctx, draft) })
				}
			}
		}
	}
}

// show keeps the icon beside the clock.
func (a *agent) show(ctx context.Context, quit func()) {
	err := tray.Run(ctx, a.texts, tray.Callbacks{
		OnMenu:    func() { a.prepare(ctx) },
		OnNew:     func() { a.windows.Go(func() { a.newTicket(ctx) }) },
		OnResume:  func() { a.windows.Go(func() { a.resume(ctx) }) },
		OnSignIn:  func() { a.windows.Go(func() { a.signIn(ctx) }) },
		OnRetry:   a.retry,
		OnEdit:    func() { a.windows.Go(func() { a.edit(ctx) }) },
		OnTickets: func() { a.windows.Go(func() { a.showTickets(ctx, "", "") }) },
		OnTicket:  func(id string) { a.windows.Go(func() { a.showTickets(ctx, id, "") }) },
		OnReply:   func(id string) { a.windows.Go(func() { a.resumeReply(ctx, id) }) },
		OnLook:    a.look,
		OnMail:    func() { a.windows.Go(func() { a.handOff(ctx) }) },
		OnOpen:    func(target string) { a.openTarget(ctx, target) },
		OnQuit:    quit,
		OnHost:    a.hostChanged,
	}, a.states)
	if err != nil && ctx.Err() == nil {
		a.log.Error("tray", "err", err)
		fmt.Fprintln(a.Err, "trayapp: "+a.texts.Get("agent.tray-failed"))
		if errors.Is(err, tray.ErrStuck) {
			a.stuck(quit)
		}
	}
}

// hostChanged says when the desktop cannot show the icon, and what to do.
func (a *agent) hostChanged(err error) {
	if err == nil {
		a.log.Info("icon shown")
		return
	}
	a.log.Warn("no icon", "err", err)
	fmt.Fprintln(a.Err, "trayapp: "+a.texts.Get("agent.no-tray"))
}
