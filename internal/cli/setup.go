package cli

import (
	"github.com/spf13/cobra"

	"ticketpp/internal/config"
	"ticketpp/internal/l10n"
	"ticketpp/internal/setup"
)

// setupCommand is what the installer calls; it is nobody else's business and
// shown to nobody.
func (p *program) setupCommand() *cobra.Command {
	c := &cobra.Command{Use: "setup", Hidden: true, Args: noArguments, RunE: func(cmd *cobra.Command, _ []string) error {
		return usageError("cli.use.setup", l10n.Vars{"Path": cmd.CommandPath()})
	}}
	var upgrade, autostart string
	stop := &cobra.Command{
		Use: "stop", Args: noArguments,
		RunE: func(*cobra.Command, []string) error { return setup.Stop(config.Paths(p.where).Data, upgrade != "") },
	}
	stop.Flags().StringVar(&upgrade, "upgrade", "", "")
	start := &cobra.Command{
		Use: "start", Args: noArguments,
		RunE: func(*cobra.Command, []string) error { return setup.Start(autostart != "0") },
	}
	start.Flags().StringVar(&autostart, "autostart", "", "")
	c.AddCommand(stop, start)
	return c
}
