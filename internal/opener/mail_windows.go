package opener

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/sys/windows/registry"
)

// openMail asks the mail program by Simple MAPI where one is registered for
// that, and otherwise opens the file: new Outlook and the Mail app know no
// MAPI.
func openMail(ctx context.Context, m Mail) error {
	cause := errors.New("no mail program is registered for MAPI")
	if m.Parts != nil && hasMAPI() {
		cause = byMAPI(ctx, m)
		if cause == nil || errors.Is(cause, ErrClosed) || ctx.Err() != nil {
			return cause
		}
	}
	if err := open(ctx, m.File); err != nil {
		return fmt.Errorf("%w: %w", ErrNoMailProgram, errors.Join(cause, err))
	}
	return nil
}

func byMAPI(ctx context.Context, m Mail) error {
	p, err := m.Parts()
	if err != nil {
		return err
	}
	return sendMAPI(ctx, p)
}

// hasMAPI reports whether a default mail program is registered: without one
// MAPI shows an error of its own.
func hasMAPI() bool {
	for _, root := range []registry.Key{registry.CURRENT_USER, registry.LOCAL_MACHINE} {
		k, err := registry.OpenKey(root, `Software\Clients\Mail`, registry.QUERY_VALUE)
		if err != nil {
			continue
		}
		name, _, err := k.GetStringValue("")
		k.Close()
		if err == nil && name != "" {
			return true
		}
	}
	return false
}
