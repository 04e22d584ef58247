package uiapp

import (
	"context"
	"image"
	"io"
	"log/slog"
	"strings"
	"sync"

	"fyne.io/fyne/v2"

	"ticketpp/assets"
	"ticketpp/internal/coach"
	"ticketpp/internal/compose"
	"ticketpp/internal/config"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/drafts"
	"ticketpp/internal/history"
	"ticketpp/internal/kb"
	"ticketpp/internal/l10n"
	"ticketpp/internal/launch"
	"ticketpp/internal/opener"
	"ticketpp/internal/rules"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
)

// composer is the process while it shows the form.
type composer struct {
	home    Home
	left    string // id of an earlier draft that is offered
	mu      sync.Mutex
	draft   *drafts.Draft  // guarded by mu: the form may take up another
	coming  chan struct{}  // guarded by mu; closed when draft is there that the agent still has open; nil: none is awaited
	look    *drafts.Look   // what can be read of it until then
	history *history.Store // guarded by mu; nil until it is asked for
	sender  Sender
	makes   func(Home) (Sender, error)
	status  int
	fresh   bool      // the draft was made for this window: nobody left it half-way
	out     io.Writer // to the agent
	log     *slog.Logger
}

// prepared is what is read while the graphics driver loads.
type prepared struct {
	settings *config.Settings
	texts    *l10n.Texts
	err      error
}

func prepare(o config.Options, log *slog.Logger) prepared {
	settings, err := config.Load(o)
	if err != nil {
		log.Warn("settings", "err", err) // what could be read holds
	}
	texts, err := l10n.New(settings.Language)
	return prepared{settings: settings, texts: texts, err: err}
}

// composeWindow shows the form for a draft. What takes long is done side by
// side, and before the agent has captured the screens: the graphics driver on
// this thread, settings, texts and fonts on others. The agent may start it
// before the user has asked for a form at all; then the draft is named later.
func composeWindow(p Process, a arguments, makes func(Home) (Sender, error)) int {
	log := p.logger()
	p.mark(log, "begin")
	collect := withoutCollector()
	options := config.Options{ConfigFile: a.config, DataDir: a.data}
	ready := make(chan prepared, 1)
	go func() { ready <- prepare(options, log) }()

	app := window.NewApp(icon())
	warm := make(chan struct{})
	go func() { window.WarmUp(); close(warm) }()
	release, err := p.openGL()
	<-warm
	if err != nil {
		log.Error("no window", "err", err)
		return window.ExitNoOpenGL
	}
	p.mark(log, "opengl")
	pre := <-ready
	if pre.err != nil {
		log.Error("texts", "err", pre.err)
		return 1
	}
	p.speak(pre.texts, log)
	c := &composer{log: log, makes: makes, out: p.Out, fresh: a.fresh, home: Home{Options: options, Settings: pre.settings, Texts: pre.texts, Log: log}}
	form := compose.New(app, c.options(func() {
		window.SayReady(p.Out, p.Version)
		p.mark(log, "ready")
		release()
		collect()
	}))
	p.mark(log, "form")

	app.Lifecycle().SetOnStarted(func() {
		p.mark(log, "running")
		if a.wait {
			form.DrawUnseen()
			p.mark(log, "drawn")
		}
		go func() {
			show := c.await(form, window.NewOrders(p.In), a.draft)
			p.mark(log, "captured")
			fyne.Do(func() {
				if show == nil {
					app.Quit()
					return
				}
				show()
				p.mark(log, "shown")
			})
		}()
	})
	app.Run()
	if err := form.End(); err != nil { // ended by a signal, at the end of the session
		log.Warn("not saved at the end", "err", err)
	}
	if c.sender != nil {
		c.sender.Wait()
	}
	return c.status
}

func icon() fyne.Resource {
	data, err := assets.Icons.ReadFile("icons/trayapp-64.png")
	if err != nil {
		return nil
	}
	return fyne.NewStaticResource("trayapp-64.png", data)
}

// hasText reports whether somebody has written in the draft before.
func hasText(t ticket.Ticket) bool {
	return rules.IsBegun(t)
}

// offer shows the newest ticket that was left half-way and can be read.
func (c *composer) offer(form *compose.Form, own string, left []drafts.Summary) {
	for _, l := range left {
		if !l.Damaged && l.ID != own {
			c.left = l.ID
			form.Offer(compose.LeftDraft{Subject: l.Subject, At: l.UpdatedAt})
			return
		}
	}
}

// earlierDrafts lists the drafts that were left, beside the form's own.
func earlierDrafts(data, own string, log *slog.Logger) []drafts.Summary {
	store, err := drafts.Open(data)
	if err != nil {
		return nil // resuming says why
	}
	left, err := store.LeftBeside(own)
	if err != nil {
		log.Warn("earlier drafts", "err", err)
	}
	return left
}

// switchDraft takes up the draft that was offered.
func (c *composer) switchDraft(discard bool) (ticket.Ticket, error) {
	before := c.open()
	other, err := c.home.Drafts.Resume(c.left)
	if err != nil {
		return ticket.Ticket{}, err
	}
	c.mu.Lock()
	c.draft = other
	c.mu.Unlock()
	if discard {
		err = before.Discard()
	} else {
		err = before.Close()
	}
	if err != nil {
		c.log.Warn("leaving a draft for another", "draft", before.ID(), "err", err)
	}
	t := other.Ticket()
	t.Screenshots = sized(other, t.Screenshots)
	return t, nil
}

// save keeps the ticket.
func (c *composer) save(t ticket.Ticket) error {
	draft := c.open()
	t.Screenshots = sized(draft, t.Screenshots)
	return explain(draft.Save(t))
}

func (c *composer) options(firstFrame func()) compose.Options {
	s := c.home.Settings
	o := compose.Options{
		Ticket: likely(s),
		Texts:  c.home.Texts, Helpdesks: s.Helpdesks(), MoreDesks: s.MoreHelpdesks(), Contact: s.User,
		Managed: rules.Managed(s.UserLocked), Bodies: s.Organisation.Bodies, MaxTotal: c.maxTotal(), Icon: icon(), FirstFrame: firstFrame,
		Size:  window.FitScreen(compose.UsualSize()),
		Coach: func(h ticket.Helpdesk) (rules.Coach, error) { return coach.New(c.home.Texts, h) },
		Callbacks: compose.Callbacks{
			Save:        c.save,
			Open:        c.openFile,
			AddFile:     c.addFile,
			AddText:     c.addText,
			AskFiles:    askFiles(c.log),
			Remove:      func(file string) error { return c.open().Remove(file) },
			Pictures:    c.pictures(),
			SaveContact: func(p ticket.Contact) error { return config.SaveUser(c.home.Options, p) },
			Send:        c.send,
			HandOff:     func() compose.Progress { return c.sender.HandOff(context.Background()) },
			Switch:      c.switchDraft,
			Closed:      c.closed,
		},
	}
	if len(s.KB) > 0 {
		a := &kb.Shelf[compose.Suggestion]{Data: config.Paths(c.home.Options).Data, Log: c.log, Page: opener.Page}
		o.Callbacks.Suggest, o.Callbacks.OpenArticle, o.Callbacks.Solved = a.Suggest, a.Open, a.Solved
	}
	o.Callbacks.Similar, o.Callbacks.AddTo = c.similar, c.addTo
	return o
}

// likely is what most forms begin with. The form is made and drawn with it while
// the screens are captured, so that the real ticket has little to change.
func likely(s *config.Settings) ticket.Ticket {
	t := launch.Blank(s)
	screen := window.ScreenSize()
	t.Screenshots = []ticket.Screenshot{{
		File: "shot-1.png", Preview: "preview-1.png", Width: screen.X, Height: screen.Y, Size: 1, Included: true,
		Front: image.Rectangle{Max: screen}.Inset(1), Pointer: &ticket.Pointer{File: "pointer-1.png"},
	}}
	return t
}

// maxTotal is the largest ticket in bytes, as the settings and the servers met
// so far have it.
func (c *composer) maxTotal() int64 {
	return dispatch.SizeLimit(config.Paths(c.home.Options).Data, c.home.Settings)
}

// addFile takes any file that fits into the largest ticket by itself; the
// form says when all of them together are too much.
func (c *composer) addFile(path string) (ticket.Attachment, error) {
	limit := c.maxTotal()
	if limit <= 0 {
		limit = drafts.NoLimit
	}
	a, err := c.open().AddFile(context.Background(), path, limit)
	return a, explain(err)
}

// addText is addFile for a text that the user has pasted.
func (c *composer) addText(name, text string) (ticket.Attachment, error) {
	limit := c.maxTotal()
	if limit <= 0 {
		limit = drafts.NoLimit
	}
	a, err := c.open().AddStream(context.Background(), name, strings.NewReader(text), limit)
	return a, explain(err)
}

// send saves the ticket as it is sent, and hands it over.
func (c *composer) send(t ticket.Ticket) (<-chan compose.Progress, error) {
	draft := c.open()
	if c.sender == nil {
		sender, err := c.makes(c.home)
		if err != nil {
			return nil, explain(err)
		}
		c.sender = sender
	}
	t.Screenshots = sized(draft, t.Screenshots)
	if err := draft.Save(t); err != nil {
		return nil, explain(err)
	}
	updates, err := c.sender.Send(context.Background(), draft, t)
	if err == nil {
		window.SayHanded(c.out)
	}
	return updates, explain(err)
}

// closed ends with the form. A draft that was handed over is the sender's.
func (c *composer) closed(o compose.Outcome) {
	if c.open() == nil {
		return // nobody has asked for the form
	}
	var err error
	switch o {
	case compose.Sent:
		c.status = window.ExitSent
	case compose.Discarded:
		err = c.open().Discard()
	case compose.Left:
		err = c.open().Close()
	case compose.Moved: // to the window with the tickets
	}
	if err != nil {
		c.log.Warn("closing the draft", "outcome", o, "err", err)
	}
}

// explain says in the form's terms what a user can do about an error.
func explain(err error) error {
	if err == nil {
		return nil
	}
	cause, name := dispatch.CauseOf(err)
	return &compose.FileError{Err: err, Reason: compose.FileReason(cause), Name: name}
}
