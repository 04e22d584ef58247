package cli

import (
	"github.com/spf13/cobra"

	"ticketpp/internal/config"
	"ticketpp/internal/setup"
)

// setupCommand is what the installer calls; it is nobody else's business and
// shown to nobody.
func (p *program) setupCommand() *cobra.Command {
	c := &cobra.Command{Use: "setup", Hidden: true, Args: noArguments, RunE: func(cmd *cobra.Command, _ []string) error {
		return usageError("setup is for the installer: %s stop|start", cmd.CommandPath())
	}}
	var upgrade, autostart string
	stop := &cobra.Command{
		Use: "stop", Short: "Ends the running programs", Args: noArguments,
		RunE: func(*cobra.Command, []string) error { return setup.Stop(config.Paths(p.where).Data, upgrade != "") },
	}
	stop.Flags().StringVar(&upgrade, "upgrade", "", "the product that takes over, if one does")
	start := &cobra.Command{
		Use: "start", Short: "Starts the agent for those who are logged on", Args: noArguments,
		RunE: func(*cobra.Command, []string) error { return setup.Start(autostart != "0") },
	}
	start.Flags().StringVar(&autostart, "autostart", "", "0: only where it ran before")
	c.AddCommand(stop, start)
	return c
}
