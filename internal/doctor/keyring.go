package doctor

import (
	"context"
	"errors"

	"ticketpp/internal/config"
	"ticketpp/internal/l10n"
	"ticketpp/internal/secret"
)

// keyring lets the system's keyring keep, give back and forget an entry. A
// broken one is grave only where the settings keep a secret in it.
func (e *exam) keyring(ctx context.Context) {
	err := secret.Check(ctx)
	if err == nil {
		e.say("entry", OK, "keyring.well", nil)
		return
	}
	key, status := "keyring.none", Warn
	if errors.Is(err, context.DeadlineExceeded) {
		key = "keyring.locked"
	}
	if e.needsKeyring() {
		status = Fail
	} else {
		key += "-unused"
	}
	e.say("entry", status, key, l10n.Vars{"Err": err})
}

// needsKeyring reports whether a server's secret is kept in the keyring.
func (e *exam) needsKeyring() bool {
	servers := e.Settings.SMTP
	if e.Settings.IMAP.Host != "" {
		servers = append(servers[:len(servers):len(servers)], e.Settings.IMAP.Server)
	}
	for _, s := range servers {
		if s.Auth == config.XOAuth2 || s.Auth == config.PasswordAuth && len(s.PasswordCommand) == 0 {
			return true
		}
	}
	return false
}
