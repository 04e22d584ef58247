package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"ticketpp/internal/answers"
	"ticketpp/internal/config"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/history"
	"ticketpp/internal/l10n"
	"ticketpp/internal/ticket"
)

func (p *program) ticketsCommand() *cobra.Command {
	list := p.withTickets(func(c ticketsCommand, _ []string) error { return c.list() })
	cmd := &cobra.Command{
		Use:   "tickets",
		Short: "help.tickets",
		Long:  "help.tickets.long",
		Args:  noArguments, RunE: list,
	}
	cmd.AddCommand(
		&cobra.Command{Use: "list", Short: "help.tickets.list", Args: noArguments, RunE: list},
		&cobra.Command{
			Use: "show ID", Short: "help.tickets.show", Args: exactly(1),
			RunE: p.withTickets(func(c ticketsCommand, args []string) error { return c.show(args[0]) }),
		},
		&cobra.Command{
			Use: "sync", Short: "help.tickets.sync", Args: noArguments,
			RunE: p.withTickets(func(c ticketsCommand, _ []string) error { return c.sync() }),
		},
		p.followUpCommand("reply ID --text T|@FILE", "help.tickets.reply", ""),
		p.followUpCommand("close ID", "help.tickets.close", ticket.Close),
		p.followUpCommand("reopen ID", "help.tickets.reopen", ticket.Reopen),
		p.numberCommand(),
	)
	return cmd
}

func (p *program) numberCommand() *cobra.Command {
	var replace bool
	cmd := &cobra.Command{
		Use: "number ID N", Short: "help.tickets.number",
		Long: "help.tickets.number.long",
		Args: exactly(2),
		RunE: p.withTickets(func(c ticketsCommand, args []string) error { return c.number(args[0], args[1], replace) }),
	}
	cmd.Flags().BoolVar(&replace, "replace", false, "help.flag.replace")
	return cmd
}

// ticketsCommand is one command on the history.
type ticketsCommand struct {
	p   *program
	d   *dispatch.Dispatcher
	s   *config.Settings
	t   *l10n.Texts
	cmd *cobra.Command
}

// withTickets opens the history for a command, in step with the queue.
func (p *program) withTickets(run func(ticketsCommand, []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		s, t, err := p.settings()
		if err != nil {
			return err
		}
		d, err := p.dispatcher(s, t)
		if err != nil {
			return err
		}
		if err := d.Reconcile(); err != nil {
			d.Log.Warn("history not brought in step with the queue", "err", err)
		}
		return run(ticketsCommand{p, d, s, t, cmd}, args)
	}
}

// answers reads the mailbox of the settings.
func (c ticketsCommand) answers() *answers.Answers { return answersOf(c.d) }

// ticketRow is a ticket as scripts read it.
type ticketRow struct {
	ID        string        `json:"id"`
	MessageID string        `json:"message_id"`
	Subject   string        `json:"subject"`
	Helpdesk  string        `json:"helpdesk"`
	State     history.State `json:"state"`
	Number    string        `json:"number"`
	SentAt    *time.Time    `json:"sent_at"`
	LastError string        `json:"last_error"`
}

func rowOf(s history.Summary) ticketRow {
	r := ticketRow{
		ID: s.ID, MessageID: s.MessageID, Subject: s.Subject, Helpdesk: s.Helpdesk,
		State: s.State, Number: s.Number, LastError: s.LastError,
	}
	if !s.SentAt.IsZero() {
		r.SentAt = &s.SentAt
	}
	return r
}

func (c ticketsCommand) list() error {
	list, err := c.d.History.List()
	if err != nil {
		return c.p.folderError(c.t, err)
	}
	return c.print(list, "cli.no-tickets")
}

// print prints tickets as a list; none is the key of what is said instead.
func (c ticketsCommand) print(list []history.Summary, none string) error {
	if c.p.json {
		rows := make([]ticketRow, 0, len(list))
		for _, s := range list {
			rows = append(rows, rowOf(s))
		}
		return c.p.printJSON(rows)
	}
	if len(list) == 0 {
		fmt.Fprintln(c.p.Out, c.t.Get(none))
		return nil
	}
	w := tabwriter.NewWriter(c.p.Out, 0, 8, 2, ' ', 0)
	for _, s := range list {
		number := s.Number
		if number == "" {
			number = "-"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", s.ID, number, c.state(s), s.Helpdesk, oneLine(s.Subject))
	}
	return w.Flush()
}

// state is a ticket's state in words. One whose confirmation should have come
// is "sent, not confirmed yet", and never "failed".
func (c ticketsCommand) state(s history.Summary) string {
	if desk, ok := c.desk(s.Helpdesk); ok && s.Unconfirmed(desk, time.Now()) {
		return c.t.Get("ticket.state.unconfirmed")
	}
	return c.t.Get("ticket.state." + string(s.State))
}

// desk returns a helpdesk of the settings.
func (c ticketsCommand) desk(id string) (ticket.Helpdesk, bool) {
	for _, h := range c.s.Helpdesks() {
		if h.ID == id {
			return h, true
		}
	}
	return ticket.Helpdesk{ID: id, Name: id}, false
}

// find returns the ticket that somebody means.
func (c ticketsCommand) find(what string) (history.Record, error) {
	s, err := c.d.History.Find(what)
	switch {
	case errors.Is(err, history.ErrNotFound):
		return history.Record{}, errors.New(c.t.Get("cli.unknown-ticket", l10n.Vars{"ID": what}))
	case errors.Is(err, history.ErrSeveral):
		return history.Record{}, errors.New(c.t.Get("cli.several-tickets", l10n.Vars{"ID": what}))
	case err != nil:
		return history.Record{}, c.p.folderError(c.t, err)
	}
	return c.d.History.Get(s.ID)
}

// number keeps a number that somebody knows.
func (c ticketsCommand) number(what, number string, replace bool) error {
	r, err := c.find(what)
	if err != nil {
		return err
	}
	n, err := c.answers().Number(r.ID, number, replace)
	if errors.Is(err, history.ErrBadNumber) {
		return usageError("cli.bad-number", l10n.Vars{"Number": number})
	}
	if errors.Is(err, history.ErrConfirmed) {
		return errors.New(c.t.Get("cli.number-confirmed", l10n.Vars{"ID": r.ID, "Number": r.Number}))
	}
	var taken *history.TakenError
	if errors.As(err, &taken) {
		return errors.New(c.t.Get("cli.number-taken", l10n.Vars{
			"Number": taken.By.Number, "ID": taken.By.ID, "Subject": oneLine(taken.By.Subject),
		}))
	}
	if err != nil {
		return c.p.folderError(c.t, err)
	}
	return c.print([]history.Summary{n.After.Summary()}, "")
}

// conversationRow is one word of a conversation as scripts read it.
type conversationRow struct {
	Kind        history.Kind  `json:"kind"`
	From        string        `json:"from"` // "you" or the helpdesk's own words
	At          time.Time     `json:"at"`
	MessageID   string        `json:"message_id"`
	Subject     string        `json:"subject"`
	Text        string        `json:"text"`
	State       history.State `json:"state,omitempty"`
	LastError   string        `json:"last_error,omitempty"`
	Links       []string      `json:"links,omitempty"`
	Screenshots int           `json:"screenshots,omitempty"`
	Attachments []string      `json:"attachments,omitempty"`
}

// shownTicket is a ticket with its conversation as scripts read it.
type shownTicket struct {
	ticketRow
	Tag          string            `json:"tag"`
	Portal       string            `json:"portal"`
	Conversation []conversationRow `json:"conversation"`
}

func (c ticketsCommand) show(what string) error {
	r, err := c.find(what)
	if err != nil {
		return err
	}
	shown := shownTicket{ticketRow: rowOf(r.Summary()), Tag: r.Tag, Portal: r.Portal}
	for _, e := range r.Conversation {
		shown.Conversation = append(shown.Conversation, c.said(e))
	}
	if c.p.json {
		return c.p.printJSON([]shownTicket{shown})
	}
	c.write(c.p.Out, r, shown.Conversation)
	return nil
}

// said is one word of a conversation.
func (c ticketsCommand) said(e history.Entry) conversationRow {
	row := conversationRow{
		Kind: e.Kind, From: e.From, At: e.At, MessageID: e.MessageID, Subject: e.Subject, Text: e.Text,
		State: e.State, LastError: e.LastError, Screenshots: len(e.Screenshots),
	}
	if e.Ours {
		row.From = "you"
		row.Text = e.Description.Compose(ticket.Headings{
			Doing: c.t.Get("guide.doing"), Data: c.t.Get("guide.data"), Happened: c.t.Get("guide.happened"),
		})
	}
	for _, l := range e.Links {
		row.Links = append(row.Links, l.URL)
	}
	for _, a := range e.Attachments {
		row.Attachments = append(row.Attachments, a.Name)
	}
	return row
}

// write prints a ticket for people.
func (c ticketsCommand) write(w io.Writer, r history.Record, conversation []conversationRow) {
	s := r.Summary()
	fmt.Fprintf(w, "%s\n", oneLine(s.Subject))
	desk, _ := c.desk(s.Helpdesk)
	for _, line := range [][2]string{
		{"cli.ticket.id", s.ID},
		{"cli.ticket.number", s.Number},
		{"cli.ticket.state", c.state(s)},
		{"cli.ticket.helpdesk", desk.Name},
		{"cli.ticket.phone", desk.Phone},
		{"cli.ticket.portal", r.Portal},
		{"cli.ticket.error", oneLine(c.t.Or("mail.reason."+s.LastError, s.LastError))},
	} {
		if line[1] != "" {
			fmt.Fprintf(w, "%s: %s\n", c.t.Get(line[0]), line[1])
		}
	}
	for _, e := range conversation {
		who := e.From
		if who == "you" {
			who = c.t.Get("cli.ticket.you")
		}
		fmt.Fprintf(w, "\n— %s, %s\n", asLine(who), e.At.Local().Format("02/01/2006 15:04"))
		if text := strings.TrimSpace(e.Text); text != "" {
			fmt.Fprintln(w, printable(text))
		}
	}
}

// printable is somebody else's text for a terminal: without what would steer it.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return -1
		}
		return r
	}, text)
}
