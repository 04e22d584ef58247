package opener

import (
	"context"
	"fmt"
	"os/exec"
)

// openMail looks at the end of the system's opener, which is soon and says
// whether a program took the file.
func openMail(ctx context.Context, m Mail) error {
	if err := exec.CommandContext(ctx, "/usr/bin/open", "--", m.File).Run(); err != nil {
		return fmt.Errorf("%w: %w", ErrNoMailProgram, err)
	}
	return nil
}
