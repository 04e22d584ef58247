package agent

import (
	"log/slog"
	"sync"

	"ticketpp/internal/config"
	"ticketpp/internal/l10n"
)

// watchedSettings are the settings in force, read again when a file or policy
// has changed, and the texts in the language that they name.
type watchedSettings struct {
	where config.Options
	texts *l10n.Texts
	mu    sync.Mutex
	now   *config.Settings
}

// get returns the settings in force.
func (w *watchedSettings) get() *config.Settings {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// refresh reads the settings again if they have changed, which it reports.
// Settings that cannot be read at all leave those in force as they are.
func (w *watchedSettings) refresh(log *slog.Logger) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if config.Fingerprint(w.where) == w.now.Fingerprint() {
		return false
	}
	s, err := config.Load(w.where)
	if s == nil || err != nil {
		log.Error("settings not read again", "err", err)
		return false
	}
	w.now = s
	if err := w.texts.Speak(s.Language); err != nil {
		log.Error("language not changed", "err", err)
	}
	log.Info("settings read again", "problems", len(s.Problems()))
	for _, p := range s.Problems() {
		log.Warn("settings", "problem", p.Error())
	}
	return true
}
