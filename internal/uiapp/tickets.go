package uiapp

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"time"

	"ticketpp/internal/answers"
	"ticketpp/internal/coach"
	"ticketpp/internal/config"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/drafts"
	"ticketpp/internal/history"
	"ticketpp/internal/l10n"
	"ticketpp/internal/mytickets"
	"ticketpp/internal/opener"
	"ticketpp/internal/outbox"
	"ticketpp/internal/picture"
	"ticketpp/internal/secret"
	"ticketpp/internal/ticket"
	"ticketpp/internal/window"
)

// clerk is the process while it shows the user's tickets.
type clerk struct {
	home     Home
	data     string
	history  *history.Store
	queue    *outbox.Queue
	dispatch *dispatch.Dispatcher
	answers  *answers.Answers
	pending  *pending
	log      *slog.Logger
}

// ticketsWindow shows the user's tickets.
func ticketsWindow(p Process, a arguments, makes func(Home) (Sender, error)) int {
	log := p.logger()
	options := config.Options{ConfigFile: a.config, DataDir: a.data}
	ready := make(chan prepared, 1)
	go func() { ready <- prepare(options, log) }()
	collect := withoutCollector()
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
	c, err := newClerk(Home{Options: options, Settings: pre.settings, Texts: pre.texts, Log: log}, makes)
	if err != nil {
		log.Error("tickets", "err", err)
		return 1
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	o := c.options(ctx, a)
	o.FirstFrame = func() {
		window.SayReady(p.Out, p.Version)
		p.mark(log, "ready")
		release()
		collect()
	}
	w := mytickets.New(app, o)
	p.mark(log, "window")
	go window.Listen(p.In, func(word, id string) {
		if word != raiseLine {
			return
		}
		if id != "" {
			w.Choose(id)
		}
		w.Raise()
	})
	go c.catchUp()
	app.Lifecycle().SetOnStarted(w.Show)
	app.Run()
	w.End()
	c.pending.wait()
	return window.ExitClosed
}

// raiseLine is the agent's word that the window is to come to the front; the
// id of a ticket that is to be shown may follow.
const raiseLine = "raise"

func newClerk(h Home, makes func(Home) (Sender, error)) (*clerk, error) {
	c := &clerk{home: h, data: config.Paths(h.Options).Data, log: h.Log}
	var err error
	if c.home.Drafts, err = drafts.Open(c.data); err != nil {
		return nil, err
	}
	if c.history, err = history.Open(c.data); err != nil {
		return nil, err
	}
	if c.queue, err = outbox.Open(c.data, outbox.WithLog(h.Log)); err != nil {
		return nil, err
	}
	settings := func() *config.Settings { return c.home.Settings }
	c.dispatch = &dispatch.Dispatcher{
		Drafts: c.home.Drafts, Queue: c.queue, Texts: h.Texts, Vault: &secret.Vault{}, Log: h.Log,
		Settings: settings, Data: c.data, History: c.history,
	}
	c.answers = &answers.Answers{
		History: c.history, Settings: settings, Log: h.Log, Password: c.dispatch.Password, Token: c.dispatch.ReadToken,
	}
	c.pending = &pending{clerk: c, makes: makes}
	return c, nil
}

// catchUp brings the history in step with the queue: tickets that were sent
// before there was a history are in it too.
func (c *clerk) catchUp() {
	if err := c.dispatch.Reconcile(); err != nil {
		c.log.Warn("history not in step with the queue", "err", err)
	}
}

func (c *clerk) options(ctx context.Context, a arguments) mytickets.Options {
	s, h := c.home.Settings, c.history
	first, write := a.ticket, ""
	if a.draft != "" {
		write = c.pending.prefer(a.draft)
		first = write
	}
	return mytickets.Options{
		Texts: c.home.Texts, Helpdesks: append(s.Helpdesks(), s.Incomplete()...), Ticket: first, Write: write, Icon: icon(),
		Size: window.FitScreen(mytickets.UsualSize()), Mailbox: c.answers.On(), Changed: h.Watch(ctx),
		Coach: func(d ticket.Helpdesk) (mytickets.Coach, error) { return coach.New(c.home.Texts, d) },
		Callbacks: mytickets.Callbacks{
			Search: h.Search, Get: h.Get, Read: h.MarkRead, Pictures: c.pictures, Begun: c.pending.begunOf,
			Resume: c.pending.resume, Save: c.pending.save, Leave: c.pending.leave, Discard: c.pending.discard,
			Capture: c.pending.capture, AddFile: c.pending.addFile, AddText: c.pending.addText, Paste: c.pending.paste, Preview: c.pending.preview,
			Picture: c.pending.picture, Draw: c.pending.drawn,
			Send: c.pending.send, Number: c.number, TakeMail: c.takeMail, TakeText: c.takeText, Look: c.look,
			Again: c.again, OpenLink: openLink, AskFiles: askFiles(c.home.Log),
		},
	}
}

// largest is how wide a picture of the conversation is kept, in pixels: what a
// window can show.
const largest = 1920

// pictures reads the screenshots that went with one of the user's mails out of
// the mail that is kept; in it they stand before the files.
func (c *clerk) pictures(e history.Entry) ([]image.Image, error) {
	var images []image.Image
	done := errors.New("all pictures read")
	err := c.queue.Attachments(e.Key, func(_ string, r io.Reader) error {
		img, err := picture.Decode(r)
		if err != nil {
			return err
		}
		if b := img.Bounds(); b.Dx() > largest {
			img = picture.Scale(img, largest, max(b.Dy()*largest/b.Dx(), 1))
		}
		if images = append(images, img); len(images) == len(e.Screenshots) {
			return done
		}
		return nil
	})
	switch {
	case err == nil, errors.Is(err, done):
		return images, nil
	case errors.Is(err, outbox.ErrSwept), errors.Is(err, outbox.ErrNotFound):
		return nil, mytickets.ErrNoPictures
	}
	return nil, err
}

// again opens the form for a refused ticket, or for a new one about the same
// matter.
func (c *clerk) again(id string, how mytickets.Again) error {
	draft, err := "", error(nil)
	if how == mytickets.Redo {
		draft, err = c.dispatch.Edit(id)
	} else {
		draft, err = c.successor(id)
	}
	if err != nil {
		return err
	}
	return c.startForm(draft)
}

// successor makes a draft of a new ticket that names the old one.
func (c *clerk) successor(id string) (string, error) {
	r, err := c.history.Get(id)
	if err != nil {
		return "", err
	}
	last := r.Summary().LastAt.Local()
	d, err := c.home.Drafts.Create(r.Successor(c.home.Texts.Get("mytickets.successor", l10n.Vars{
		"Number": r.Number, "Subject": r.Ticket.Subject, "Date": last.Format("02/01/2006"),
	})))
	if err != nil {
		return "", err
	}
	return d.ID(), d.Close()
}

// startForm shows a draft that was just made in a form of its own, which
// outlives this window.
func (c *clerk) startForm(draft string) error {
	return c.home.start("compose", "--fresh", "--draft", draft)
}

// start starts this program once more, for another window.
func (h Home) start(command string, more ...string) error {
	if h.Start != nil {
		return h.Start(command, more...)
	}
	o := h.Options
	self, err := os.Executable()
	if err != nil {
		return err
	}
	args := []string{command}
	if o.DataDir != "" {
		args = append(args, "--data", o.DataDir)
	}
	if o.ConfigFile != "" {
		args = append(args, "--config", o.ConfigFile)
	}
	cmd := exec.Command(self, append(args, more...)...)
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("another window does not start: %w", err)
	}
	return cmd.Process.Release()
}

// openLink opens a web page; nothing else is an address in a mail.
func openLink(address string) error {
	if !strings.HasPrefix(address, "https://") && !strings.HasPrefix(address, "http://") {
		return fmt.Errorf("the address %q is not opened", address)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return opener.Page(ctx, address)
}
