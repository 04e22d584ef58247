package cli

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"
)

func (p *program) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "help.version",
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			if p.json {
				return p.printJSON([]map[string]string{{"version": p.Version, "commit": p.Commit, "date": p.Date}})
			}
			_, err := fmt.Fprintf(p.Out, "trayapp %s (commit %s, built %s)\n", p.Version, p.Commit, p.Date)
			return err
		},
	}
}

// printJSON writes one JSON value and a line end.
func (p *program) printJSON(v any) error {
	enc := json.NewEncoder(p.Out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
