package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"ticketpp/internal/coach"
	"ticketpp/internal/config"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/history"
	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
)

// followUpFlags are the words of one `trayapp tickets reply` and its like.
type followUpFlags struct {
	text string
	kind string
	sendFlags
}

// followUpCommand is a further mail about a ticket. kind is "" where --kind
// says it.
func (p *program) followUpCommand(use, short string, kind ticket.FollowUpKind) *cobra.Command {
	f := followUpFlags{kind: string(kind)}
	cmd := &cobra.Command{
		Use: use, Short: short, Args: exactly(1),
		RunE: p.withTickets(func(c ticketsCommand, args []string) error { return c.followUp(args[0], f) }),
	}
	flags := cmd.Flags()
	flags.StringVar(&f.text, "text", "", "help.flag.text")
	if kind == "" {
		flags.StringVar(&f.kind, "kind", "", "help.flag.reply-kind")
	}
	flags.StringArrayVar(&f.screenshots, "screenshot", nil, "help.flag.screenshot")
	flags.StringArrayVar(&f.attach, "attach", nil, "help.flag.attach")
	flags.DurationVar(&f.wait, "wait", 0, "help.flag.wait")
	return cmd
}

// followUp sends a further mail about a ticket, under the coach's rules.
func (c ticketsCommand) followUp(what string, f followUpFlags) error {
	c.p.sayProblems(c.s, c.t)
	if f.wait < 0 {
		return usageError("cli.use.negative-wait", l10n.Vars{"Time": f.wait})
	}
	r, err := c.find(what)
	if err != nil {
		return err
	}
	kind, err := kindOf(f.kind, r)
	if err != nil {
		return err
	}
	desk, ok := c.desk(r.Ticket.Helpdesk)
	if !ok {
		return errors.New(c.t.Get("cli.helpdesk-gone", l10n.Vars{"Helpdesk": r.Ticket.Helpdesk}))
	}
	tk, err := r.FollowUp(kind, desk, time.Now())
	if err != nil {
		return c.notNow(err, r, desk)
	}
	if tk.Description.Text, err = c.wordsFor(kind, f.text); err != nil {
		return err
	}
	tk.Contact = c.contact(tk.Contact)
	if err := c.obey(tk, desk, r); err != nil {
		return err
	}
	return c.p.handOverWith(c.cmd.Context(), c.d, f.sendFlags, tk, c.s, c.t)
}

// kindOf reads --kind; without it the ticket's state says what is meant.
func kindOf(given string, r history.Record) (ticket.FollowUpKind, error) {
	switch kind := ticket.FollowUpKind(given); kind {
	case "":
		if r.State.NeedsYou() {
			return ticket.Answer, nil
		}
		return ticket.Information, nil
	case ticket.Information, ticket.Reminder, ticket.Answer, ticket.Close, ticket.Reopen:
		return kind, nil
	}
	return "", usageError("cli.use.choose", l10n.Vars{"Flag": "--kind", "Word": given, "All": "information, reminder, answer"})
}

// wordsFor is what the mail says: closing needs no words of one's own.
func (c ticketsCommand) wordsFor(kind ticket.FollowUpKind, given string) (string, error) {
	text, err := c.p.descriptionFrom(c.t, "--text", given)
	if err != nil || strings.TrimSpace(text) != "" || kind != ticket.Close {
		return text, err
	}
	return c.t.Get("followup.close"), nil
}

// contact is the person of the settings, who may have another phone by now,
// under the address of the ticket: the helpdesk knows its requestor by it.
func (c ticketsCommand) contact(then ticket.Contact) ticket.Contact {
	now := c.s.User
	if now.Name == "" || !strings.EqualFold(now.Email, then.Email) {
		return then
	}
	return now
}

// obey prints every finding and refuses the mail where the rules in force do.
func (c ticketsCommand) obey(tk ticket.Ticket, desk ticket.Helpdesk, r history.Record) error {
	if next, soon := r.TooSoon(time.Now()); soon && tk.FollowUp.Kind == ticket.Reminder {
		fmt.Fprintln(c.p.Err, c.t.Get("followup.too-soon", l10n.Vars{"Time": next.Local().Format("15:04")}))
	}
	rules, err := coach.New(c.t, desk)
	if err != nil {
		return err
	}
	findings := rules.FollowUp(tk.Description.Text)
	for _, f := range findings {
		if f.Rule == coach.RuleEmpty { // what it says there is about a new ticket
			f.Message = c.t.Get("followup.empty")
		}
		fmt.Fprintln(c.p.Err, oneLine(fmt.Sprintf("%s: %s: %s", f.Field, f.Rule, f.Message)))
	}
	if desk.Coach != ticket.Warn && coach.Rejects(findings) {
		return quiet(exitRules)
	}
	return nil
}

// within says how long a ticket can be reopened: in days, or in hours where
// there is no whole number of days.
func (c ticketsCommand) within(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d >= day && d%day == 0:
		return c.t.Count("followup.days", int(d/day))
	case d >= time.Hour:
		return c.t.Count("followup.hours", int(d/time.Hour))
	}
	return c.t.Count("followup.minutes", int(d/time.Minute))
}

// notNow says why a further mail cannot be sent now, and what to do.
func (c ticketsCommand) notNow(err error, r history.Record, desk ticket.Helpdesk) error {
	for _, why := range []struct {
		err error
		key string
	}{
		{history.ErrNotSent, "not-sent"},
		{history.ErrNoNumber, "no-number"},
		{history.ErrFailed, "failed"},
		{history.ErrResolved, "resolved"},
		{history.ErrTooLate, "too-late"},
		{history.ErrNotOver, "not-over"},
	} {
		if errors.Is(err, why.err) {
			return errors.New(c.t.Get("followup."+why.key, l10n.Vars{"ID": r.ID, "Number": r.Number, "Within": c.within(desk.ReopenWithin)}))
		}
	}
	return err
}

// handOverWith is the last step of send for a ticket that is written.
func (p *program) handOverWith(ctx context.Context, d *dispatch.Dispatcher, f sendFlags, tk ticket.Ticket, s *config.Settings, t *l10n.Texts) error {
	draft, err := d.Drafts.Create(tk)
	if err != nil {
		return p.folderError(t, err)
	}
	it, err := p.submit(ctx, d, draft, f, dispatch.SizeLimit(d.Data, s))
	if err != nil {
		// The script has the words; a draft would be offered to nobody.
		return errors.Join(dispatch.DataError(t, config.Paths(p.where).Data, err), draft.Discard())
	}
	fmt.Fprintln(p.Out, it.MessageID)
	return p.settle(ctx, d, t, f.wait, it.ID)
}
