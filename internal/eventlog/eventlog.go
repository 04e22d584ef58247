// Package eventlog copies to the system's own log what an administrator must
// see, where the system has one for it (Windows): an administrator of a
// thousand workstations collects that one and reads nobody's files. It must not
// know what is logged; the log never holds a ticket's words.
package eventlog

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
)

// writer takes one entry.
type writer interface {
	write(level slog.Level, text string) error
}

// most is how many different entries one run of the program makes.
const most = 100

// Wrap returns a handler that hands all to next, and to the system's log the
// errors, and the warnings whose message is among warnings; the same words once
// only. It returns next where the system has no such log.
func Wrap(next slog.Handler, warnings ...string) slog.Handler {
	w := open()
	if w == nil {
		return next
	}
	return &handler{Handler: next, to: w, warnings: warnings, told: &told{seen: map[string]bool{}}}
}

// told remembers what was written.
type told struct {
	mu   sync.Mutex
	seen map[string]bool
}

// first reports whether text comes for the first time.
func (t *told) first(text string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.seen[text] || len(t.seen) >= most {
		return false
	}
	t.seen[text] = true
	return true
}

type handler struct {
	slog.Handler
	to       writer
	warnings []string
	more     string // attributes from With
	told     *told
}

// Handle hands the record on, and copies it where it is an administrator's
// business. A system's log that cannot be written stops nothing.
func (h *handler) Handle(ctx context.Context, r slog.Record) error {
	if r.Level >= slog.LevelError || r.Level >= slog.LevelWarn && slices.Contains(h.warnings, r.Message) {
		var text strings.Builder
		text.WriteString(r.Message + h.more)
		r.Attrs(func(a slog.Attr) bool {
			text.WriteString(" " + a.String())
			return true
		})
		if h.told.first(text.String()) {
			_ = h.to.write(r.Level, text.String())
		}
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs adds attributes to every later record.
func (h *handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	c := *h
	c.Handler = h.Handler.WithAttrs(attrs)
	for _, a := range attrs {
		c.more += " " + a.String()
	}
	return &c
}

// WithGroup opens a group for later attributes.
func (h *handler) WithGroup(name string) slog.Handler {
	c := *h
	c.Handler = h.Handler.WithGroup(name)
	return &c
}

// Report writes one error, for a program that has no log of its own yet.
func Report(text string) {
	if w := open(); w != nil {
		_ = w.write(slog.LevelError, text) // there is nobody else to tell
	}
}
