package agent

import (
	"context"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"time"

	"ticketpp/internal/config"
	"ticketpp/internal/kb"
)

// When the sources of articles are read: once a day each, a thousand
// workstations not all at once.
const (
	kbFirst = time.Minute      // after the start, at the earliest
	kbApart = 10 * time.Minute // by which the first looks of many workstations differ
	kbLook  = time.Hour        // between two looks at whether a reading is due
	kbEvery = 24 * time.Hour   // between two readings
	kbAgain = 4 * time.Hour    // after one that did not succeed
	kbLimit = 6 * time.Hour    // a reading that takes longer is ended
)

// readArticles has the knowledge base read as often as is due, until ctx ends.
// A process of its own does it and ends: an index of many articles takes
// memory that the agent must not keep.
func (a *agent) readArticles(ctx context.Context) {
	wait := kbFirst + rand.N(kbApart)
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		wait = kbLook
		if !a.kbDue(time.Now()) {
			continue
		}
		if err := a.kbSync(ctx); err != nil && ctx.Err() == nil {
			a.log.Warn("knowledge base not read whole", "err", err)
		}
	}
}

// kbDue reports whether the sources of the settings were not all read within a
// day, or are others than the ones that were.
func (a *agent) kbDue(now time.Time) bool {
	sources := kbSources(a.settings.get())
	l, err := kb.Open(config.Paths(a.Where).Data)
	if err != nil {
		return false // the data folder says so itself
	}
	read, err := l.State()
	if err != nil {
		return len(sources) > 0
	}
	var known []string
	for _, r := range read {
		every := kbEvery
		if r.Error != "" {
			every = kbAgain
		}
		if now.Sub(r.At) >= every {
			return true
		}
		known = append(known, r.Source)
	}
	return !slices.Equal(sources, known)
}

func kbSources(s *config.Settings) []string {
	var out []string
	for _, k := range s.KB {
		if !slices.Contains(out, k.Source) {
			out = append(out, k.Source)
		}
	}
	return out
}

// kbSync runs `trayapp kb sync`.
func (a *agent) kbSync(ctx context.Context) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, kbLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, self, append(a.kbArguments(), "kb", "sync", "--json")...)
	out, err := cmd.Output()
	a.log.Info("knowledge base read", "sources", string(out[:min(len(out), 4096)]))
	return err
}

// kbArguments name the agent's own settings and data folder.
func (a *agent) kbArguments() []string {
	var args []string
	if a.Where.ConfigFile != "" {
		args = append(args, "--config", a.Where.ConfigFile)
	}
	return append(args, "--data", config.Paths(a.Where).Data)
}
