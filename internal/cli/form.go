package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/spf13/cobra"

	"ticketpp/internal/browser"
	"ticketpp/internal/launch"
	"ticketpp/internal/startup"
)

// formCommand shows a draft's form in the browser, for the agent that started
// it; it speaks to it as the window program does, and ends with its statuses.
func (p *program) formCommand() *cobra.Command {
	var draft, noPicture string
	cmd := &cobra.Command{
		Use:    "form",
		Hidden: true,
		Args:   noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.showDraft(cmd.Context(), draft, noPicture)
		},
	}
	cmd.Flags().StringVar(&draft, "draft", "", "")
	cmd.Flags().StringVar(&noPicture, "no-picture", "", "")
	return cmd
}

func (p *program) showDraft(ctx context.Context, draft, noPicture string) error {
	startup.Outlive() // the agent that reads us may be killed
	s, t, err := p.settings()
	if err != nil {
		return err
	}
	d, err := p.dispatcher(s, t)
	if err != nil {
		return err
	}
	result, err := browser.Opener{
		Where: p.where, Settings: s, Dispatch: d, Log: d.Log,
		Shown:  func(raise func()) { p.shown(raise) },
		Handed: sync.OnceFunc(func() { fmt.Fprintln(p.Out, "handed") }),
	}.Form(ctx, draft, noPicture)
	switch {
	case result == launch.Sent:
		return quiet(launch.StatusSent)
	case errors.Is(err, launch.ErrNoDraft):
		return &exitError{code: launch.StatusNoDraft, err: err}
	default:
		return err
	}
}

// shown tells the agent that the form is seen, and obeys it from then on.
func (p *program) shown(raise func()) {
	fmt.Fprintln(p.Out, "ready "+p.Version)
	go func() {
		for lines := bufio.NewScanner(p.In); lines.Scan(); {
			if lines.Text() == "raise" {
				raise()
			}
		}
	}()
}
