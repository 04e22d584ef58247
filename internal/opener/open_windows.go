package opener

import (
	"context"
	"fmt"

	"golang.org/x/sys/windows"
)

// open asks the shell's own function, which starts no command interpreter.
func open(_ context.Context, target string) error {
	verb, err := windows.UTF16PtrFromString("open")
	if err != nil {
		return err
	}
	file, err := windows.UTF16PtrFromString(target)
	if err != nil {
		return err
	}
	if err := windows.ShellExecute(0, verb, file, nil, nil, windows.SW_SHOWNORMAL); err != nil {
		return fmt.Errorf("no program to open it with: %w", err)
	}
	return nil
}

// openLocal: the shell's function says at once whether a program took it.
func openLocal(ctx context.Context, target string) error { return open(ctx, target) }
