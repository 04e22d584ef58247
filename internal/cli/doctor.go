package cli

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"ticketpp/internal/config"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/doctor"
	"ticketpp/internal/secret"
)

func (p *program) doctorCommand() *cobra.Command {
	var only []string
	var names []string
	for _, a := range doctor.Areas() {
		names = append(names, string(a))
	}
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Examines screens, icon, data folder and the way to the mail servers",
		Long: "Examines, each by itself: " + strings.Join(names, ", ") + ".\n" +
			"Each step is ok, warn or fail, with what to do next. No mail is sent. The status is 1 if any step failed.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			areas := doctor.Areas()
			for _, a := range only {
				if !slices.Contains(names, a) {
					return usageError("--only %q: choose among %s", a, strings.Join(names, ", "))
				}
			}
			if len(only) > 0 {
				areas = slices.DeleteFunc(areas, func(a doctor.Area) bool { return !slices.Contains(only, string(a)) })
			}
			return p.doctor(cmd.Context(), areas)
		},
	}
	cmd.Flags().StringSliceVar(&only, "only", nil, "only these `AREA,…`")
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
		Settings: s, Trouble: trouble, Where: p.where, Texts: t, Window: windowProgram(),
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
		return fmt.Errorf("stopped: %w", err)
	}
	if failed {
		return quiet(exitFailed)
	}
	return nil
}
