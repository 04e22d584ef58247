package dispatch

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	"github.com/zalando/go-keyring"

	"ticketpp/internal/config"
	"ticketpp/internal/outbox"
	"ticketpp/test/authserver"
)

const sendScope = "https://mail.example/SMTP.Send"

// tokenServer is a mail server that asks the identity provider about tokens.
type tokenServer struct {
	provider *authserver.Server
	mu       sync.Mutex
	mails    int
	logins   int
}

func (s *tokenServer) NewSession(*smtp.Conn) (smtp.Session, error) {
	return &tokenSession{server: s}, nil
}

func (s *tokenServer) count() (mails, logins int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mails, s.logins
}

type tokenSession struct {
	server *tokenServer
	in     bool
}

func (s *tokenSession) AuthMechanisms() []string { return []string{"XOAUTH2"} }

func (s *tokenSession) Auth(string) (sasl.Server, error) { return &xoauth2{session: s}, nil }

func (s *tokenSession) Mail(string, *smtp.MailOptions) error {
	if !s.in {
		return &smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 57}, Message: "Client not authenticated"}
	}
	return nil
}
func (s *tokenSession) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (s *tokenSession) Reset()                               {}
func (s *tokenSession) Logout() error                        { return nil }

func (s *tokenSession) Data(r io.Reader) error {
	_, err := io.Copy(io.Discard, r)
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.server.mails++
	return err
}

// xoauth2 is the server's side of the login, as Google and Microsoft write it
// down.
type xoauth2 struct {
	session *tokenSession
	failed  bool
}

func (x *xoauth2) Next(answer []byte) (challenge []byte, done bool, err error) {
	if x.failed {
		return nil, true, &smtp.SMTPError{Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 3}, Message: "Authentication unsuccessful"}
	}
	if answer == nil {
		return []byte{}, false, nil
	}
	s := x.session.server
	s.mu.Lock()
	s.logins++
	s.mu.Unlock()
	user, token, ok := strings.Cut(strings.TrimSuffix(string(answer), "\x01\x01"), "\x01auth=Bearer ")
	if err := s.provider.Check(token, sendScope); !ok || user != "user=anna@comune.example" || err != nil {
		x.failed = true
		return []byte(`{"status":"401","schemes":"bearer","scope":"` + sendScope + `"}`), false, nil
	}
	x.session.in = true
	return nil, true, nil
}

// office is a house whose mail server wants tokens.
type office struct {
	*Dispatcher
	provider *authserver.Server
	server   *tokenServer
	settings *config.Settings
	dir      string
	log      *bytes.Buffer
}

func newOffice(t *testing.T) *office {
	t.Helper()
	keyring.MockInit()
	provider := authserver.Start()
	t.Cleanup(provider.Close)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o := &office{provider: provider, server: &tokenServer{provider: provider}, dir: t.TempDir(), log: &bytes.Buffer{}}
	srv := smtp.NewServer(o.server)
	srv.AllowInsecureAuth, srv.Domain = true, "mail.example"
	go func() { _ = srv.Serve(l) }()
	t.Cleanup(func() { _ = srv.Close() })

	o.Dispatcher = houseIn(t, o.dir, l.Addr().String())
	s := o.Settings()
	s.SMTP[0].Auth, s.SMTP[0].Username = config.XOAuth2, "anna@comune.example"
	s.OAuth = config.OAuth{
		Provider: "custom", ClientID: authserver.ClientID, AuthURL: provider.URL + "/authorize", TokenURL: provider.URL + "/token",
		Scopes: []string{sendScope},
	}
	o.settings = s
	o.Log = slog.New(slog.NewTextHandler(o.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	if o.Queue, err = outbox.Open(o.dir, outbox.WithLog(o.Log)); err != nil {
		t.Fatal(err)
	}
	return o
}

// signIn is what the window does.
func (o *office) signIn(t *testing.T, scope string) {
	t.Helper()
	a, err := Account(o.settings, o.settings.SMTP[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Vault.Set(t.Context(), a, o.provider.Give(scope)); err != nil {
		t.Fatal(err)
	}
}

// send hands a ticket over and tries it once.
func (o *office) send(t *testing.T) outbox.Item {
	t.Helper()
	it, err := o.Submit(written(t, o.Dispatcher))
	if err != nil {
		t.Fatal(err)
	}
	return o.try(t, it.ID)
}

func (o *office) try(t *testing.T, id string) outbox.Item {
	t.Helper()
	if err := o.Queue.Retry(id); err != nil {
		t.Fatal(err)
	}
	if err := o.DeliverOnce(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	it, err := o.Queue.Get(id)
	if err != nil {
		t.Fatal(err)
	}
	return it
}

func TestATokenSendsTheTicket(t *testing.T) {
	o := newOffice(t)
	o.signIn(t, sendScope)
	for range 3 {
		if it := o.send(t); it.State != outbox.Sent {
			t.Fatalf("%s %s %s", it.State, it.Reason, it.LastError)
		}
	}
	if n := o.provider.Asked(); n != 1 {
		t.Errorf("%d requests for three tickets", n)
	}
}

func TestATokenThatEndsSoonIsRenewedBefore(t *testing.T) {
	o := newOffice(t)
	o.provider.Set(authserver.Switches{Life: 4 * time.Minute, Rotate: true})
	o.signIn(t, sendScope)
	for range 2 {
		if it := o.send(t); it.State != outbox.Sent {
			t.Fatalf("%s %s %s", it.State, it.Reason, it.LastError)
		}
	}
	if n := o.provider.Asked(); n != 2 {
		t.Errorf("%d requests: the token was not renewed", n)
	}
}

func TestATokenThatEndedEarlyIsReplacedInTheSameAttempt(t *testing.T) {
	o := newOffice(t)
	o.signIn(t, sendScope)
	o.send(t)
	o.provider.EndAccess()
	if it := o.send(t); it.State != outbox.Sent || it.Attempts != 1 {
		t.Errorf("%s after %d attempts: %s %s", it.State, it.Attempts, it.Reason, it.LastError)
	}
	if mails, logins := o.server.count(); mails != 2 || logins != 3 {
		t.Errorf("%d mails, %d logins", mails, logins)
	}
}

func TestWhatPausesTheAccountUntilSomebodySignsIn(t *testing.T) {
	for name, prepare := range map[string]func(t *testing.T, o *office){
		"never signed in": func(*testing.T, *office) {},
		"expired": func(t *testing.T, o *office) {
			o.signIn(t, sendScope)
			o.provider.Set(authserver.Switches{Refusal: "invalid_grant", Told: "AADSTS700082: expired due to inactivity"})
		},
		"revoked": func(t *testing.T, o *office) { o.signIn(t, sendScope); o.provider.Revoke() },
		"revoked while the token is known": func(t *testing.T, o *office) {
			o.signIn(t, sendScope)
			o.send(t)
			o.provider.Revoke()
		},
		"scope missing, as the provider says": func(t *testing.T, o *office) {
			o.signIn(t, sendScope)
			o.provider.Set(authserver.Switches{Scope: "openid"})
		},
		"scope missing, as the server says": func(t *testing.T, o *office) {
			o.settings.OAuth.Scopes = []string{"openid"}
			o.signIn(t, "openid")
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			prepare(t, o)
			it := o.send(t)
			if it.State != outbox.Paused || it.Reason != "auth" {
				t.Fatalf("%s %s %s", it.State, it.Reason, it.LastError)
			}
			// The window signs in, the queue is told, the ticket goes.
			o.provider.Set(authserver.Switches{})
			o.settings.OAuth.Scopes = []string{sendScope}
			o.signIn(t, sendScope)
			if it = o.try(t, it.ID); it.State != outbox.Sent {
				t.Errorf("after the sign-in: %s %s %s", it.State, it.Reason, it.LastError)
			}
		})
	}
}

func TestAProviderThatIsAwayIsAskedAgain(t *testing.T) {
	o := newOffice(t)
	o.signIn(t, sendScope)
	o.provider.Set(authserver.Switches{Down: true})
	it := o.send(t)
	if it.State != outbox.Waiting {
		t.Fatalf("%s %s %s", it.State, it.Reason, it.LastError)
	}
	o.provider.Set(authserver.Switches{})
	if it = o.try(t, it.ID); it.State != outbox.Sent {
		t.Errorf("%s %s %s", it.State, it.Reason, it.LastError)
	}
	o.tokens.Reject(time.Now().Add(time.Hour))
	o.provider.Close()
	if it = o.send(t); it.State != outbox.Waiting || it.Reason != "network" {
		t.Errorf("nobody there: %s %s %s", it.State, it.Reason, it.LastError)
	}
}

func TestNoTokenIsWrittenAnywhere(t *testing.T) {
	o := newOffice(t)
	o.provider.Set(authserver.Switches{Rotate: true, Life: time.Minute})
	o.signIn(t, sendScope)
	secrets := o.provider.Secrets()
	o.send(t)
	secrets = append(secrets, o.provider.Secrets()...)
	o.provider.Set(authserver.Switches{Refusal: "invalid_grant", Told: "no"})
	o.send(t)
	o.provider.Set(authserver.Switches{Scope: "openid"})
	o.send(t)
	secrets = append(secrets, o.provider.Secrets()...)
	slices.Sort(secrets)
	secrets = slices.Compact(secrets)
	if len(secrets) < 3 {
		t.Fatalf("only %d tokens to look for", len(secrets))
	}
	look := func(where string, text []byte) {
		for _, s := range secrets {
			if bytes.Contains(text, []byte(s)) {
				t.Errorf("%s holds a token", where)
			}
		}
	}
	if o.log.Len() == 0 {
		t.Error("nothing was logged")
	}
	look("the log", o.log.Bytes())
	err := filepath.WalkDir(o.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		look(path, text)
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestAPasswordIsSentByTheVault(t *testing.T) {
	keyring.MockInitWithError(errors.New("no secret service"))
	d := house(t, nobody(t))
	s := d.Settings()
	s.SMTP[0].Auth, s.SMTP[0].Username = config.PasswordAuth, "anna"
	if got := Logins(s); len(got) != 1 {
		t.Fatalf("%d logins", len(got))
	}
	a, err := Account(s, s.SMTP[0])
	if err != nil {
		t.Fatal(err)
	}
	d.Vault.Keep(a, "segreta")
	if got, err := d.Servers()[0].Password(t.Context()); err != nil || got != "segreta" {
		t.Errorf("%v", err)
	}
	s.SMTP[0].PasswordCommand = []string{"printf", "altra"}
	if got := fmt.Sprint(Logins(s)); got != "[]" {
		t.Errorf("a command that answers by itself is asked for: %s", got)
	}
}
