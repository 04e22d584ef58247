package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"ticketpp/internal/config"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/doctor"
	"ticketpp/internal/l10n"
	"ticketpp/internal/secret"
)

func (p *program) doctorCommand() *cobra.Command {
	var only []string
	names := areaNames()
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "help.doctor",
		Long:  "help.doctor.long",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			areas := doctor.Areas()
			for _, a := range only {
				if !slices.Contains(names, a) {
					return usageError("cli.use.choose", l10n.Vars{"Flag": "--only", "Word": a, "All": strings.Join(names, ", ")})
				}
			}
			if len(only) > 0 {
				areas = slices.DeleteFunc(areas, func(a doctor.Area) bool { return !slices.Contains(only, string(a)) })
			}
			return p.doctor(cmd.Context(), areas)
		},
	}
	cmd.Flags().StringSliceVar(&only, "only", nil, "help.flag.only")
	return cmd
}

// doctor prints each step as soon as it is known and fails if one has failed.
func (p *program) doctor(ctx context.Context, areas []doctor.Area) error {
	s, t, trouble := p.settings()
	if s == nil || t == nil {
		return trouble
	}
	rows := []doctor.Row{} // an empty array, never null
	failed := false
	doctor.Run(ctx, doctor.Options{
		Settings: s, Trouble: errors.Unwrap(trouble), Where: p.where, Texts: t, Window: windowProgram(),
		Dispatch: &dispatch.Dispatcher{
			Settings: func() *config.Settings { return s }, Texts: t, Vault: &secret.Vault{},
			Log: slog.New(slog.DiscardHandler), Data: config.Paths(p.where).Data,
		},
	}, areas, func(r doctor.Row) {
		r.Message, r.Hint = oneLine(r.Message), oneLine(r.Hint)
		failed = failed || r.Status == doctor.Fail
		if p.json {
			rows = append(rows, r)
			return
		}
		fmt.Fprintf(p.Out, "%-4s  %-7s  %-11s  %s\n", r.Status, r.Area, r.Step, r.Message)
		if r.Hint != "" {
			fmt.Fprintf(p.Out, "%28s→ %s\n", "", r.Hint)
		}
	})
	if p.json {
		if err := p.printJSON(rows); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return &exitError{code: exitFailed, msg: t.Get("cli.stopped"), err: err}
	}
	if failed {
		return quiet(exitFailed)
	}
	return nil
}
