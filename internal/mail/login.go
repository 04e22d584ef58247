package mail

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/wneessen/go-mail/smtp"
)

var (
	errNoLogin  = errors.New("the server offers no way to log in that can be used here")
	errNoSecret = errors.New("the password or token is missing")
)

// login logs in as the settings say; without a login it does nothing.
func (s *session) login(ctx context.Context, server Server) error {
	var a smtp.Auth
	switch server.Auth {
	case AuthNone, "":
		return nil
	case AuthPassword:
		secret, err := ask(ctx, server.Password)
		if err != nil {
			return err
		}
		a = &password{server: server, secret: secret}
	case AuthXOAUTH2:
		token, err := ask(ctx, server.Token)
		if err != nil {
			return err
		}
		if !s.offers("XOAUTH2") { // never discovered by itself
			return fmt.Errorf("%w: XOAUTH2", errNoLogin)
		}
		a = smtp.XOAuth2Auth(server.Username, token)
	default:
		return fmt.Errorf("%w: %q", errNoLogin, server.Auth)
	}
	if ok, _ := s.client.Extension("AUTH"); !ok {
		return errNoLogin
	}
	return s.client.Auth(a)
}

// ask gets the secret. The conversation waits meanwhile, so whoever gives it
// must not wait for ever.
func ask(ctx context.Context, secret func(context.Context) (string, error)) (string, error) {
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

func (s *session) offers(mechanism string) bool {
	_, list := s.client.Extension("AUTH")
	return slices.Contains(strings.Fields(strings.ToUpper(list)), mechanism)
}

// password logs in with the strongest mechanism that the server offers. The
// password itself goes out only over TLS, to this computer, or where the
// administrator has allowed plain text.
type password struct {
	server Server
	secret string
	chosen smtp.Auth
}

func (p *password) Start(info *smtp.ServerInfo) (string, []byte, error) {
	s := p.server
	offered := func(m string) bool {
		return slices.ContainsFunc(info.Auth, func(o string) bool { return strings.EqualFold(o, m) })
	}
	switch {
	case offered("SCRAM-SHA-256"):
		p.chosen = smtp.ScramSHA256Auth(s.Username, p.secret)
	case offered("SCRAM-SHA-1"):
		p.chosen = smtp.ScramSHA1Auth(s.Username, p.secret)
	case offered("PLAIN"):
		p.chosen = smtp.PlainAuth("", s.Username, p.secret, s.Host, s.AllowPlaintext)
	case offered("LOGIN"):
		p.chosen = smtp.LoginAuth(s.Username, p.secret, s.Host, s.AllowPlaintext)
	case offered("CRAM-MD5"):
		p.chosen = smtp.CRAMMD5Auth(s.Username, p.secret)
	default:
		return "", nil, errNoLogin
	}
	return p.chosen.Start(info)
}

func (p *password) Next(fromServer []byte, more bool) ([]byte, error) {
	return p.chosen.Next(fromServer, more)
}
