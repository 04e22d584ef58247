package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"ticketpp/internal/dispatch"
	"ticketpp/internal/l10n"
	"ticketpp/internal/outbox"
)

// retryPatience is how long `outbox retry` waits for all outcomes.
const retryPatience = 5 * time.Minute

func (p *program) outboxCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "outbox",
		Short: "help.outbox",
		Args:  noArguments,
		RunE:  p.withQueue(func(q queueCommand, _ []string) error { return q.list() }),
	}
	cmd.AddCommand(
		&cobra.Command{
			Use: "list", Short: "help.outbox.list", Args: noArguments,
			RunE: p.withQueue(func(q queueCommand, _ []string) error { return q.list() }),
		},
		&cobra.Command{
			Use: "retry [ID]", Short: "help.outbox.retry",
			Args: arguments(0, 1),
			RunE: p.withQueue(queueCommand.retry),
		},
		&cobra.Command{
			Use: "export ID FILE", Short: "help.outbox.export", Args: exactly(2),
			RunE: p.withQueue(func(q queueCommand, args []string) error { return q.export(args[0], args[1]) }),
		},
		&cobra.Command{
			Use: "discard ID", Short: "help.outbox.discard", Args: exactly(1),
			RunE: p.withQueue(func(q queueCommand, args []string) error { return q.named(args[0], q.d.Discard(args[0])) }),
		},
	)
	return cmd
}

// queueCommand is one command on the queue.
type queueCommand struct {
	p   *program
	d   *dispatch.Dispatcher
	t   *l10n.Texts
	cmd *cobra.Command
}

// withQueue opens the queue for a command.
func (p *program) withQueue(run func(queueCommand, []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		s, t, err := p.settings()
		if err != nil {
			return err
		}
		d, err := p.dispatcher(s, t)
		if err != nil {
			return err
		}
		return run(queueCommand{p, d, t, cmd}, args)
	}
}

// queueRow is an item as scripts read it.
type queueRow struct {
	ID          string     `json:"id"`
	MessageID   string     `json:"message_id"`
	Subject     string     `json:"subject"`
	Helpdesk    string     `json:"helpdesk"`
	State       string     `json:"state"` // waiting, paused, failed; sent behind a retry
	Attempts    int        `json:"attempts"`
	NextAttempt *time.Time `json:"next_attempt"`
	LastError   string     `json:"last_error"`
}

func row(it outbox.Item) queueRow {
	r := queueRow{
		ID: it.ID, MessageID: it.MessageID, Subject: it.Subject, Helpdesk: it.Helpdesk,
		State: string(it.State), Attempts: it.Attempts, LastError: it.LastError,
	}
	if it.State == outbox.Sending {
		r.State = string(outbox.Waiting) // its outcome is awaited: scripts know no fifth state
	}
	if it.State == outbox.Waiting && !it.NextAttempt.IsZero() {
		r.NextAttempt = &it.NextAttempt
	}
	return r
}

// items are those of the queue that can be read; the error names one that
// cannot.
func (q queueCommand) items() ([]outbox.Item, error) {
	items, err := q.d.Queue.List()
	if bad := (*outbox.DamagedError)(nil); errors.As(err, &bad) {
		err = &damagedItem{q.named(bad.ID, err)}
	}
	return items, err
}

// damagedItem says that an item cannot be read; the others can.
type damagedItem struct{ error }

func (q queueCommand) list() error {
	items, err := q.items()
	if q.p.json {
		rows := make([]queueRow, 0, len(items))
		for _, it := range items {
			rows = append(rows, row(it))
		}
		return errors.Join(q.p.printJSON(rows), err)
	}
	if len(items) == 0 {
		if err == nil {
			fmt.Fprintln(q.p.Out, q.t.Get("cli.outbox-empty"))
		}
		return err
	}
	w := tabwriter.NewWriter(q.p.Out, 0, 8, 2, ' ', 0)
	for _, it := range items {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", it.ID, q.t.Get("state."+string(it.State)), it.Helpdesk, oneLine(it.Subject), oneLine(said(q.t, it)))
	}
	return errors.Join(w.Flush(), err)
}

// retry makes items due now, sees to their delivery and waits for each.
func (q queueCommand) retry(ids []string) error {
	attempts := map[string]int{}
	items, err := q.items()
	damaged, _ := err.(*damagedItem)
	if err != nil && damaged == nil {
		return err
	}
	all, refused := len(ids) == 0, 0
	for _, it := range items {
		attempts[it.ID] = it.Attempts
		if it.State == outbox.Failed {
			attempts[it.ID] = 0 // its days of trying begin anew
			refused++
		}
		if all && it.State != outbox.Failed {
			ids = append(ids, it.ID)
		}
	}
	switch {
	case len(ids) == 0 && damaged != nil: // it is set aside, and neither sent nor forgotten
		_, err := q.p.deliver(q.cmd.Context(), q.d, q.t)
		return errors.Join(damaged, err)
	case len(ids) == 0 && q.p.json:
		return q.p.printJSON([]queueRow{})
	case len(ids) == 0 && refused > 0:
		fmt.Fprintln(q.p.Out, q.t.Count("cli.only-refused", refused))
		return nil
	case len(ids) == 0:
		fmt.Fprintln(q.p.Out, q.t.Get("cli.outbox-empty"))
		return nil
	}
	if err := q.d.Queue.Retry(ids...); err != nil {
		return q.p.folderError(q.t, q.named(strings.Join(ids, ", "), err))
	}
	ctx, cancel := context.WithTimeout(q.cmd.Context(), retryPatience)
	defer cancel()
	tried, err := q.p.deliver(ctx, q.d, q.t, ids...)
	if err != nil {
		return err
	}
	if tried {
		ctx, cancel = context.WithCancel(ctx)
		cancel() // nobody will try them after us: what they are now is the outcome
	}
	return q.await(ctx, ids, attempts)
}

// await prints each item's outcome and returns the gravest.
func (q queueCommand) await(ctx context.Context, ids []string, attempts map[string]int) error {
	var worst error
	rows := make([]queueRow, 0, len(ids))
	for _, id := range ids {
		it, err := q.d.Await(ctx, id, attempts[id])
		if err != nil {
			return q.named(id, err)
		}
		rows = append(rows, row(it))
		if !q.p.json {
			fmt.Fprintf(q.p.Out, "%s\t%s\n", id, q.t.Get("state."+string(it.State)))
		}
		err = q.p.outcome(it, q.t)
		if it.State == outbox.Waiting {
			err = q.p.standing(q.d, q.t, id)
		}
		if exitCode(err) > exitCode(worst) {
			worst = err
		}
	}
	if q.p.json {
		return errors.Join(worst, q.p.printJSON(rows))
	}
	return worst
}

func (q queueCommand) export(id, file string) error {
	out, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return errors.New(q.t.Get("cli.exists", l10n.Vars{"File": file}))
	}
	if err != nil {
		return errors.New(q.t.Get("cli.not-written", l10n.Vars{"File": file, "Err": err}))
	}
	err = q.d.Queue.Export(id, out)
	if e := out.Close(); err == nil {
		err = e
	}
	if err != nil {
		return errors.Join(q.named(id, err), os.Remove(file))
	}
	return nil
}

// named says in words what keeps a command from the tickets that it names.
func (q queueCommand) named(id string, err error) error {
	for _, w := range []struct {
		err error
		key string
	}{
		{outbox.ErrNotFound, "cli.no-ticket"},
		{outbox.ErrBadID, "cli.no-ticket"},
		{outbox.ErrBusy, "cli.ticket-busy"},
		{outbox.ErrSent, "cli.ticket-sent"},
		{outbox.ErrSwept, "cli.ticket-swept"},
		{outbox.ErrDamaged, "cli.ticket-damaged"},
	} {
		if errors.Is(err, w.err) {
			return errors.New(q.t.Get(w.key, l10n.Vars{"ID": id}))
		}
	}
	return q.p.folderError(q.t, err)
}
