package uiapp

import (
	"context"
	"log/slog"

	"ticketpp/internal/filedialog"
	"ticketpp/internal/window"
)

// askFiles shows the desktop's own dialog. Why there is none is for the log:
// the user gets another one.
func askFiles(log *slog.Logger) window.AskFiles {
	return func(ctx context.Context, q window.FileQuestion) ([]string, error) {
		files, err := filedialog.Open(ctx, q)
		if err != nil && ctx.Err() == nil {
			log.Info("the toolkit asks for files", "err", err)
		}
		return files, err
	}
}
