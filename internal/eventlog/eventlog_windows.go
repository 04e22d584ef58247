package eventlog

import (
	"log/slog"

	"golang.org/x/sys/windows/svc/eventlog"
)

// source is our name in the log; the installer registers it, with Windows' own
// message file for such as us (EventCreate.exe), whose numbers go to 1000.
const source = "trayapp"

// The entries' numbers, for whoever filters by them.
const (
	errorID   = 1
	warningID = 2
)

type system struct{ log *eventlog.Log }

func open() writer {
	l, err := eventlog.Open(source)
	if err != nil {
		return nil
	}
	return system{l}
}

func (s system) write(level slog.Level, text string) error {
	if level >= slog.LevelError {
		return s.log.Error(errorID, text)
	}
	return s.log.Warning(warningID, text)
}
