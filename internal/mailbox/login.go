package mailbox

import (
	"context"
	"errors"
	"fmt"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-sasl"
)

var (
	errNoLogin  = errors.New("the server offers no way to log in that can be used here")
	errNoSecret = errors.New("the password or token is missing")
)

// login opens the user's account.
func (s *session) login(ctx context.Context, server Server) error {
	caps := s.client.Caps()
	switch server.Auth {
	case AuthPassword, "":
		secret, err := secretOf(ctx, server.Password)
		if err != nil {
			return err
		}
		s.working()
		if caps.Has(imap.AuthCap(sasl.Plain)) {
			return s.client.Authenticate(sasl.NewPlainClient("", server.Username, secret))
		}
		if caps.Has(imap.CapLoginDisabled) {
			return errNoLogin
		}
		return s.client.Login(server.Username, secret).Wait()
	case AuthXOAUTH2:
		token, err := secretOf(ctx, server.Token)
		if err != nil {
			return err
		}
		s.working()
		if !caps.Has(imap.AuthCap("XOAUTH2")) {
			return fmt.Errorf("%w: XOAUTH2", errNoLogin)
		}
		return s.client.Authenticate(&xoauth2{server.Username, token})
	}
	return fmt.Errorf("%w: %q", errNoLogin, server.Auth)
}

// secretOf gets the secret. The conversation waits meanwhile, so whoever gives it
// must not wait for ever.
func secretOf(ctx context.Context, secret func(context.Context) (string, error)) (string, error) {
	if secret == nil {
		return "", errNoSecret
	}
	s, err := secret(ctx)
	if err != nil {
		return "", fmt.Errorf("%w: %w", errNoSecret, err)
	}
	if s == "" {
		return "", errNoSecret
	}
	return s, nil
}

// xoauth2 is the way of Microsoft and Google to log in with a token:
// https://developers.google.com/workspace/gmail/imap/xoauth2-protocol
type xoauth2 struct{ user, token string }

func (x *xoauth2) Start() (string, []byte, error) {
	return "XOAUTH2", []byte("user=" + x.user + "\x01auth=Bearer " + x.token + "\x01\x01"), nil
}

// Next answers the server's error, which comes as a challenge, with nothing;
// only then does the server refuse.
func (x *xoauth2) Next([]byte) ([]byte, error) { return []byte{}, nil }
