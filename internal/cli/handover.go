package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ticketpp/internal/answers"
	"ticketpp/internal/config"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/drafts"
	"ticketpp/internal/history"
	"ticketpp/internal/instance"
	"ticketpp/internal/l10n"
	"ticketpp/internal/logfile"
	"ticketpp/internal/outbox"
	"ticketpp/internal/secret"
	"ticketpp/internal/ticket"
	"ticketpp/internal/workstation"
)

// dispatcher opens the data folder's rooms.
func (p *program) dispatcher(s *config.Settings, t *l10n.Texts) (*dispatch.Dispatcher, error) {
	data := config.Paths(p.where).Data
	store, err := drafts.Open(data)
	if err != nil {
		return nil, p.folderError(t, err)
	}
	log := logfile.New(data, s.LogLevel)
	d := &dispatch.Dispatcher{
		Drafts: store, Texts: t, Vault: &secret.Vault{}, Log: log,
		Settings: func() *config.Settings { return s }, Data: data,
	}
	if d.Queue, err = outbox.Open(data, outbox.WithLog(log), outbox.OnChange(d.Record)); err != nil {
		return nil, p.folderError(t, err)
	}
	if d.History, err = history.Open(data); err != nil {
		return nil, p.folderError(t, err)
	}
	d.Confirmed = func(ctx context.Context, it outbox.Item) (bool, error) {
		found, err := answersOf(d).Arrived(ctx, dispatch.About(it), it.MessageID)
		if errors.Is(err, answers.ErrNoMailbox) {
			err = dispatch.ErrCannotLook
		}
		return found, err
	}
	return d, nil
}

// answersOf reads the mailbox of a dispatcher's settings.
func answersOf(d *dispatch.Dispatcher) *answers.Answers {
	return &answers.Answers{History: d.History, Log: d.Log, Password: d.Password, Token: d.ReadToken, Settings: d.Settings}
}

// handOver queues the ticket with its files and waits for the server as long
// as the flags say.
func (p *program) handOver(ctx context.Context, f sendFlags, tk ticket.Ticket, s *config.Settings, t *l10n.Texts) error {
	d, err := p.dispatcher(s, t)
	if err != nil {
		return err
	}
	return p.handOverWith(ctx, d, f, tk, s, t)
}

// submit fills the draft and puts it into the queue.
func (p *program) submit(ctx context.Context, d *dispatch.Dispatcher, draft *drafts.Draft, f sendFlags, limit int64) (outbox.Item, error) {
	if err := p.fillDraft(ctx, d.Texts, draft, f, limit); err != nil {
		return outbox.Item{}, err
	}
	return d.Submit(draft)
}

// fillDraft copies the screens and files into the draft.
func (p *program) fillDraft(ctx context.Context, texts *l10n.Texts, draft *drafts.Draft, f sendFlags, limit int64) error {
	t := draft.Ticket()
	for _, from := range f.screenshots {
		shots, err := screenshots(ctx, texts, draft, from)
		if err != nil {
			return err
		}
		for _, s := range shots {
			limit -= s.Size
		}
		if limit < 0 {
			return errors.New(texts.Get("cli.pictures-too-big", l10n.Vars{"File": from, "Size": megabytes(texts, -limit)}))
		}
		t.Screenshots = append(t.Screenshots, shots...)
	}
	for _, path := range f.attach {
		a, err := draft.AddFile(ctx, path, limit)
		if err != nil {
			return attachError(texts, path, err)
		}
		limit -= a.Size
		t.Attachments = append(t.Attachments, a)
	}
	if t.FollowUp == nil { // the helpdesk has them
		title, _ := workstation.Foreground(ctx)
		t.Facts = workstation.Facts(ctx, p.Version, nil, title)
	}
	return draft.Save(t)
}

// settle sees to it that somebody delivers the item: a running agent is told,
// else this command tries once. With a positive wait it returns the status that
// says the outcome, for which it waits only while somebody may still try.
func (p *program) settle(ctx context.Context, d *dispatch.Dispatcher, t *l10n.Texts, wait time.Duration, id string) error {
	if wait > 0 {
		var cancel func()
		ctx, cancel = context.WithTimeout(ctx, wait)
		defer cancel()
	}
	tried, err := p.deliver(ctx, d, t, id)
	if err != nil {
		if it, _ := d.Queue.Get(id); it.State != outbox.Sent {
			return err
		}
		// Delivered it is, and a script that sends it again makes two of it.
		fmt.Fprintln(p.Err, "trayapp: "+oneLine(err.Error()))
	}
	if wait <= 0 {
		return nil
	}
	if !tried {
		it, err := d.Await(ctx, id, 0)
		if err != nil {
			return err
		}
		return p.outcome(it, t)
	}
	return p.standing(d, t, id)
}

// deliver tells the running agent, or else tries the items itself. It reports
// whether it did, and so whether nobody will try them after it.
func (p *program) deliver(ctx context.Context, d *dispatch.Dispatcher, t *l10n.Texts, ids ...string) (tried bool, err error) {
	if kick(config.Paths(p.where).Data) {
		return false, nil
	}
	err = d.DeliverOnce(ctx, ids...)
	switch {
	case errors.Is(err, outbox.ErrBusy):
		return false, nil
	case err != nil && ctx.Err() == nil:
		return true, p.folderError(t, err)
	}
	return true, nil // the time that was given being over is no failure
}

// standing is the status of an item that nobody tries any more, with the
// reason of the one before it where that is why.
func (p *program) standing(d *dispatch.Dispatcher, t *l10n.Texts, id string) error {
	it, before, err := d.Standing(id)
	if err != nil {
		return err
	}
	if before != nil {
		return &exitError{code: exitQueued, msg: t.Get("cli.behind", l10n.Vars{"Reason": said(t, *before)})}
	}
	return p.outcome(it, t)
}

// outcome is the status for what became of an item.
func (p *program) outcome(it outbox.Item, t *l10n.Texts) error {
	switch it.State {
	case outbox.Sent:
		for _, w := range it.Warnings {
			fmt.Fprintln(p.Err, "trayapp: "+oneLine(w))
		}
		return nil
	case outbox.Failed:
		return &exitError{code: exitRefused, msg: said(t, it)}
	default:
		return &exitError{code: exitQueued, msg: said(t, it)}
	}
}

// said is an item's state in words, with the server's own answer.
func said(t *l10n.Texts, it outbox.Item) string {
	key := "mail.reason." + string(it.Reason)
	switch {
	case it.State == outbox.Sent:
		return "" // there is nothing to say of it
	case it.Reason == "":
		key = "cli.no-attempt"
	}
	if it.LastError == "" {
		return t.Get(key)
	}
	return t.Get(key) + " (" + it.LastError + ")"
}

// kick tells the running agents that something is in the queue, and reports
// whether there is one.
func kick(data string) bool {
	n, _ := instance.Broadcast(data, instance.Kick)
	return n > 0
}
