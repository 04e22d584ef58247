package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"ticketpp/internal/agent"
	"ticketpp/internal/config"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/instance"
	"ticketpp/internal/l10n"
	"ticketpp/internal/launch"
	"ticketpp/internal/logfile"
	"ticketpp/internal/opener"
	"ticketpp/internal/startup"
)

// runAgent is `trayapp` without a command.
func (p *program) runAgent(ctx context.Context) error {
	startup.Outlive()
	o := p.agentOptions()
	o.Program, _ = os.Executable() // without it the agent stays what it is
	err := agent.Run(ctx, o)
	if errors.Is(err, agent.ErrRunning) {
		p.complain(failure("cli.running", nil))
		return nil
	}
	if err == nil {
		return nil
	}
	_, t, bad := p.settings()
	if bad != nil {
		return bad
	}
	return p.folderError(t, err)
}

func (p *program) agentOptions() agent.Options {
	return agent.Options{Where: p.where, Version: p.Version, Window: windowProgram(), Err: p.Err}
}

// windowProgram is trayapp-ui beside this program.
func windowProgram() string {
	name := "trayapp-ui"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	self, err := os.Executable()
	if err != nil {
		return name
	}
	return filepath.Join(filepath.Dir(self), name)
}

func (p *program) newCommand() *cobra.Command {
	var inBrowser bool
	cmd := &cobra.Command{
		Use:   "new",
		Short: "help.new",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			m := instance.New
			if inBrowser {
				m = instance.Browse
			}
			err := instance.Send(config.Paths(p.where).Data, m)
			if !errors.Is(err, instance.ErrNotRunning) {
				return err
			}
			return p.openForm(cmd.Context(), inBrowser)
		},
	}
	cmd.Flags().BoolVar(&inBrowser, "browser", false, "help.flag.browser")
	return cmd
}

// openForm is `trayapp new` without an agent. The window's program delivers
// what it queues.
func (p *program) openForm(ctx context.Context, inBrowser bool) error {
	startup.Outlive()
	s, t, err := p.settings()
	if err != nil {
		return err
	}
	p.sayProblems(s, t)
	d, err := p.dispatcher(s, t)
	if err != nil {
		return err
	}
	l := launch.ForSettings(s, d.Drafts, p.Version, d.Log)
	l.Window = launch.Window{Program: windowProgram(), Args: launch.GlobalFlags(p.where), Stderr: logfile.Lines(d.Log, "trayapp-ui")}
	id, result, err := p.showForm(ctx, l, d, s, inBrowser || s.Form.UI == "browser")
	switch result {
	case launch.Crashed:
		return errors.New(t.Get("agent.window-crashed.text"))
	case launch.NoWindow:
		if errors.Is(err, launch.ErrNoScreen) {
			return &exitError{code: exitFailed, msg: t.Get("agent.no-screen.text"), err: err}
		}
		return p.mailInstead(ctx, d, t, id, err)
	default:
		return p.folderError(t, err)
	}
}

// mailInstead offers the draft as a mail for want of a window, and says in one
// sentence whether a mail program has it or where it lies. The command has
// failed to open its form, whatever becomes of the mail.
func (p *program) mailInstead(ctx context.Context, d *dispatch.Dispatcher, t *l10n.Texts, id string, cause error) error {
	key := "agent.no-window"
	if errors.Is(cause, launch.ErrNoOpenGL) {
		key = "agent.no-opengl"
	}
	path, err := d.ExportDraft(config.Paths(p.where).Data, id)
	if err != nil {
		d.Log.Error("draft not offered as a mail", "draft", id, "err", err)
		return &exitError{code: exitFailed, msg: t.Get(key + "-kept.text"), err: errors.Join(cause, err)}
	}
	if err := opener.OpenMail(ctx, dispatch.MailFile(path)); err != nil {
		d.Log.Warn("mail file not opened", "file", path, "err", err)
		key += "-file"
	}
	return &exitError{code: exitFailed, msg: t.Get(key+".text", l10n.Vars{"File": path}), err: cause}
}
