// Package logfile is the program's log: a rotating file in the data folder,
// one line a change of state, with the ticket's id and never its text. It
// knows nothing of what is logged.
package logfile

import (
	"bytes"
	"io"
	"log/slog"
	"path/filepath"
	"strings"

	"gopkg.in/natefinch/lumberjack.v2"
)

// The log keeps its last few megabytes; a month old is too old to help.
const (
	megabytes = 2
	files     = 3
	days      = 30
)

// New returns the log in the data folder at a level by name (debug, info,
// warn, error; anything else is info). The file, mode 0600, is opened with the
// first line.
func New(data, level string) *slog.Logger {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		l = slog.LevelInfo
	}
	w := &lumberjack.Logger{
		Filename: filepath.Join(data, "log", "trayapp.log"),
		MaxSize:  megabytes, MaxBackups: files, MaxAge: days,
	}
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: l}))
}

// Lines returns a writer whose lines go into l, for the standard error of a
// program that we start. It must be written to by one goroutine.
func Lines(l *slog.Logger, program string) io.Writer {
	return &lines{log: l.With("program", program)}
}

// longest is the longest line that is kept, in bytes.
const longest = 2000

type lines struct {
	log  *slog.Logger
	rest []byte
}

func (w *lines) Write(p []byte) (int, error) {
	w.rest = append(w.rest, p...)
	for {
		line, rest, found := bytes.Cut(w.rest, []byte("\n"))
		if !found {
			if len(w.rest) > longest {
				w.say(w.rest)
				w.rest = nil
			}
			return len(p), nil
		}
		w.say(line)
		w.rest = rest
	}
}

func (w *lines) say(line []byte) {
	if s := strings.TrimSpace(strings.ToValidUTF8(string(line), "?")); s != "" {
		w.log.Info("said", "line", s[:min(len(s), longest)])
	}
}
