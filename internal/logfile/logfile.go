// Package logfile is the program's log: a rotating file in the data folder,
// one line a change of state, with the ticket's id and never its text. It
// knows nothing of what is logged.
package logfile

import (
	"bytes"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"gopkg.in/natefinch/lumberjack.v2"
)

// The log keeps its last few megabytes; a month old is too old to help.
const (
	megabytes = 2
	files     = 3
	days      = 30
)

// New returns the log in the data folder at a level by name (debug, info,
// warn, error; anything else is info). The file, mode 0600 in a
// folder of mode 0700, is opened with the first line.
func New(data, level string) *slog.Logger {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		l = slog.LevelInfo
	}
	file := filepath.Join(data, "log", "trayapp.log")
	w := &private{dir: filepath.Dir(file), file: &lumberjack.Logger{
		Filename: file, MaxSize: megabytes, MaxBackups: files, MaxAge: days,
	}}
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: l}))
}

// private is a file in a folder that the user alone may look into: lumberjack
// would make one that is open to all.
type private struct {
	dir  string
	file *lumberjack.Logger

	mu   sync.Mutex
	last os.FileInfo // of the file that was written to; nil before
}

// Write makes the folder with the first line, and again where somebody has
// deleted it: the lines would go into a file that nobody can see. One that an
// older version left open is closed. What cannot be made is said by the file.
func (p *private) Write(line []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now, err := os.Stat(p.file.Filename); p.last == nil || err != nil || !os.SameFile(p.last, now) {
		_ = p.file.Close() // the next line opens the one that stands there
		if os.MkdirAll(p.dir, 0o700) == nil {
			_ = os.Chmod(p.dir, 0o700)
		}
	}
	n, err := p.file.Write(line)
	if now, gone := os.Stat(p.file.Filename); gone == nil {
		p.last = now
	}
	return n, err
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
