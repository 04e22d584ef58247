package agent

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"

	"ticketpp/internal/config"
)

// settingsEvery is how often the settings are compared where nothing tells of
// a change, such as in the registry.
const settingsEvery = 5 * time.Minute

// watchSettings takes up changes of the settings while the agent runs, until
// ctx ends: at once where the folders of their files can be watched, else
// within minutes.
func (a *agent) watchSettings(ctx context.Context) {
	events, stop := a.settingsEvents()
	defer stop()
	tick := time.NewTicker(settingsEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if config.Fingerprint(a.Where) == a.settings.get().Fingerprint() {
				continue
			}
		case e, ok := <-events:
			if !ok {
				events = nil
				continue
			}
			if !isSettings(a.Where, e.Name) {
				continue
			}
		}
		a.touch() // reads them again
	}
}

// settingsEvents watches the folders in which the settings' files are or would
// be. A folder that is not there yet is seen by the slow comparison.
func (a *agent) settingsEvents() (<-chan fsnotify.Event, func()) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		a.log.Warn("settings not watched", "err", err)
		return nil, func() {}
	}
	seen := map[string]bool{}
	for _, file := range settingsFiles(a.Where) {
		dir := filepath.Dir(file)
		if seen[dir] || file == "" {
			continue
		}
		seen[dir] = true
		if err := w.Add(dir); err != nil && !os.IsNotExist(err) {
			a.log.Info("settings not watched", "folder", dir, "err", err)
		}
	}
	go func() {
		for range w.Errors { // events were lost: the slow comparison finds what they told
		}
	}()
	return w.Events, func() { w.Close() }
}

// settingsFiles are the files from which settings come.
func settingsFiles(where config.Options) []string {
	p := config.Paths(where)
	files := []string{p.Policy}
	if where.ConfigFile != "" {
		return append(files, where.ConfigFile)
	}
	return append(files, p.Machine, p.User)
}

// isSettings reports whether a file of a watched folder is one of ours: the
// data folder may be the same, and its files change all the time.
func isSettings(where config.Options, name string) bool {
	for _, file := range settingsFiles(where) {
		if file != "" && filepath.Clean(name) == filepath.Clean(file) {
			return true
		}
	}
	return false
}
