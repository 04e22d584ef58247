package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"ticketpp/internal/coach"
	"ticketpp/internal/l10n"
)

func (p *program) checkCommand() *cobra.Command {
	var helpdesk string
	kinds := []string{"subject", "description", "phone", "email"}
	cmd := &cobra.Command{
		Use:       "check subject|description|phone|email",
		Short:     "help.check",
		Long:      "help.check.long",
		ValidArgs: kinds,
		Args:      exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains(kinds, args[0]) {
				return usageError("cli.use.check", l10n.Vars{"All": strings.Join(kinds, ", "), "Word": args[0]})
			}
			s, t, err := p.settings()
			if err != nil {
				return err
			}
			h, _ := s.OnlyHelpdesk() // with none, or several, the rules are the usual ones
			if helpdesk != "" {
				if h, err = chooseHelpdesk(s, helpdesk); err != nil {
					return err
				}
			}
			c, err := coach.New(t, h)
			if err != nil {
				return err
			}
			return coach.CheckLines(cmd.Context(), p.In, p.Out, args[0], c, p.json)
		},
	}
	cmd.Flags().StringVar(&helpdesk, "helpdesk", "", "help.flag.rules-of")
	return cmd
}
