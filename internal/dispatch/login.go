package dispatch

import (
	"context"

	"ticketpp/internal/config"
	"ticketpp/internal/oauth"
	"ticketpp/internal/secret"
)

// Logins returns the servers for which somebody must log in once: those with
// a password in the keyring or a token from the provider. A relay asks for
// nothing, and a password_command answers by itself.
func Logins(s *config.Settings) []config.Server {
	var list []config.Server
	for _, c := range s.SMTP {
		if c.Auth == config.XOAuth2 || c.Auth == config.PasswordAuth && len(c.PasswordCommand) == 0 {
			list = append(list, c)
		}
	}
	return list
}

// Provider returns the identity provider of the settings.
func Provider(o config.OAuth) (oauth.Provider, error) {
	return oauth.For(oauth.Registration{
		Provider: o.Provider, ClientID: o.ClientID, ClientSecret: o.ClientSecret, Tenant: o.Tenant, DeviceCode: o.DeviceCode,
		AuthURL: o.AuthURL, TokenURL: o.TokenURL, DeviceURL: o.DeviceURL, Scopes: o.Scopes,
	})
}

// Account is where the secret for a server is kept: the password, or the
// provider's refresh token.
func Account(s *config.Settings, c config.Server) (secret.Account, error) {
	if c.Auth != config.XOAuth2 {
		return secret.Account{Host: c.Host, User: c.Username, Command: c.PasswordCommand}, nil
	}
	p, err := Provider(s.OAuth)
	return p.Account(c.Username), err
}

// token gives a server's access token.
func (d *Dispatcher) token(ctx context.Context, c config.Server) (string, error) {
	p, err := Provider(d.Settings().OAuth)
	if err != nil {
		return "", err
	}
	return d.tokens.Get(ctx, p, c.Username, d.Vault)
}
