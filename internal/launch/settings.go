package launch

import (
	"log/slog"
	"path/filepath"

	"ticketpp/internal/config"
	"ticketpp/internal/drafts"
	"ticketpp/internal/ticket"
)

// ForSettings returns a launcher whose new tickets start from what the
// settings know: the person, and whatever leaves no choice. Window is still
// to be set.
func ForSettings(s *config.Settings, store *drafts.Store, version string, log *slog.Logger) Launcher {
	return Launcher{Drafts: store, Version: version, Draft: Blank(s), Log: log}
}

// Blank is the ticket that nobody has written anything into yet.
func Blank(s *config.Settings) ticket.Ticket {
	t := ticket.Ticket{Kind: ticket.Anomaly, Severity: ticket.Normal, Contact: s.User}
	h, only := s.OnlyHelpdesk()
	if !only {
		return t
	}
	t.Helpdesk = h.ID
	t.Module, _ = h.OnlyModule()
	if len(h.Categories) == 1 {
		t.Category = h.Categories[0]
	}
	return t
}

// GlobalFlags are the command line's global flags for the window program, with
// paths that hold from any folder.
func GlobalFlags(o config.Options) []string {
	data := config.Paths(o).Data
	if abs, err := filepath.Abs(data); err == nil {
		data = abs
	}
	args := []string{"--data", data}
	if o.ConfigFile != "" {
		file, err := filepath.Abs(o.ConfigFile)
		if err != nil {
			file = o.ConfigFile
		}
		args = append(args, "--config", file)
	}
	return args
}
