package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"ticketpp/internal/agent"
	"ticketpp/internal/config"
	"ticketpp/internal/demo"
	"ticketpp/internal/l10n"
	"ticketpp/internal/safefile"
	"ticketpp/internal/startup"
	"ticketpp/internal/ticket"
)

func (p *program) demoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "demo",
		Short: "help.demo",
		Long:  "help.demo.long",
		Args:  noArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return p.runDemo(cmd.Context()) },
	}
}

// runDemo starts the helpdesk in the box and an agent with settings that name
// nothing else, in a folder of their own: a demo never meets the real agent,
// its drafts or its servers.
func (p *program) runDemo(ctx context.Context) error {
	startup.Outlive()
	if p.where.ConfigFile != "" {
		return usageError("cli.use.demo-config", nil)
	}
	_, t, err := p.settings()
	if err != nil {
		return err
	}
	dir, err := demoFolder(p.where.DataDir)
	if err != nil {
		return err
	}
	desk, err := demo.Start(ctx, demo.Options{Dir: filepath.Join(dir, "helpdesk"), Lang: t.Lang()})
	if err != nil {
		return err
	}
	defer desk.Close()
	p.where.DataDir = filepath.Join(dir, "data")
	p.where.ConfigFile = filepath.Join(dir, "config.toml")
	if err := p.demoSettings(desk.Settings()); err != nil {
		return err
	}
	fmt.Fprintln(p.Out, t.Get("cli.demo-ready", l10n.Vars{"Page": desk.PageURL()}))
	fmt.Fprintln(p.Out, t.Get("cli.demo-try"))
	fmt.Fprintln(p.Out, t.Get("cli.demo-data", l10n.Vars{"Folder": dir}))
	go p.tellTickets(ctx, desk, t)
	if err := agent.Run(ctx, p.agentOptions()); !errors.Is(err, agent.ErrRunning) {
		return err
	}
	return failure("cli.demo-running", l10n.Vars{"Folder": dir})
}

// demoFolder returns the folder given with --data, or a new one.
func demoFolder(dir string) (string, error) {
	if dir == "" {
		return os.MkdirTemp("", "trayapp-demo-")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	return dir, safefile.MkdirAll(dir)
}

// demoSettings writes the demo's settings. The helpdesk's port is another at
// each start; the person of an earlier demo in the same folder is kept.
func (p *program) demoSettings(text string) error {
	before, _ := config.Load(p.where)
	if err := safefile.WriteFile(p.where.ConfigFile, []byte(text)); err != nil {
		return err
	}
	if before == nil || before.User == (ticket.Contact{}) {
		return nil
	}
	return config.SaveUser(p.where, before.User)
}

// tellTickets prints the number of each ticket that the helpdesk opens.
func (p *program) tellTickets(ctx context.Context, desk *demo.Helpdesk, t *l10n.Texts) {
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for told := 0; ; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		tickets := desk.Tickets()
		for _, tk := range tickets[min(told, len(tickets)):] {
			fmt.Fprintln(p.Out, t.Get("cli.demo-ticket", l10n.Vars{"Number": tk.Number, "Subject": oneLine(tk.Subject)}))
		}
		told = len(tickets)
	}
}
