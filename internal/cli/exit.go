package cli

import (
	"context"
	"errors"

	"ticketpp/internal/l10n"
)

// The exit statuses of the command line, a contract with scripts.
const (
	exitDone    = 0 // sent, or queued without --wait; doctor: no fail
	exitFailed  = 1 // something went wrong
	exitUsage   = 2 // wrong use
	exitRules   = 3 // refused by the rules; all findings are printed
	exitQueued  = 4 // queued, but not sent within --wait or by retry
	exitRefused = 5 // refused by the server for good; kept in failed/
)

// exitError ends a command with a status. Without msg, say and err all has been
// said already.
type exitError struct {
	code int
	msg  string
	say  func(*l10n.Texts) string // what is said where no texts are at hand yet
	err  error
}

func (e *exitError) Error() string {
	if e.msg == "" && e.err != nil {
		return e.err.Error()
	}
	return e.msg
}

func (e *exitError) Unwrap() error { return e.err }

// usageError is a wrong use of a command: status 2. What is said of it has the
// key in the translations.
func usageError(key string, vars l10n.Vars) error { return told(exitUsage, key, vars) }

// failure is a command that failed, in the words of a key.
func failure(key string, vars l10n.Vars) error { return told(exitFailed, key, vars) }

func told(code int, key string, vars l10n.Vars) error {
	return &exitError{code: code, say: func(t *l10n.Texts) string { return t.Get(key, vars) }}
}

// quiet ends with a status after everything has been said.
func quiet(code int) error { return &exitError{code: code} }

// exitCode is the status for an error that a command returned.
func exitCode(err error) int {
	if err == nil {
		return exitDone
	}
	var e *exitError
	if errors.As(err, &e) {
		return e.code
	}
	return exitFailed
}

// sayError puts an error into words; "" when all has been said.
func (p *program) sayError(err error) string {
	say := sayOf(err)
	if say == nil {
		return err.Error()
	}
	t, textErr := p.texts()
	if textErr != nil {
		return err.Error()
	}
	return say(t)
}

// sayOf is what an error has to say in the user's language; nil when it is in
// words already.
func sayOf(err error) func(*l10n.Texts) string {
	var e *exitError
	switch {
	case errors.As(err, &e):
		return e.say
	case errors.Is(err, context.Canceled):
		return func(t *l10n.Texts) string { return t.Get("cli.stopped") }
	}
	return nil
}
