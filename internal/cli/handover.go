package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ticketpp/internal/capture"
	"ticketpp/internal/config"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/drafts"
	"ticketpp/internal/instance"
	"ticketpp/internal/l10n"
	"ticketpp/internal/launch"
	"ticketpp/internal/logfile"
	"ticketpp/internal/outbox"
	"ticketpp/internal/safefile"
	"ticketpp/internal/secret"
	"ticketpp/internal/ticket"
	"ticketpp/internal/workstation"
)

// dispatcher opens the data folder's rooms.
func (p *program) dispatcher(s *config.Settings, t *l10n.Texts) (*dispatch.Dispatcher, error) {
	data := config.Paths(p.where).Data
	store, err := drafts.Open(data)
	if err != nil {
		return nil, dispatch.DataError(t, data, err)
	}
	log := logfile.New(data, s.LogLevel)
	queue, err := outbox.Open(data, outbox.WithLog(log))
	if err != nil {
		return nil, dispatch.DataError(t, data, err)
	}
	return &dispatch.Dispatcher{
		Drafts: store, Queue: queue, Texts: t, Vault: &secret.Vault{}, Log: log,
		Settings: func() *config.Settings { return s }, Data: data,
	}, nil
}

// handOver queues the ticket with its files and waits for the server as long
// as the flags say.
func (p *program) handOver(ctx context.Context, f sendFlags, tk ticket.Ticket, s *config.Settings, t *l10n.Texts) error {
	d, err := p.dispatcher(s, t)
	if err != nil {
		return err
	}
	draft, err := d.Drafts.Create(tk)
	if err != nil {
		return dispatch.DataError(t, config.Paths(p.where).Data, err)
	}
	it, err := p.submit(ctx, d, draft, f, dispatch.SizeLimit(d.Data, s))
	if err != nil {
		// The script has the words; a draft would be offered to nobody.
		return errors.Join(dispatch.DataError(t, config.Paths(p.where).Data, err), draft.Discard())
	}
	fmt.Fprintln(p.Out, it.MessageID)
	return p.settle(ctx, d, t, f.wait, it.ID)
}

// submit fills the draft and puts it into the queue.
func (p *program) submit(ctx context.Context, d *dispatch.Dispatcher, draft *drafts.Draft, f sendFlags, limit int64) (outbox.Item, error) {
	if err := p.fillDraft(ctx, draft, f, limit); err != nil {
		return outbox.Item{}, err
	}
	return d.Submit(draft)
}

// fillDraft copies the screens and files into the draft.
func (p *program) fillDraft(ctx context.Context, draft *drafts.Draft, f sendFlags, limit int64) error {
	t := draft.Ticket()
	for _, from := range f.screenshots {
		shots, err := screenshots(ctx, draft, from)
		if err != nil {
			return err
		}
		for _, s := range shots {
			limit -= s.Size
		}
		if limit < 0 {
			return fmt.Errorf("--screenshot %s: the pictures are %d bytes more than attachments.max_total or the mail server allows; leave some out", from, -limit)
		}
		t.Screenshots = append(t.Screenshots, shots...)
	}
	for _, path := range f.attach {
		a, err := draft.AddFile(ctx, path, limit)
		if err != nil {
			return attachError(path, err)
		}
		limit -= a.Size
		t.Attachments = append(t.Attachments, a)
	}
	title, _ := workstation.Foreground(ctx)
	t.Facts = workstation.Facts(ctx, p.Version, nil, title)
	return draft.Save(t)
}

// attachError says in one sentence why a file cannot be attached and what to
// do. An error that is not about the file is returned as it is.
func attachError(path string, err error) error {
	var big *drafts.TooBigError
	if errors.As(err, &big) {
		return fmt.Errorf("--attach %s has %d bytes, but at most %d can go with this ticket; attach only the part that matters, or raise attachments.max_total", path, big.Size, big.Limit)
	}
	for reason, hint := range map[error]string{
		drafts.ErrVanished:   "is not there; check its name",
		drafts.ErrIsFolder:   "is a folder; attach its files one by one, or as an archive",
		drafts.ErrNotRegular: "is a device or a pipe; attach a file",
		drafts.ErrUnreadable: "cannot be read; check its permissions",
	} {
		if errors.Is(err, reason) {
			return fmt.Errorf("--attach %s %s", path, hint)
		}
	}
	return err
}

// screenshots puts one --screenshot into the draft.
func screenshots(ctx context.Context, draft *drafts.Draft, from string) ([]ticket.Screenshot, error) {
	switch from {
	case "none":
		return nil, nil
	case "all":
		shots, err := capture.New(capture.Options{}).Capture(ctx)
		if len(shots) == 0 {
			return nil, fmt.Errorf("--screenshot all: %w", err)
		}
		return launch.AddShots(draft, shots)
	}
	file, err := safefile.OpenRegular(from) // never one that keeps us waiting
	if err != nil {
		return nil, fmt.Errorf("--screenshot: %w; write none, all or the name of a PNG file", err)
	}
	defer file.Close()
	shot, err := launch.AddPicture(draft, file)
	if err != nil {
		return nil, fmt.Errorf("--screenshot %s: %w", from, err)
	}
	return []ticket.Screenshot{shot}, nil
}

// settle sees to it that somebody delivers the item: a running agent is told,
// else this command tries once. With a positive wait it then waits for the
// outcome and returns the status that says it.
func (p *program) settle(ctx context.Context, d *dispatch.Dispatcher, t *l10n.Texts, wait time.Duration, id string) error {
	if wait > 0 {
		var cancel func()
		ctx, cancel = context.WithTimeout(ctx, wait)
		defer cancel()
	}
	if !kick(config.Paths(p.where).Data) {
		if err := d.DeliverOnce(ctx, id); err != nil && !errors.Is(err, outbox.ErrBusy) {
			return dispatch.DataError(t, config.Paths(p.where).Data, err)
		}
	}
	if wait <= 0 {
		return nil
	}
	it, err := d.Await(ctx, id, 0)
	if err != nil {
		return err
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
	if it.Reason == "" {
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
