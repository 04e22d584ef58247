package opener

import (
	"context"
	"fmt"
	"os/exec"
)

// open starts the system's opener.
func open(ctx context.Context, target string) error {
	cmd := exec.CommandContext(ctx, "/usr/bin/open", "--", target)
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("no program to open it with: %w", err)
	}
	go func() { _ = cmd.Wait() }()
	return nil
}

// openLocal looks at the end of the system's opener, which is soon and says
// whether a program took the page.
func openLocal(ctx context.Context, target string) error {
	if err := exec.CommandContext(ctx, "/usr/bin/open", "--", target).Run(); err != nil {
		return fmt.Errorf("no program to open it with: %w", err)
	}
	return nil
}
