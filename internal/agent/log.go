package agent

import (
	"log/slog"
	"path/filepath"

	"gopkg.in/natefinch/lumberjack.v2"
)

// The log keeps its last few megabytes; a month old is too old to help.
const (
	logFileMB   = 2
	logFiles    = 3
	logFileDays = 30
)

// newLog returns the log in the data folder: one line a change of state, with
// the ticket's id, never its text. The file is opened with the first line.
func newLog(data, level string) *slog.Logger {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		l = slog.LevelInfo
	}
	w := &lumberjack.Logger{
		Filename: filepath.Join(data, "log", "trayapp.log"),
		MaxSize:  logFileMB, MaxBackups: logFiles, MaxAge: logFileDays,
	}
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: l}))
}
