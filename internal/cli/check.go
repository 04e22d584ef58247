package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"ticketpp/internal/coach"
	"ticketpp/internal/ticket"
)

func (p *program) checkCommand() *cobra.Command {
	var helpdesk string
	kinds := []string{"subject", "description", "phone", "email"}
	cmd := &cobra.Command{
		Use:       "check subject|description|phone|email",
		Short:     "Says of each line on standard input what a technician would say",
		Long:      "Reads one text a line (\\n for a new line) and answers with one line each:\nok, or hint or reject with the rule, a message and a better text.",
		ValidArgs: kinds,
		Args:      exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains(kinds, args[0]) {
				return usageError("check knows %s, but not %q", strings.Join(kinds, ", "), args[0])
			}
			s, t, err := p.settings()
			if err != nil {
				return err
			}
			var h ticket.Helpdesk
			if hs := s.Helpdesks(); helpdesk != "" || len(hs) == 1 {
				if h, err = chooseHelpdesk(t, hs, helpdesk); err != nil {
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
	cmd.Flags().StringVar(&helpdesk, "helpdesk", "", "the helpdesk whose rules count, by its `ID`")
	return cmd
}
