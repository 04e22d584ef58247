package uiapp

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"

	"ticketpp/internal/config"
	"ticketpp/internal/dispatch"
	"ticketpp/internal/l10n"
	"ticketpp/internal/oauth"
	"ticketpp/internal/secret"
	"ticketpp/internal/signin"
	"ticketpp/test/authserver"
)

const (
	anna      = "anna@comune.example"
	sendScope = "https://mail.example/SMTP.Send"
)

// atSignIn is a signer before servers of the test's own.
type atSignIn struct {
	*signer
	provider *authserver.Server
	mail     *authserver.MailServer
	out, log *bytes.Buffer
}

func newSigner(t *testing.T, auth config.Auth) *atSignIn {
	t.Helper()
	keyring.MockInit()
	a := &atSignIn{provider: authserver.Start(), out: &bytes.Buffer{}, log: &bytes.Buffer{}}
	t.Cleanup(a.provider.Close)
	var err error
	if a.mail, err = authserver.StartMail(anna, "giusta", sendScope, a.provider); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.mail.Close)
	host, port, _ := net.SplitHostPort(a.mail.Addr)
	number, _ := strconv.Atoi(port)
	s := &config.Settings{}
	s.SMTP = []config.Server{{Host: host, Port: number, Security: config.Plaintext, Auth: auth, Username: anna}}
	s.OAuth = config.OAuth{
		Provider: "custom", ClientID: authserver.ClientID, Scopes: []string{sendScope},
		AuthURL: a.provider.URL + "/authorize", TokenURL: a.provider.URL + "/token",
	}
	texts, err := l10n.New("en")
	if err != nil {
		t.Fatal(err)
	}
	a.signer = &signer{
		process: Process{Out: a.out}, settings: s, texts: texts, vault: &secret.Vault{}, logins: dispatch.Logins(s), handover: true,
		options: config.Options{DataDir: t.TempDir()}, log: slog.New(slog.NewTextHandler(a.log, nil)),
	}
	return a
}

// kept is the secret that an attempt would find.
func (a *atSignIn) kept(t *testing.T) string {
	t.Helper()
	account, err := dispatch.Account(a.settings, a.logins[0])
	if err != nil {
		t.Fatal(err)
	}
	s, err := a.vault.Get(t.Context(), account)
	if err != nil && !errors.Is(err, secret.ErrNone) {
		t.Fatal(err)
	}
	return s
}

func TestAWrongPasswordIsNotKept(t *testing.T) {
	a := newSigner(t, config.PasswordAuth)
	if _, err := a.password(t.Context(), 0, "sbagliata"); err == nil || !strings.Contains(err.Error(), "did not accept the password") {
		t.Errorf("got %v", err)
	}
	if got := a.kept(t); got != "" || a.out.Len() > 0 {
		t.Errorf("kept %q, told the agent %q", got, a.out)
	}
	if r, err := a.password(t.Context(), 0, "giusta"); err != nil || r != (signin.Result{}) || a.kept(t) != "giusta" {
		t.Errorf("%+v, %v", r, err)
	}
	for _, s := range []string{"sbagliata", "giusta"} {
		if strings.Contains(a.log.String(), s) {
			t.Errorf("the log holds a password: %s", a.log)
		}
	}
}

func TestAPasswordIsKeptWhileTheServerIsAway(t *testing.T) {
	a := newSigner(t, config.PasswordAuth)
	a.mail.Close()
	if r, err := a.password(t.Context(), 0, "forse"); err != nil || !r.Away || a.kept(t) != "forse" {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestWithoutAKeyringTheAgentTakesTheSecret(t *testing.T) {
	a := newSigner(t, config.PasswordAuth)
	keyring.MockInitWithError(errors.New("no secret service"))
	r, err := a.password(t.Context(), 0, "giusta")
	if err != nil || !r.Session {
		t.Fatalf("%+v, %v", r, err)
	}
	var agents secret.Vault
	if !agents.TakeOver(strings.TrimSpace(a.out.String())) {
		t.Errorf("the agent was given %q", a.out)
	}
	account, _ := dispatch.Account(a.settings, a.logins[0])
	if got, err := agents.Get(t.Context(), account); err != nil || got != "giusta" {
		t.Errorf("the agent has %q, %v", got, err)
	}
	// Nobody listens: nothing is written, and the user is told what to do.
	a.out.Reset()
	a.handover = false
	if _, err := a.password(t.Context(), 0, "giusta"); err == nil || !strings.Contains(err.Error(), "no open keyring") || a.out.Len() > 0 {
		t.Errorf("%v, %q", err, a.out)
	}
}

// surf is a browser whose user says yes.
func surf(ctx context.Context, address string) error {
	go func() {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return
		}
		if resp, err := http.DefaultClient.Do(req); err == nil {
			_ = resp.Body.Close()
		}
	}()
	return nil
}

func (a *atSignIn) browse(t *testing.T) (signin.Result, error) {
	t.Helper()
	return a.token(t.Context(), 0, func(in oauth.SignIn) (oauth.Grant, error) {
		in.Open = surf
		return in.Browser(t.Context())
	})
}

func TestTheRefreshTokenIsKeptWhenTheMailServerTakesTheLogin(t *testing.T) {
	a := newSigner(t, config.XOAuth2)
	if r, err := a.browse(t); err != nil || r != (signin.Result{}) {
		t.Fatalf("%+v, %v", r, err)
	}
	if got := a.kept(t); !strings.HasPrefix(got, "refresh-") {
		t.Errorf("kept %q", got)
	}
	if a.mail.Logins() != 1 {
		t.Errorf("%d logins at the mail server", a.mail.Logins())
	}
	for _, s := range a.provider.Secrets() {
		if strings.Contains(a.log.String(), s) || strings.Contains(a.out.String(), s) {
			t.Errorf("a token was written: %s %s", a.log, a.out)
		}
	}
}

func TestAnotherAccountsTokenIsNotKept(t *testing.T) {
	a := newSigner(t, config.XOAuth2)
	a.mail.User = "bruno@comune.example" // as if Bruno had signed in
	if _, err := a.browse(t); err == nil || !strings.Contains(err.Error(), "does not accept the sign-in for "+anna) {
		t.Errorf("got %v", err)
	}
	if got := a.kept(t); got != "" {
		t.Errorf("kept %q", got)
	}
}

func TestEveryEndOfASignInHasWords(t *testing.T) {
	a := newSigner(t, config.XOAuth2)
	a.provider.Set(authserver.Switches{Deny: true})
	if _, err := a.browse(t); err == nil || !strings.Contains(err.Error(), "permission was not given") {
		t.Errorf("denied: %v", err)
	}
	a.provider.Set(authserver.Switches{Scope: "openid"})
	if _, err := a.browse(t); err == nil || !strings.Contains(err.Error(), "leave every box ticked") {
		t.Errorf("scope: %v", err)
	}
	a.provider.Set(authserver.Switches{Once: true})
	if _, err := a.browse(t); err == nil || !strings.Contains(err.Error(), "does not last") {
		t.Errorf("no refresh token: %v", err)
	}
	a.provider.Set(authserver.Switches{Down: true})
	if _, err := a.browse(t); err == nil || !strings.Contains(err.Error(), "cannot be reached") {
		t.Errorf("away: %v", err)
	}
	a.provider.Set(authserver.Switches{Secret: "x"})
	if _, err := a.browse(t); err == nil || !strings.Contains(err.Error(), "does not let it sign in") {
		t.Errorf("not allowed: %v", err)
	}
	for _, err := range []error{oauth.ErrTimeout, oauth.ErrNoPort, errors.New("something else")} {
		if words := a.word(err).Error(); strings.Contains(words, "signin.") {
			t.Errorf("%v: %s", err, words)
		}
	}
}
