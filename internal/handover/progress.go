package handover

import (
	"context"
	"errors"

	"ticketpp/internal/instance"
	"ticketpp/internal/mail"
	"ticketpp/internal/opener"
	"ticketpp/internal/outbox"
)

// Stage is how far a ticket has come that was handed over. Every form calls
// the stages so.
type Stage string

// The stages.
const (
	Sending  Stage = "sending"  // the queue has it, on its way to the server
	Taken    Stage = "taken"    // the helpdesk's server has taken it
	Waiting  Stage = "waiting"  // no network or no server now; it will be sent later
	Paused   Stage = "paused"   // the mail account must be looked at first
	Refused  Stage = "refused"  // the server refused it for good; it is kept
	Opened   Stage = "opened"   // the user's own mail program has it, and it is out of our hands
	Unopened Stage = "unopened" // no mail program took it; it is kept, and lies in a file
)

// Progress is one step of a ticket that was handed over.
type Progress struct {
	Stage       Stage
	Answer      string // the server's own words; may be empty
	Reason      string // what it means and what to do, in the user's language; may be empty
	Sent, Total int64  // bytes of the mail while it is Sending; Total 0: not known
	HandOff     bool   // the user's own mail program may be asked to send it
	File        string // where the mail lies that was, or was not, Opened
}

// progress is an item's state as a form says it.
func (c *Counter[P]) progress(it outbox.Item) Progress {
	d := c.Dispatch
	p := Progress{Stage: Waiting, Answer: it.LastError}
	if it.Reason != "" {
		p.Reason = d.Texts.Get("mail.reason." + string(it.Reason))
	}
	switch it.State {
	case outbox.Sending:
		p.Stage = Sending
	case outbox.Sent:
		p.Stage = Taken
	case outbox.Paused:
		p.Stage = Paused
	case outbox.Failed:
		p.Stage = Refused
	}
	if p.HandOff = d.CanHandOff(it); p.HandOff && it.State != outbox.Failed {
		p.Stage, p.Answer = Paused, ""
		p.Reason = d.Texts.Get("mail.reason." + string(mail.ReasonNoServer))
	}
	return p
}

// HandOff opens the ticket that was sent last in the user's own mail program.
// The form may be closed meanwhile: the process stays until that has the
// ticket.
func (c *Counter[P]) HandOff(ctx context.Context) P {
	c.following.Add(1)
	defer c.following.Done()
	return c.As(c.handOff(ctx))
}

func (c *Counter[P]) handOff(ctx context.Context) Progress {
	d := c.Dispatch
	path, err := d.HandOff(ctx, c.last, opener.OpenMail)
	if err == nil {
		_, _ = instance.Broadcast(d.Data, instance.Kick) // the icon shows the queue
		return Progress{Stage: Opened, File: path}
	}
	d.Log.Warn("not handed to the mail program", "ticket", c.last, "err", err)
	if errors.Is(err, opener.ErrNoMailProgram) {
		return Progress{Stage: Unopened, File: path, HandOff: true}
	}
	it, lost := d.Queue.Get(c.last) // closed there, or gone by itself meanwhile
	if lost != nil {
		d.Log.Error("ticket not found", "ticket", c.last, "err", lost)
	}
	p := c.progress(it)
	if path == "" && p.HandOff {
		p.Reason = d.Texts.Get("compose.after.unmade")
	}
	return p
}
