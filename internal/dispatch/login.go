package dispatch

import (
	"context"

	"ticketpp/internal/config"
	"ticketpp/internal/oauth"
	"ticketpp/internal/secret"
)

// Logins returns the servers for which somebody must log in once: those with
// a password in the keyring or a token from the provider. A relay asks for
// nothing, and a password_command answers by itself. The mailbox stands last,
// and not at all where a login before opens it too.
func Logins(s *config.Settings) []config.Server {
	var list []config.Server
	for _, c := range s.SMTP {
		if needsLogin(c) {
			list = append(list, c)
		}
	}
	if c := s.IMAP.Server; c.Host != "" && needsLogin(c) {
		box, err := Account(s, c)
		for _, other := range list {
			if a, e := Account(s, other); e == nil && err == nil && a.Host == box.Host && a.User == box.User {
				return list
			}
		}
		list = append(list, c)
	}
	return list
}

func needsLogin(c config.Server) bool {
	return c.Auth == config.XOAuth2 || c.Auth == config.PasswordAuth && len(c.PasswordCommand) == 0
}

// Provider returns the identity provider of the settings, as somebody signs in
// there: for all that the settings need it for.
func Provider(s *config.Settings) (oauth.Provider, error) {
	send := false
	for _, c := range s.SMTP {
		send = send || c.Auth == config.XOAuth2
	}
	return provider(s.OAuth, send, s.IMAP.Host != "" && s.IMAP.Auth == config.XOAuth2)
}

// provider returns the identity provider, asked for certain permissions.
func provider(o config.OAuth, send, read bool) (oauth.Provider, error) {
	return oauth.For(oauth.Registration{
		Provider: o.Provider, ClientID: o.ClientID, ClientSecret: o.ClientSecret, Tenant: o.Tenant, DeviceCode: o.DeviceCode,
		AuthURL: o.AuthURL, TokenURL: o.TokenURL, DeviceURL: o.DeviceURL, Scopes: o.Scopes, Send: send, Read: read,
	})
}

// Account is where the secret for a server is kept: the password, or the
// provider's refresh token.
func Account(s *config.Settings, c config.Server) (secret.Account, error) {
	if c.Auth != config.XOAuth2 {
		return secret.Account{Host: c.Host, User: c.Username, Command: c.PasswordCommand}, nil
	}
	p, err := Provider(s)
	return p.Account(c.Username), err
}

// token gives a server's access token. Sending asks for nothing but to send: a
// sign-in from before there was a mailbox in the settings goes on working.
func (d *Dispatcher) token(ctx context.Context, c config.Server) (string, error) {
	p, err := provider(d.Settings().OAuth, true, false)
	if err != nil {
		return "", err
	}
	return d.tokens.Get(ctx, p, c.Username, d.Vault)
}

// ReadToken gives the mailbox's access token. A sign-in that only allows to
// send is oauth.ErrScope.
func (d *Dispatcher) ReadToken(ctx context.Context, c config.Server) (string, error) {
	p, err := provider(d.Settings().OAuth, false, true)
	if err != nil {
		return "", err
	}
	return d.reading.Get(ctx, p, c.Username, d.Vault)
}

// Password gives a server's password.
func (d *Dispatcher) Password(ctx context.Context, c config.Server) (string, error) {
	return d.Vault.Get(ctx, secret.Account{Host: c.Host, User: c.Username, Command: c.PasswordCommand})
}
