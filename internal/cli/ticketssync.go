package cli

import (
	"context"
	"errors"
	"time"

	"ticketpp/internal/answers"
	"ticketpp/internal/config"
	"ticketpp/internal/history"
	"ticketpp/internal/instance"
	"ticketpp/internal/mailbox"
)

// syncPatience is how long `tickets sync` waits for a running agent, and how
// often it looks whether that is done.
const (
	syncPatience = 2 * time.Minute
	syncLook     = 100 * time.Millisecond
)

// sync reads what has come into the mailbox and lists the tickets that it
// changed. A running agent does it, for it may hold a password that only it
// knows; else this command does.
func (c ticketsCommand) sync() error {
	a := c.answers()
	if !a.On() {
		return errors.New(c.t.Get("cli.no-mailbox"))
	}
	before, err := c.d.History.List()
	if err != nil {
		return c.p.folderError(c.t, err)
	}
	ctx, cancel := context.WithTimeout(c.cmd.Context(), syncPatience)
	defer cancel()
	if err := c.looked(ctx, a); err != nil {
		return err
	}
	after, err := c.d.History.List()
	if err != nil {
		return c.p.folderError(c.t, err)
	}
	return c.print(changed(before, after), "cli.nothing-new")
}

// looked has the mailbox read, and says why it was not.
func (c ticketsCommand) looked(ctx context.Context, a *answers.Answers) error {
	began := time.Now()
	if err := instance.Send(config.Paths(c.p.where).Data, instance.Look); err != nil {
		return c.mailboxError(a.Look(ctx))
	}
	tick := time.NewTicker(syncLook)
	defer tick.Stop()
	for {
		s, err := answers.StatusOf(c.d.History)
		if err != nil {
			return c.p.folderError(c.t, err)
		}
		switch {
		case s.LookedAt.After(began):
			return nil
		case s.TriedAt.After(began) && s.Failed():
			return c.mailboxError(&mailbox.Error{Reason: s.Reason, Server: c.s.IMAP.Host, Answer: s.Answer})
		}
		select {
		case <-ctx.Done():
			return errors.New(c.t.Get("cli.mailbox-late"))
		case <-tick.C:
		}
	}
}

// mailboxError says what keeps us from the mailbox, and what to do.
func (c ticketsCommand) mailboxError(err error) error {
	e := new(mailbox.Error)
	if !errors.As(err, &e) {
		return c.p.folderError(c.t, err)
	}
	answer := e.Answer
	if answer == "" {
		answer = e.Error()
	}
	return &exitError{code: exitFailed, err: err, msg: c.t.Get("mailbox.reason."+string(e.Reason)) + inParens(answer)}
}

// inParens is somebody else's words behind ours.
func inParens(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}

// changed are the tickets of which something is new.
func changed(before, after []history.Summary) []history.Summary {
	type face struct {
		state  history.State
		number string
		last   int64
	}
	known := map[string]face{}
	of := func(s history.Summary) face { return face{s.State, s.Number, s.LastAt.UnixMilli()} }
	for _, s := range before {
		known[s.ID] = of(s)
	}
	var news []history.Summary
	for _, s := range after {
		if known[s.ID] != of(s) {
			news = append(news, s)
		}
	}
	return news
}
