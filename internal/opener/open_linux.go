package opener

import (
	"context"
	"fmt"
	"os/exec"
)

// open starts xdg-open, which comes back at once or ends with the program
// that it started; its end is awaited so that no zombie is left.
func open(ctx context.Context, target string) error {
	cmd := exec.CommandContext(ctx, "xdg-open", target)
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("no program to open it with: %w", err)
	}
	go func() { _ = cmd.Wait() }()
	return nil
}

// openLocal looks at xdg-open's end for a while: it says when there is no
// browser, or lives on as the browser.
func openLocal(ctx context.Context, target string) error {
	return run(ctx, patience, xdgOpen, target)
}
