package cli

import (
	"errors"
	"fmt"
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

// exitError ends a command with a status. An empty message means that all has
// been said already.
type exitError struct {
	code int
	msg  string
	err  error
}

func (e *exitError) Error() string {
	if e.msg == "" && e.err != nil {
		return e.err.Error()
	}
	return e.msg
}

func (e *exitError) Unwrap() error { return e.err }

// usageError is a wrong use of a command: status 2.
func usageError(format string, args ...any) error {
	return &exitError{code: exitUsage, msg: fmt.Sprintf(format, args...)}
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
