//go:build !windows

package eventlog

// open: what the program says on standard error is in the session's journal.
func open() writer { return nil }
